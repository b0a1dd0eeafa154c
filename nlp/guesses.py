"""The model's entities, freed of its usual mistakes: titles, honorifics, articles and datelines in the span, wrong types."""

from collections.abc import Iterator

from graph.vocabulary import EntityType
from nlp.coordinates import countries
from nlp.found import TYPE_OF_LABEL, Found
from nlp.gazetteer import PARTICLES, Gazetteer
from nlp.heralds import CALLED, ORGANIZATION_WORDS, TYPE_OF_NOUN, is_title, told_type
from nlp.offices import HONORIFICS, TITLES
from nlp.sentences import datelines
from nlp.tokens import Doc, Span, Token

TITLE_PARTS = frozenset(
    "prime foreign defence defense deputy vice interior former acting interim late special first senior top "
    "opposition finance national security crown of state supreme army rebel then ex external affairs".split()
)
EDGE = frozenset("' \" ’ ‘ “ ” , . - – — ( ) : ; / 's ’s".split())
WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
WIRE_WORDS = frozenset("URGENT FLASH BULLETIN SUBJECT SUBJ UPDATE NOTE RELEASE PRESS STATEMENT CORRECTED EXCLUSIVE".split())
"""Words in capitals that begin a line like a dateline."""
DASHES = frozenset("- – — --".split())
ARTICLES = frozenset("the a an".split())
NO_BODIES = frozenset(
    "GDP CEO HIV AIDS COVID UTC GMT DNA WMD USD EUR RSVP NGO NGOS HIS HER THE AND FOR NEXT SUBJ XML PDF HTML JANUARY "
    "MARCH APRIL JUNE JULY MAY AUGUST".split()
)
DOCUMENTS = frozenset(
    "agreement order act declaration protocol treaty accord resolution memorandum charter communique communiqué".split()
)
SERVED = frozenset("minister ministers secretary secretaries vice-minister undersecretary".split())
FIELDS = frozenset(
    "affairs defence defense relations trade finance interior justice commerce transport energy health education agriculture "
    "industry economy labour labor security information planning development integration cooperation".split()
)
"""Last words of what a minister or secretary is for."""
NOT_NAMES = frozenset(
    "covid ceasefire constitution parliament cabinet treasury embassy government ministry state president affairs".split()
)

NO_PERSONS = TITLE_PARTS | ORGANIZATION_WORDS | NOT_NAMES
"""Words behind a title that begin no name of a person."""


def guesses(doc: Doc, gazetteer: Gazetteer) -> list[Found]:
    """Names that the model found, trimmed, and those that the words before them announce."""
    pieces = (piece for ent in doc.ents if ent.label_ in TYPE_OF_LABEL for piece in _pieces(ent))
    speakers = [*_datelines(doc), *_speakers(doc)]
    spoken = {i for speaker in speakers for i in range(speaker.start, speaker.end)}
    found = [guess for piece in pieces if (guess := _guess(piece, gazetteer)) and not spoken & set(range(guess.start, guess.end))]
    found += speakers
    taken = {i for guess in found for i in range(guess.start, guess.end)}
    found = [_extended(doc, guess, taken, gazetteer) if guess.type is EntityType.PERSON else guess for guess in found]
    for token in doc:
        text = token.text
        if text not in HERALDS and not text[0].isupper():
            continue
        announced = next((found_here for read in MISSED if (found_here := read(token, taken, gazetteer))), None)
        if announced is not None:
            found.append(announced)
            taken.update(range(announced.start, announced.end))
    return found


def _datelines(doc: Doc) -> Iterator[Found]:
    """The places from which reports are filed: "MAR DEL PLATA" in "MAR DEL PLATA, Argentina, Nov. 6 - "."""
    for start, end in datelines(doc.text):
        place = doc.char_span(start, end, alignment_mode="contract")
        if place is not None and not WIRE_WORDS & {token.text for token in place}:
            yield Found(place.start, place.end, EntityType.PLACE, label="DATELINE")


def _speakers(doc: Doc) -> Iterator[Found]:
    """Speakers in capitals, as minutes write them: "VASSILY NEBENZIA of the Russian Federation", "EDWARD PERKINS, …"."""
    for sent in doc.sents:
        start = next((token.i for token in sent if not token.is_space and not token.is_punct), sent.end)
        end = start
        while end < sent.end and (_is_shouted_word(doc[end]) or (end > start and doc[end].text == "-")):
            end += 1
        if 2 <= end - start <= 5 and end < sent.end and _introduces(doc[end : min(end + 12, sent.end)]):
            yield Found(start, end, EntityType.PERSON, label="SPEAKER")


def _is_shouted_word(token: Token) -> bool:
    return token.is_alpha and token.text.isupper() and len(token.text) > 1 and token.text not in NO_BODIES


def _introduces(rest: Span) -> bool:
    """Whether what follows tells whom a speaker speaks for."""
    if any(token.text in DASHES and token.whitespace_ for token in rest):
        return False
    return rest[0].lower_ in {"of", "("} or (rest[0].text == "," and any(is_title(token) for token in rest))


def _extended(doc: Doc, guess: Found, taken: set[int], gazetteer: Gazetteer) -> Found:
    """A person with the rest of the name: "Ronald" in "Ronald dela Rosa", "Bota" in "Liviu Bota", a nickname in quotes."""
    start, end = guess.start, guess.end
    while end < len(doc) and end - start < 7 and _continues(doc, end) and not gazetteer.senses(doc[end].text):
        if end in taken and doc[end - 1].lower_ not in PARTICLES:
            break
        end += 1
    first = doc[start - 1] if start > 0 else None
    if first is not None and start - 1 not in taken and first.pos_ == "PROPN" and first.is_title and first.dep_ == "compound":
        known = is_title(first) or first.lower_ in TITLE_PARTS or gazetteer.senses(first.text)
        start -= 0 if known or not start <= first.head.i < end else 1
    return guess.moved(start, end)


def _continues(doc: Doc, i: int) -> bool:
    """Whether a word goes on with the name before it: a capital behind a nickname, behind a particle, or behind a first name."""
    word, before = doc[i], doc[i - 1]
    if (
        word.text in ('"', "”")
        and before.text[0].isupper()
        and i + 1 < len(doc)
        and doc[i + 1].pos_ == "PROPN"
        and '"' in doc[max(0, i - 3) : i].text
    ):
        return True
    if not before.whitespace_ and "-" not in (word.text, before.text) and before.text not in ('"', "”"):
        return False
    if word.lower_ in PARTICLES or word.text == "-":
        return _joins(doc, i)
    return (
        word.pos_ == "PROPN"
        and word.is_title
        and word.is_alpha
        and (before.lower_ in PARTICLES or word.dep_ != "compound")
        and word.head.i <= i
    )


def _pieces(ent: Span) -> Iterator[Span]:
    """The span cut at line breaks and at dashes between spaces: "PRAGUE - NATO" is two names."""
    start = ent.start
    for token in ent:
        spaced = token.text in DASHES and token.i > 0 and token.doc[token.i - 1].whitespace_ and token.whitespace_
        if token.is_space or spaced:
            yield Span(ent.doc, start, token.i, label=ent.label_)
            start = token.i + 1
    yield Span(ent.doc, start, ent.end, label=ent.label_)


def _guess(piece: Span, gazetteer: Gazetteer) -> Found | None:
    span = _trimmed(piece)
    label = piece.label_
    stripped = _after_titles(span, gazetteer) if label in ("PERSON", "ORG") else span
    if label == "ORG" and len(stripped) < len(span) and not _is_titled_person(span, stripped):
        stripped = span
    if not stripped or not any(token.text[0].isupper() or token.text[0].isdigit() for token in stripped):
        return None
    if _is_no_name(stripped, label) or (label == "NORP" and stripped.root.tag_ not in ("NNS", "NNPS")):
        return None
    if is_dateline(stripped):
        return Found(stripped.start, stripped.end, EntityType.PLACE, label="TOLD")
    titled = label == "ORG" and len(stripped) < len(span)
    kind = (
        EntityType.PERSON
        if titled
        else _by_town(stripped, label)
        or told_type(Span(span.doc, stripped.start, stripped.end, label=label))
        or _by_form(stripped, label, gazetteer)
        or TYPE_OF_LABEL[label]
    )
    return Found(stripped.start, stripped.end, kind, label="TOLD" if kind is not TYPE_OF_LABEL[label] else label)


def _by_town(span: Span, label: str) -> EntityType | None:
    """A known town that the model took for a body; for a person only behind a preposition of place."""
    if label not in ("ORG", "PERSON") or not countries(span.text):
        return None
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return EntityType.PLACE if label == "ORG" or before in ("in", "near", "off", "from", "to", "outside", "arrives") else None


def _is_no_name(span: Span, label: str) -> bool:
    """Whether the model took a common word, a number, an office or a document for a name."""
    if all(token.lower_ in NOT_NAMES or is_title(token) or not any(map(str.isalpha, token.text)) for token in span):
        return True
    if label == "PERSON" and len(span) == 1 and span[0].pos_ not in ("PROPN", "X"):
        return True
    following = span.doc[span.end] if span.end < len(span.doc) else None
    part_of_title = (
        len(span) == 1 and following is not None and is_title(following) and following.text[0].isupper() and span[0].is_title
    )
    return label == "ORG" and (part_of_title or span[-1].lower_ in DOCUMENTS or is_title(span.root) or _is_portfolio(span))


def _is_portfolio(span: Span) -> bool:
    """Whether the words tell what a minister is for: `Minister for Foreign Affairs of`, `Secretary of State for Trade`."""
    doc, i = span.doc, span.start - 1
    last = span[-2] if span[-1].lower_ == "of" and len(span) > 1 else span[-1]
    behind = i >= 1 and doc[i].lower_ in ("for", "of") and doc[i - 1].lower_ in SERVED | {"state"}
    return behind and last.lower_ in FIELDS


def is_dateline(span: Span) -> bool:
    """Whether a line begins with these words in capitals, and a dash, bracket or comma follows: "GENEVA (Agency) -"."""
    doc = span.doc
    if (span.start > 0 and "\n" not in doc[span.start - 1].text_with_ws) or not span.text.isupper() or len(span.text) < 3:
        return False
    rest = doc[span.end : span.end + 9]
    return any(token.text in DASHES for token in rest) and len(rest) > 0 and rest[0].text in DASHES | {"(", ","}


def _by_form(span: Span, label: str, gazetteer: Gazetteer) -> EntityType | None:
    """The type that the form of a name tells: a first name before it, or an acronym."""
    words = [token for token in span if not token.is_punct]
    plain = all(token.is_alpha and token.lower_ not in ORGANIZATION_WORDS for token in words)
    if label in ("ORG", "NORP") and 2 <= len(words) <= 4 and plain and gazetteer.is_first_name(words[0].text):
        return EntityType.PERSON
    if (
        label in ("GPE", "LOC", "PERSON")
        and len(span) == 1
        and span.text.isupper()
        and 2 < len(span.text) <= 6
        and span.start > 1
    ):
        return EntityType.ORGANIZATION
    if (
        label == "ORG"
        and 2 <= len(words) <= 4
        and plain
        and span.text.isupper()
        and span.end < len(span.doc)
        and span.doc[span.end].text == "("
    ):
        return EntityType.PERSON
    return None


def _is_titled_person(span: Span, stripped: Span) -> bool:
    """Whether what the model calls an organisation is a person behind a title: "General Konaté", "H.E. Recep Tayyip Erdoğan"."""
    doc, i = span.doc, span.start
    titled = is_title(span[0]) or (i >= 2 and doc[i - 1].lower_ == "of" and is_title(doc[i - 2]))
    return (
        0 < len(stripped) <= 4
        and titled
        and not any(t.lower_ in ORGANIZATION_WORDS or t.lower_ in ("of", "for", "and", "&") for t in span)
    )


def _trimmed(piece: Span) -> Span:
    """The span without edges that are no part of a name."""
    doc, start, end = piece.doc, piece.start, piece.end
    while start < end and (doc[start].text in EDGE or doc[start].lower_ in ARTICLES):
        start += 1
    while end > start and (
        doc[end - 1].text in EDGE
        or (piece.label_ == "PERSON" and doc[end - 1].text in WEEKDAYS)
        or (piece.label_ == "ORG" and doc[end - 1].lower_ == doc[end - 1].text and doc[end - 1].pos_ == "NOUN")
    ):
        end -= 1
    return doc[start:end]


def _after_titles(span: Span, gazetteer: Gazetteer) -> Span:
    """The name of a person behind demonyms, offices and honorifics."""
    doc, start, end = span.doc, span.start, span.end
    titled = any(is_title(token) for token in span) or (start > 1 and doc[start - 1].lower_ == "of" and is_title(doc[start - 2]))
    while start < end:
        token = doc[start]
        demonym = any(sense.how in ("demonym", "people") for sense in gazetteer.senses(token.text)) and end - start > 1
        if not (demonym or is_title(token) or (titled and token.lower_ in TITLE_PARTS) or token.text in EDGE):
            break
        start += 1
    return doc[start:end]


def _announced(token: Token, taken: set[int], gazetteer: Gazetteer) -> Found | None:
    """A person whom the model missed, behind a title: "Foreign Minister Xyz Abcd"."""
    doc, start = token.doc, token.i + 1
    if not is_title(token) or start >= len(doc) or token.tag_ in ("NNS", "NNPS") or start in taken or not _may_name(doc[start]):
        return None
    if gazetteer.senses(doc[start].text) or is_title(doc[start]) or doc[start].lower_ in NO_PERSONS:
        return None
    end = start + 1
    while end < len(doc) and end not in taken and (_may_name(doc[end]) or _joins(doc, end)) and end - start < 6:
        end += 1
    if end < len(doc) and doc[end].pos_ == "NOUN" and token.lower_ not in HONORIFICS and doc[start].dep_ in ("compound", "amod"):
        return None
    return Found(start, end, EntityType.PERSON, label="TITLE")


def _placed(token: Token, taken: set[int], gazetteer: Gazetteer) -> Found | None:
    """A place that the model missed, behind "in", "at" or "near"."""
    doc, start = token.doc, token.i + 1
    if token.lower_ not in ("in", "at", "near") or start >= len(doc) or (token.text == "In" and start in taken):
        return None
    end = start
    while (
        end < len(doc)
        and end not in taken
        and doc[end].pos_ == "PROPN"
        and (doc[end].is_title or doc[end].text == "-")
        and end - start < 5
    ):
        end += 1
    following = doc[end] if end < len(doc) else None
    named = start < end and not any(
        is_title(t) or t.lower_ in ORGANIZATION_WORDS or gazetteer.senses(t.text) or t.ent_type_ for t in doc[start:end]
    )
    if not named or (following is not None and following.pos_ in ("NOUN", "PROPN")):
        return None
    return Found(start, end, EntityType.PLACE, label="PLACED")


def _first_named(token: Token, taken: set[int], gazetteer: Gazetteer) -> Found | None:
    """A person whom the model missed: a first name, and a capitalised word behind it."""
    doc, i = token.doc, token.i
    if i + 1 >= len(doc) or i in taken or i + 1 in taken or not gazetteer.is_first_name(token.text) or token.pos_ != "PROPN":
        return None
    following = doc[i + 1]
    if following.pos_ != "PROPN" or not following.is_title or is_title(following) or following.lower_ in ORGANIZATION_WORDS:
        return None
    return (
        None
        if gazetteer.senses(following.text) or gazetteer.senses(token.text)
        else Found(i, i + 2, EntityType.PERSON, label="FIRST")
    )


def _called(token: Token, taken: set[int], gazetteer: Gazetteer) -> Found | None:
    """A body that the model missed, before the noun that says what it is: "the Fidesz party"."""
    follows = token.i + 1 < len(token.doc) and token.nbor().lower_ in CALLED and token.nbor().pos_ == "NOUN"
    if not follows or token.i in taken or token.pos_ != "PROPN" or not token.is_title or gazetteer.senses(token.text):
        return None
    return Found(token.i, token.i + 1, TYPE_OF_NOUN[token.nbor().lower_], label="TOLD")


def _acronym(token: Token, taken: set[int], gazetteer: Gazetteer) -> Found | None:
    """An acronym that the model missed."""
    shouted = token.i + 1 < len(token.doc) and token.nbor().text.isupper()
    acronym = token.text.isalpha() and token.text.isupper() and 3 <= len(token.text) <= 6
    if (
        not acronym
        or shouted
        or token.i in taken
        or token.text in NO_BODIES
        or token.pos_ != "PROPN"
        or gazetteer.senses(token.text)
    ):
        return None
    return Found(token.i, token.i + 1, EntityType.ORGANIZATION, label="ACRONYM")


def _may_name(token: Token) -> bool:
    """Whether a word is written like part of a name."""
    return (
        token.text[0].isupper() and token.is_alpha and len(token.text) > 1 and token.pos_ in ("PROPN", "NOUN", "ADJ", "VERB", "X")
    )


def _joins(doc: Doc, i: int) -> bool:
    """Whether a particle or hyphen stands between two parts of a name."""
    if doc[i].lower_ in PARTICLES and i + 1 < len(doc) and doc[i + 1].text == "-":
        i += 1
    return (doc[i].lower_ in PARTICLES or doc[i].text == "-") and i + 1 < len(doc) and doc[i + 1].text[0].isupper()


HERALDS = TITLES | {"in", "at", "near"}
"""Words in lower case that may stand before a name that the model missed."""
MISSED = (_announced, _first_named, _called, _placed, _acronym)
"""What looks for names that the model missed, the surest first."""

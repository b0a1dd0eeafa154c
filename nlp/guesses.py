"""The model's entities, freed of its usual mistakes: titles, honorifics, articles and possessives in the span."""

from spacy.tokens import Doc, Span, Token

from graph.vocabulary import EntityType
from nlp.found import TYPE_OF_LABEL, Found
from nlp.gazetteer import PARTICLES, Gazetteer
from nlp.offices import HEADS, HONORIFICS

TITLE_PARTS = frozenset(
    "prime foreign defence defense deputy vice interior former acting interim late special first senior top opposition finance "
    "national security crown chief of state supreme army rebel then ex then-".split()
)
EDGE = frozenset("' \" ’ ‘ “ ” , . - – — ( ) : ; / 's ’s".split())
NOT_ORGANIZATIONS = frozenset("covid ceasefire constitution parliament cabinet treasury".split())


def guesses(doc: Doc, gazetteer: Gazetteer) -> list[Found]:
    """Names that the model found, trimmed, and persons that a title announces."""
    found = [guess for ent in doc.ents if ent.label_ in TYPE_OF_LABEL for guess in _guess(ent, gazetteer)]
    taken = {i for guess in found for i in range(guess.start, guess.end)}
    return found + [person for token in doc if (person := _announced(token, taken, gazetteer))]


def _guess(ent: Span, gazetteer: Gazetteer) -> list[Found]:
    start, end = _trimmed(ent)
    if ent.label_ == "PERSON":
        start = _after_titles(ent.doc, start, end, gazetteer)
    if start >= end or not any(token.text[0].isupper() or token.text[0].isdigit() for token in ent.doc[start:end]):
        return []
    span = ent.doc[start:end]
    if ent.label_ == "ORG" and span.text.lower() in NOT_ORGANIZATIONS:
        return []
    if ent.label_ == "NORP" and not _is_people(span):
        return []
    return [Found(start, end, TYPE_OF_LABEL[ent.label_], label=ent.label_)]


def _is_people(span: Span) -> bool:
    """Whether a nationality, faith or party is meant as people who act, not as a quality."""
    return span.root.tag_ in ("NNS", "NNPS")


def _trimmed(ent: Span) -> tuple[int, int]:
    """The span without edges that are no part of a name; what follows a line break is cut off."""
    doc, start, end = ent.doc, ent.start, ent.end
    for i in range(start + 1, end):
        if doc[i].is_space:
            end = i
            break
    while start < end and (doc[start].text in EDGE or doc[start].lower_ in ("the", "a", "an") or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in EDGE - {"."} or doc[end - 1].is_space):
        end -= 1
    return start, end


def _after_titles(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where the name of a person begins behind demonyms, offices and honorifics."""
    while start < end:
        token = doc[start]
        demonym = any(sense.how in ("demonym", "people") for sense in gazetteer.senses(token.text)) and end - start > 1
        title = is_title(token) or (token.lower_ in TITLE_PARTS and end - start > 1 and not is_name_like(doc[start:end]))
        if not (demonym or title or token.text in EDGE):
            break
        start += 1
    return start


def is_name_like(span: Span) -> bool:
    """Whether no word of the span is an office: "Chief Okafor" is not, "State Okafor" is."""
    return not any(is_title(token) for token in span)


def is_title(token: Token) -> bool:
    """Whether a word is the head of an office or an honorific."""
    return token.lower_ in HONORIFICS or token.lower_ in HEADS or (token.lemma_.lower() in HEADS and token.tag_ in ("NN", "NNP", "NNS", "NNPS"))


def _announced(token: Token, taken: set[int], gazetteer: Gazetteer) -> Found | None:
    """A person whom the model missed, behind a title: "Foreign Minister Xyz Abcd"."""
    doc, start = token.doc, token.i + 1
    if not is_title(token) or start >= len(doc) or token.tag_ in ("NNS", "NNPS") or not _may_name(doc[start]) or start in taken:
        return None
    if gazetteer.senses(doc[start].text) or is_title(doc[start]) or doc[start].lower_ in TITLE_PARTS:
        return None
    end = start + 1
    while end < len(doc) and end not in taken and (_may_name(doc[end]) or _joins(doc, end)) and end - start < 6:
        end += 1
    following = doc[end] if end < len(doc) else None
    if following is not None and following.pos_ in ("NOUN", "PROPN") and following.dep_ != "conj" and not following.is_title:
        return None
    return Found(start, end, EntityType.PERSON, label="TITLE")


def _may_name(token: Token) -> bool:
    """Whether a word is written like part of a name."""
    return token.text[0].isupper() and token.is_alpha and token.pos_ in ("PROPN", "NOUN", "ADJ") and len(token.text) > 1


def _joins(doc: Doc, i: int) -> bool:
    """Whether a particle or hyphen stands between two parts of a name."""
    return (doc[i].lower_ in PARTICLES or doc[i].text == "-") and i + 1 < len(doc) and doc[i + 1].text[0].isupper()

"""The model's entities, freed of its usual mistakes: titles, honorifics, articles and datelines in the span, wrong types."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from graph.vocabulary import EntityType
from nlp.found import TYPE_OF_LABEL, Found
from nlp.gazetteer import PARTICLES, Gazetteer
from nlp.heralds import ORGANIZATION_WORDS, is_title, told_type
from nlp.offices import HONORIFICS

TITLE_PARTS = frozenset(
    "prime foreign defence defense deputy vice interior former acting interim late special first senior top opposition finance "
    "national security crown of state supreme army rebel then ex external affairs".split()
)
EDGE = frozenset("' \" ’ ‘ “ ” , . - – — ( ) : ; / 's ’s".split())
DASHES = frozenset("- – — --".split())
ARTICLES = frozenset("the a an".split())
NOT_NAMES = frozenset("covid ceasefire constitution parliament cabinet treasury embassy government ministry state president".split())


def guesses(doc: Doc, gazetteer: Gazetteer) -> list[Found]:
    """Names that the model found, trimmed, and persons that a title announces."""
    pieces = (piece for ent in doc.ents if ent.label_ in TYPE_OF_LABEL for piece in _pieces(ent))
    found = [guess for piece in pieces if (guess := _guess(piece, gazetteer))]
    taken = {i for guess in found for i in range(guess.start, guess.end)}
    return found + [person for token in doc if (person := _announced(token, taken, gazetteer))]


def _pieces(ent: Span) -> Iterator[Span]:
    """The span cut at line breaks and at dashes between spaces: "PRAGUE - NATO" is two names."""
    start = ent.start
    for token in ent:
        spaced = token.text in DASHES and token.i > 0 and token.doc[token.i - 1].whitespace_ and token.whitespace_
        if token.is_space or spaced:
            yield Span(ent.doc, start, token.i, label=ent.label)
            start = token.i + 1
    yield Span(ent.doc, start, ent.end, label=ent.label)


def _guess(piece: Span, gazetteer: Gazetteer) -> Found | None:
    span = _trimmed(piece)
    label = piece.label_
    stripped = _after_titles(span, gazetteer) if label in ("PERSON", "ORG") else span
    if label == "ORG" and len(stripped) < len(span) and not _is_titled_person(span, stripped):
        stripped = span
    if not stripped or not any(token.text[0].isupper() or token.text[0].isdigit() for token in stripped):
        return None
    if stripped.text.lower() in NOT_NAMES or (label == "NORP" and stripped.root.tag_ not in ("NNS", "NNPS")):
        return None
    kind = EntityType.PERSON if label == "ORG" and len(stripped) < len(span) else told_type(stripped) or TYPE_OF_LABEL[label]
    return Found(stripped.start, stripped.end, kind, label="TOLD" if kind is not TYPE_OF_LABEL[label] else label)


def _is_titled_person(span: Span, stripped: Span) -> bool:
    """Whether what the model calls an organisation is a person behind a title: "General Konaté", "H.E. Recep Tayyip Erdoğan"."""
    return 0 < len(stripped) <= 4 and is_title(span[0]) and not any(t.lower_ in ORGANIZATION_WORDS or t.lower_ in ("of", "for", "and", "&") for t in span)


def _trimmed(piece: Span) -> Span:
    """The span without edges that are no part of a name."""
    doc, start, end = piece.doc, piece.start, piece.end
    while start < end and (doc[start].text in EDGE or doc[start].lower_ in ARTICLES):
        start += 1
    while end > start and (doc[end - 1].text in EDGE or (piece.label_ == "ORG" and doc[end - 1].lower_ == doc[end - 1].text and doc[end - 1].pos_ == "NOUN")):
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
    if gazetteer.senses(doc[start].text) or is_title(doc[start]) or doc[start].lower_ in TITLE_PARTS | ORGANIZATION_WORDS:
        return None
    end = start + 1
    while end < len(doc) and end not in taken and (_may_name(doc[end]) or _joins(doc, end)) and end - start < 6:
        end += 1
    if end < len(doc) and doc[end].pos_ == "NOUN" and token.lower_ not in HONORIFICS and doc[start].dep_ in ("compound", "amod"):
        return None
    return Found(start, end, EntityType.PERSON, label="TITLE")


def _may_name(token: Token) -> bool:
    """Whether a word is written like part of a name."""
    return token.text[0].isupper() and token.is_alpha and len(token.text) > 1 and token.pos_ in ("PROPN", "NOUN", "ADJ", "VERB", "X")


def _joins(doc: Doc, i: int) -> bool:
    """Whether a particle or hyphen stands between two parts of a name."""
    return (doc[i].lower_ in PARTICLES or doc[i].text == "-") and i + 1 < len(doc) and doc[i + 1].text[0].isupper()

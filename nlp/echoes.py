"""Names that echo fuller ones of the same document: surnames, "the Council", "Inkatha"; and the vote on a name's type."""

import datetime as dt
from collections import Counter, defaultdict

from graph.vocabulary import EntityType
from nlp.found import Found, covered
from nlp.gazetteer import Gazetteer, Sense, fold, surname
from nlp.tokens import Doc, Token

BODY_NOUNS = frozenset(
    "Council Union Community Commission Organization Organisation Committee Alliance Court Forum League Agency "
    "Authority Front Movement Party Assembly Parliament Coalition Federation Tribunal Congress Conference Group Bloc "
    "Tigers".split()
)
HALVES = {"North": ("state/PRK", "state/KOR"), "South": ("state/KOR", "state/PRK")}


def with_echoes(doc: Doc, found: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """Every name with the type that the document votes for, and the echoes that nothing covers yet."""
    full = {surname(f.text(doc)) for f in found if f.type is EntityType.PERSON and f.end - f.start > 1}
    full |= {name.removeprefix("al-").removeprefix("el-") for name in full}
    full.discard("")  # of a name that the text cuts off: "Ahmed al-"
    voted = _voted(doc, found, full, gazetteer)
    keys = {sense.entry.key for name in voted for sense in name.senses}
    voted = [_half(doc, name, keys, gazetteer) for name in voted]
    voted = [_echo(doc, name, voted) for name in voted]
    taken = covered(voted)
    echoes = _surnames(doc, taken, full)
    echoes += _known_surnames(doc, taken | covered(echoes), keys, gazetteer)
    echoes += _bodies(doc, taken | covered(echoes), voted)
    return sorted(voted + echoes, key=lambda f: f.start)


def _voted(doc: Doc, found: list[Found], full: set[str], gazetteer: Gazetteer) -> list[Found]:
    """The type that most places say; what the words around a name tell counts double, a person's surname decides."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    texts = [fold(name.text(doc)) for name in found]
    for name, text in zip(found, texts, strict=True):
        votes[text][name.type] += 3 if name.label in ("TOLD", "TITLE") else 1
    persons = {fold(name) for name in full}
    out = []
    for name, text in zip(found, texts, strict=True):
        if name.senses or name.label == "GAZETTEER":
            out.append(name)
        elif text in persons or _is_known_person(doc, name, gazetteer):
            out.append(name._replace(type=EntityType.PERSON))
        else:
            out.append(name._replace(type=votes[text].most_common(1)[0][0]))
    return out


def _is_known_person(doc: Doc, name: Found, gazetteer: Gazetteer) -> bool:
    """Whether what the model took for something else names one in office at the time."""
    on: dt.date | None = doc.published_at
    if name.end - name.start > 3 or name.label not in ("ORG", "GPE", "NORP", "FAC", "LOC") or on is None:
        return False
    return any(term.holds(on, 400) for entry in gazetteer.persons(name.text(doc)) for term in entry.terms)


def _half(doc: Doc, name: Found, keys: set[str], gazetteer: Gazetteer) -> Found:
    """ "The North" and "the South" are the Koreas where the document names one."""
    halves = HALVES.get(name.text(doc))
    following = doc[name.end] if name.end < len(doc) else None
    if name.senses or halves is None or not keys & set(halves) or (following is not None and following.pos_ in ("PROPN", "NOUN")):
        return name
    entry = gazetteer.entry(halves[0])
    return name._replace(type=EntityType.STATE, senses=(Sense(entry, "name"),)) if entry else name


def _echo(doc: Doc, name: Found, found: list[Found]) -> Found:
    """A short name behind "the" that echoes a known body: "the Tigers"."""
    if (
        name.senses
        or name.start == 0
        or doc[name.start - 1].lower_ != "the"
        or name.end - name.start > 1
        or name.type is EntityType.PLACE
    ):
        return name
    sense = body_echoed(doc, name.start, name.text(doc), found)
    return name._replace(type=sense.entry.type, senses=(sense,), label="ECHO") if sense else name


def _surnames(doc: Doc, taken: set[int], surnames: set[str]) -> list[Found]:
    """Surnames of the document's persons."""
    by_first = {name.split()[0].split("-")[0]: name for name in surnames}
    found = []
    for token in doc:
        name = by_first.get(token.text)
        if name is None or not name[0].isupper() or token.i in taken:
            continue
        span = doc.char_span(token.idx, token.idx + len(name))
        if span is not None and span.text == name and taken.isdisjoint(range(span.start, span.end)):
            found.append(Found(span.start, span.end, EntityType.PERSON, label="SURNAME"))
    return found


def _known_surnames(doc: Doc, taken: set[int], keys: set[str], gazetteer: Gazetteer) -> list[Found]:
    """Bare surnames of persons in office at the time in a state or body of which the document speaks."""
    on: dt.date | None = doc.published_at
    if on is None:
        return []
    found = []
    for token in doc:
        if token.i in taken or token.pos_ != "PROPN" or not token.is_title or len(token.text) < 4 or not _stands_alone(token):
            continue
        terms = (term for entry in gazetteer.persons(token.text) for term in entry.terms)
        if any(term.of in keys and term.holds(on, 400) for term in terms):
            found.append(Found(token.i, token.i + 1, EntityType.PERSON, label="SURNAME"))
    return found


def _stands_alone(token: Token) -> bool:
    """Whether no capitalised word stands beside a word."""
    doc, i = token.doc, token.i
    before = i > 0 and doc[i - 1].pos_ == "PROPN"
    after = i + 1 < len(doc) and doc[i + 1].pos_ == "PROPN"
    return not before and not after


def _bodies(doc: Doc, taken: set[int], found: list[Found]) -> list[Found]:
    """ "The Council" behind "the Security Council": the last body whose name holds the word."""
    echoes = []
    for token in doc:
        if (
            token.text not in BODY_NOUNS
            or token.i in taken
            or token.i == 0
            or doc[token.i - 1].lower_ not in ("the", "its", "whose")
        ):
            continue
        if token.i + 1 < len(doc) and (doc[token.i + 1].text == "of" or doc[token.i + 1].pos_ == "PROPN"):
            continue
        sense = body_echoed(doc, token.i, token.text, found)
        if sense is not None:
            echoes.append(Found(token.i, token.i + 1, sense.entry.type, (sense,), "ECHO"))
    return echoes


def body_echoed(doc: Doc, before: int, word: str, found: list[Found]) -> Sense | None:
    """The known body whose name holds a word: the one named last before a place, else the first behind it."""
    for name in sorted(found, key=lambda f: (f.start > before, abs(f.start - before))):
        entry = name.senses[0].entry if name.senses else None
        if entry and entry.type is not EntityType.STATE and any(word in form.split() for form in entry.names):
            return name.senses[0]
    return None

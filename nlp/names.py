"""The component `names`: the gazetteer's names over the model's, and phrases in which an institution stands for its state.

It fills `doc._.names` with what it found; the component `identity` tells who that is.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from graph.vocabulary import EntityType
from nlp.actors import register
from nlp.found import Found, covered, longest
from nlp.gazetteer import Gazetteer, Sense, fold, surname
from nlp.guesses import guesses
from nlp.metonymy import is_place
from nlp.offices import ARMED_WORDS, INSTITUTIONS

ACTOR_TYPES = (EntityType.STATE, EntityType.ORGANIZATION, EntityType.GROUP)
AGREEMENT_WORDS = frozenset(
    "agreement agreements accord accords protocol protocols treaty convention conventions post times club declaration process format "
    "memorandum pact principles document university airport school".split()
)


class Names:
    """Finds the names of one document after another."""

    def __init__(self, vocab_maker: Language) -> None:
        self.gazetteer = Gazetteer.load()
        self.matcher = PhraseMatcher(vocab_maker.vocab)
        self.matcher.add("actor", [vocab_maker.make_doc(name) for name in _spellings(self.gazetteer.surfaces())])
        self.matcher.add("person", [vocab_maker.make_doc(name) for name in _spellings(self.gazetteer.full_names())])

    def __call__(self, doc: Doc) -> Doc:
        known = self.known(doc)
        found = merge(doc, known, guesses(doc, self.gazetteer))
        found = with_surnames(doc, found, self.gazetteer)
        found = [self.settled(doc, name, found) for name in found]
        doc._.names = institutions(doc, [name for name in found if name])
        return doc

    def known(self, doc: Doc) -> list[Found]:
        """The gazetteer's names in a document, the longest where they overlap."""
        hits = []
        for match, start, end in self.matcher(doc):
            person = doc.vocab.strings[match] == "person"
            senses = () if person else tuple(self.gazetteer.senses(doc[start:end].text) or self.gazetteer.senses(_straight(doc[start:end].text)))
            if not _is_prefixed(doc, start):
                hits.append(Found(start, end, EntityType.PERSON if person else senses[0].entry.type, senses, "GAZETTEER"))
        return longest(hits)

    def settled(self, doc: Doc, name: Found, found: list[Found]) -> Found | None:
        """A name with the one sense that it has here; a capital becomes a place or its state."""
        if not name.senses:
            return replace(name, type=EntityType.GROUP) if _is_armed(doc, name) else name
        sense = self.likeliest(doc, name, found)
        if sense.how == "capital":
            if _names_a_thing(doc, name) or is_place(name.span(doc)):
                return replace(name, type=EntityType.PLACE, senses=())
            sense = self.governs(doc, name, found, sense)
        return replace(name, type=sense.entry.type, senses=(sense,), metonym=sense.how != "name")

    def likeliest(self, doc: Doc, name: Found, found: list[Found]) -> Sense:
        """Of several senses the one that the document names in other words, else the first."""
        if len(name.senses) == 1:
            return name.senses[0]
        others = Counter(f.senses[0].entry.key for f in found if len(f.senses) == 1)
        return max(name.senses, key=lambda sense: others[sense.entry.key])

    def governs(self, doc: Doc, name: Found, found: list[Found], sense: Sense) -> Sense:
        """For whom a capital stands: Brussels for the Union, unless the document speaks of Belgium or NATO alone."""
        bodies = [s for s in name.senses if s.entry.type is EntityType.ORGANIZATION]
        return bodies[0] if bodies and not any(f.senses and f.senses[0] == sense and f is not name for f in found if f.start != name.start) else sense


def _spellings(names: Iterable[str]) -> set[str]:
    """Names with either apostrophe and without accents."""
    out: set[str] = set()
    for name in names:
        out.update((name, name.replace("'", "’"), name.replace("’", "'")))
    return out


def _straight(name: str) -> str:
    return name.replace("’", "'")


def _is_prefixed(doc: Doc, start: int) -> bool:
    """Whether the word is the second half of "pro-Russian" or "anti-American"."""
    return start >= 2 and doc[start - 1].text == "-" and doc[start - 2].lower_ in ("pro", "anti", "non", "ex", "post", "trans")


def _names_a_thing(doc: Doc, name: Found) -> bool:
    """Whether the capital names an agreement or a newspaper: "the Minsk agreements"."""
    return name.end < len(doc) and doc[name.end].lower_ in AGREEMENT_WORDS


def _is_armed(doc: Doc, name: Found) -> bool:
    return name.type is EntityType.ORGANIZATION and doc[name.end - 1].lower_ in ARMED_WORDS


def merge(doc: Doc, known: list[Found], guessed: list[Found]) -> list[Found]:
    """Known names and guesses without overlaps: the gazetteer wins, save where a longer name merely contains its word."""
    kept_known = list(known)
    kept: list[Found] = []
    for guess in guessed:
        inside = [k for k in kept_known if k.overlaps(guess)]
        if not inside:
            kept.append(guess)
        elif all(guess.covers(k) and (k.start, k.end) != (guess.start, guess.end) for k in inside) and _wins(doc, guess, inside):
            kept_known = [k for k in kept_known if k not in inside]
            kept.append(guess)
        elif guess.label == "PERSON" and (rest := _rest(doc, guess, inside)):
            kept.append(rest)
    return longest(kept_known + kept)


def _wins(doc: Doc, guess: Found, inside: list[Found]) -> bool:
    """Whether a guess is a name of its own that merely contains known words: "Bank of England", "Michael Jordan"."""
    left = set(range(guess.start, guess.end)) - covered(inside)
    proper = [i for i in left if doc[i].text[0].isupper()]
    if not proper or len(inside) > 1 and any(doc[i].lower_ in ("and", ",") for i in left):
        return False
    if guess.label == "ORG":
        return doc[guess.end - 1].lemma_.lower() not in INSTITUTIONS
    if guess.label in ("GPE", "NORP"):
        return False
    return guess.label != "PERSON" or all(k.type is EntityType.PERSON or k.end - k.start == 1 for k in inside)


def _rest(doc: Doc, guess: Found, inside: list[Found]) -> Found | None:
    """What remains of a person's name behind a known name that it overlaps."""
    start = max((k.end for k in inside if k.start <= guess.start), default=guess.start)
    end = min((k.start for k in inside if k.start >= start), default=guess.end)
    while start < end and not doc[start].text[0].isupper():
        start += 1
    return guess.moved(start, end) if start < end else None


def with_surnames(doc: Doc, found: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """Let the document vote on the type of a name, and find the surnames of its persons everywhere."""
    full = {surname(f.text(doc)) for f in found if f.type is EntityType.PERSON and f.end - f.start > 1}
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in found:
        if not name.senses:
            votes[fold(name.text(doc))][name.type] += 1
    settled = []
    for name in found:
        if name.senses:
            settled.append(name)
            continue
        text = name.text(doc)
        if text in full or _is_known_surname(doc, name, gazetteer):
            settled.append(replace(name, type=EntityType.PERSON))
        else:
            settled.append(replace(name, type=votes[fold(text)].most_common(1)[0][0]))
    return settled + _missed(doc, settled, full)


def _missed(doc: Doc, found: list[Found], surnames: set[str]) -> list[Found]:
    """Surnames of the document's persons that nothing covers yet."""
    taken = covered(found)
    missed = []
    by_first = {name.split()[0].split("-")[0]: name for name in surnames}
    for token in doc:
        name = by_first.get(token.text)
        if name is None or token.i in taken or not token.text[0].isupper():
            continue
        span = doc.char_span(token.idx, token.idx + len(name))
        if span is not None and span.text == name and taken.isdisjoint(range(span.start, span.end)):
            missed.append(Found(span.start, span.end, EntityType.PERSON, label="SURNAME"))
    return missed


def _is_known_surname(doc: Doc, name: Found, gazetteer: Gazetteer) -> bool:
    """Whether a bare word that the model took for something else is the surname of one in office at the time."""
    on: dt.date | None = doc._.published_at
    if name.end - name.start > 2 or name.label not in ("ORG", "GPE", "NORP", "FAC") or on is None:
        return False
    return any(term.holds(on, 400) for entry in gazetteer.persons(name.text(doc)) for term in entry.terms)


def institutions(doc: Doc, found: list[Found]) -> list[Found]:
    """Join a state or body to the institution that speaks for it: "the Turkish foreign ministry", "EU officials"."""
    starts = {f.start for f in found if f.type is EntityType.PERSON}
    phrases = [p for f in found if f.type in ACTOR_TYPES if (p := _institution(doc, f, starts))]
    phrases = longest(phrases)
    inside = [f for f in found if not any(p.covers(f) for p in phrases)]
    return sorted(inside + phrases, key=lambda f: f.start)


def _institution(doc: Doc, name: Found, persons: set[int]) -> Found | None:
    root = name.span(doc).root
    head: Token = root.head
    if root.dep_ in ("amod", "compound", "poss", "nmod") and name.end <= head.i < name.end + 5 and _is_institution(head):
        if head.i + 1 not in persons and all(doc[i].text not in ",()" for i in range(name.end, head.i)):
            return replace(name, end=head.i + 1, metonym=True, whole=True)
    if root.dep_ == "pobj" and head.lower_ == "of" and _is_institution(head.head) and 0 < name.start - head.head.i <= 3:
        return replace(name, start=head.head.i, metonym=True, whole=True)
    return None


def _is_institution(token: Token) -> bool:
    return token.lemma_.lower() in INSTITUTIONS and token.pos_ in ("NOUN", "PROPN")


@Language.factory("names")
def make_names(nlp: Language, name: str) -> Names:
    """The component, for `nlp.add_pipe("names")`."""
    register()
    if not Doc.has_extension("names"):
        Doc.set_extension("names", default=None)
    return Names(nlp)

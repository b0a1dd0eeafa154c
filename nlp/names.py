"""The component `names`: the gazetteer's names over the model's, and phrases in which an institution stands for its state.

It fills `doc.names` with what it found; the component `identity` tells who that is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import spacy.tokens
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from graph.vocabulary import EntityType
from nlp.echoes import with_echoes
from nlp.found import Found, covered, longest
from nlp.gazetteer import Gazetteer, Sense
from nlp.guesses import guesses, is_dateline
from nlp.heralds import is_title
from nlp.institutions import with_institutions
from nlp.metonymy import is_place, is_visited
from nlp.offices import ARMED_WORDS, INSTITUTIONS
from nlp.tokens import Doc, of

NATIONAL = frozenset(
    {
        "Christian Democrats", "Social Democrats", "Conservatives", "Conservative Party", "Labour", "Labour Party", "Republicans",
        "Republican Party", "Democrats", "Democratic Party", "National Front", "New Democracy", "Congress", "Treasury",
        "National Security Council", "Foreign Office", "Federal Council", "House of Commons", "House of Lords", "Chancellery",
        "Justice Department", "Defense Department", "Commerce Department", "Treasury Department", "Department of Justice",
        "Department of Defense", "Department of Commerce", "Department of the Treasury",
    }
)  # fmt: skip
"""Names that mean the body of one state only where the document speaks of that state."""
SHOUTED = 4
"""Capitals that are no more than these may be an acronym."""
SALUTATIONS = frozenset("mr mrs ms mr. mrs. ms. dr dr.".split())
PLACE_PREFIXES = frozenset("new port fort lake mount gulf cape san santa camp".split())
PART_OF_PHRASE = frozenset("affairs ministers president republic 's ’s".split())
AGREEMENT_WORDS = frozenset(
    "agreement agreements accord accords protocol protocols treaty convention conventions post times club declaration "
    "process format memorandum pact principles document university airport school".split()
)


class Names:
    """Finds the names of one document after another."""

    def __init__(self, vocab_maker: Language) -> None:
        self.gazetteer = Gazetteer.load()
        actors = [_tokens(vocab_maker, name) for name in _spellings(self.gazetteer.surfaces())]
        persons = [_tokens(vocab_maker, name) for name in _spellings(self.gazetteer.full_names())]
        self.matcher = PhraseMatcher(vocab_maker.vocab)
        self.capitals_matcher = PhraseMatcher(vocab_maker.vocab, attr="LOWER")
        for matcher in (self.matcher, self.capitals_matcher):
            matcher.add("actor", actors)
            matcher.add("person", persons)
        self.person = vocab_maker.vocab.strings.add("person")
        self.lowered = {name.lower(): name for name in self.gazetteer.surfaces()}

    def __call__(self, parsed: spacy.tokens.Doc) -> spacy.tokens.Doc:
        """Fill the document's names."""
        doc = of(parsed)
        found = merge(doc, self.known(parsed), guesses(doc, self.gazetteer))
        found = with_echoes(doc, grounded(doc, found), self.gazetteer)
        doc.names = with_institutions(doc, [self.settled(doc, name, found) for name in found])
        return parsed

    def known(self, parsed: spacy.tokens.Doc) -> list[Found]:
        """The gazetteer's names in a document, the longest where they overlap."""
        doc = of(parsed)
        matches = set(self.matcher(parsed))
        shouted = (match for start, end in capitals(doc) for match in self.capitals_matcher(parsed[start:end]))
        matches.update(match for match in shouted if is_shouted(doc, *match[1:]))
        return longest([self.hit(doc, match, start, end) for match, start, end in matches if not _is_prefixed(doc, start)])

    def hit(self, doc: Doc, match: int, start: int, end: int) -> Found:
        """What a phrase of the gazetteer means where it stands."""
        if match == self.person:
            return Found(start, end, EntityType.PERSON, label="GAZETTEER")
        text = doc[start:end].text.replace("’", "'")
        senses = (
            self.gazetteer.senses(doc[start:end].text)
            or self.gazetteer.senses(text)
            or self.gazetteer.senses(self.lowered.get(text.lower(), ""))
        )
        return Found(start, end, senses[0].entry.type, tuple(senses), "GAZETTEER")

    def settled(self, doc: Doc, name: Found, found: list[Found]) -> Found:
        """A name with the one sense that it has here; a capital becomes a place or its state."""
        if not name.senses:
            return name._replace(type=EntityType.GROUP) if _is_armed(doc, name) else name
        if is_dateline(name.span(doc)):
            return name._replace(type=EntityType.PLACE, senses=tuple(s for s in name.senses if s.how == "capital"))
        sense = self.likeliest(name, found)
        if sense.how in ("capital", "name") and name.end - name.start == 1 and doc[name.start - 1].lower_ in SALUTATIONS:
            return name._replace(type=EntityType.PERSON, senses=())
        if sense.how == "seat" and is_visited(name.span(doc)):
            return name._replace(type=EntityType.PLACE, senses=())
        if sense.how == "capital":
            if _names_a_thing(doc, name) or is_place(name.span(doc)):
                return name._replace(type=EntityType.PLACE)
            sense = self.governs(name, found, sense)
        return name._replace(type=sense.entry.type, senses=(sense,), metonym=sense.how != "name")

    def likeliest(self, name: Found, found: list[Found]) -> Sense:
        """Of several senses the one that the document names in other words, else the first."""
        if len(name.senses) == 1:
            return name.senses[0]
        others = Counter(f.senses[0].entry.key for f in found if len(f.senses) == 1)
        return max(name.senses, key=lambda sense: others[sense.entry.key])

    def governs(self, name: Found, found: list[Found], sense: Sense) -> Sense:
        """For whom a capital stands: Brussels for the Union, unless the document names Belgium more often."""
        named = Counter(f.senses[0].entry.key for f in found if f.senses and f.senses != name.senses)
        bodies = [s for s in name.senses if s.entry.type is EntityType.ORGANIZATION]
        return bodies[0] if bodies and named[sense.entry.key] <= named[bodies[0].entry.key] else sense


def grounded(doc: Doc, found: list[Found]) -> list[Found]:
    """Without bodies such as many states have ("the Conservatives"), where the document does not speak of theirs."""
    keys = {name.senses[0].entry.key for name in found if name.senses and name.text(doc) not in NATIONAL}
    out = []
    for name in found:
        entry = name.senses[0].entry if name.senses else None
        if entry and name.text(doc) in NATIONAL and (entry.state or entry.key) not in keys:
            name = name._replace(type=EntityType.ORGANIZATION, senses=())
        out.append(name)
    return out


def _tokens(nlp: Language, name: str) -> spacy.tokens.Doc:
    """A name in the tokenizer's words; names of letters and spaces alone need no tokenizer, which is slow."""
    words = name.split(" ")
    return spacy.tokens.Doc(nlp.vocab, words=words) if all(word.isalpha() for word in words) else nlp.make_doc(name)


def _spellings(names: Iterable[str]) -> set[str]:
    """Names with either apostrophe."""
    out: set[str] = set()
    for name in names:
        out.update((name, name.replace("'", "’"), name.replace("’", "'")))
    return out


def capitals(doc: Doc) -> Iterator[tuple[int, int]]:
    """The longest stretches of tokens without a small letter that are long enough to be shouted."""
    texts = [token.text for token in doc.tokens]
    start = 0
    for end in [*(i for i, text in enumerate(texts) if text != text.upper()), len(texts)]:
        if end - start and sum(map(len, texts[start:end])) + end - start > SHOUTED and any(map(str.isupper, texts[start:end])):
            yield start, end
        start = end + 1


def is_shouted(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are written in capitals: a heading, a dateline, a cable."""
    text = doc[start:end].text
    return text.isupper() and len(text) > SHOUTED


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
    at = {i: name for name in known for i in range(name.start, name.end)}
    kept: list[Found] = []
    for guess in guessed:
        inside = list({id(at[i]): at[i] for i in range(guess.start, guess.end) if i in at}.values())
        if not inside:
            kept.append(guess)
        elif all(guess.covers(k) and (k.start, k.end) != (guess.start, guess.end) for k in inside) and _wins(doc, guess, inside):
            for name in inside:
                for i in range(name.start, name.end):
                    del at[i]
            kept.append(guess)
        elif guess.label == "PERSON" and (rest := _rest(doc, guess, inside)):
            kept.append(rest)
    return longest([*{id(name): name for name in at.values()}.values(), *kept])


def _wins(doc: Doc, guess: Found, inside: list[Found]) -> bool:
    """Whether a guess is a name of its own that merely contains known words: "Bank of England", "Michael Jordan"."""
    left = sorted(set(range(guess.start, guess.end)) - covered(inside))
    proper = [i for i in left if doc[i].text[0].isupper()]
    if (
        not proper
        or any(doc[i].lower_ in PART_OF_PHRASE for i in left)
        or (len(inside) > 1 and any(doc[i].lower_ in ("and", ",") for i in left))
    ):
        return False
    behind = [i for i in proper if i >= inside[-1].end]
    if any(k.type is EntityType.PERSON for k in inside):
        return guess.type is EntityType.PERSON and guess.start == inside[0].start and any(not is_title(doc[i]) for i in behind)
    if guess.type is EntityType.PERSON:
        return not any(doc[i].lower_ == "of" for i in left) and all(k.end - k.start == 1 for k in inside)
    if guess.type is EntityType.PLACE and guess.label != "LOC":
        return all(k.how_named == "name" for k in inside) and (bool(behind) or doc[guess.start].lower_ in PLACE_PREFIXES)
    return guess.label != "NORP" and not {doc[guess.end - 1].lemma_.lower(), doc[guess.start].lemma_.lower()} & INSTITUTIONS


def _rest(doc: Doc, guess: Found, inside: list[Found]) -> Found | None:
    """What remains of a person's name behind a known name that it overlaps."""
    start = max((k.end for k in inside if k.start <= guess.start), default=guess.start)
    end = min((k.start for k in inside if k.start >= start), default=guess.end)
    while start < end and not doc[start].text[0].isupper():
        start += 1
    return guess.moved(start, end) if start < end else None


@Language.factory("names")
def make_names(nlp: Language, name: str) -> Names:
    """The component, for `nlp.add_pipe("names")`."""
    return Names(nlp)

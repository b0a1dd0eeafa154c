"""What is known before reading: states, organisations, groups, and persons with the offices they held."""

import datetime as dt
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from graph.vocabulary import EntityType
from nlp.offices import TITLES, normal

PARTICLES = frozenset(
    "dela las los al el bin ibn ben abu van von der den de da dos das del della di du la le ter ten zu st".split()
)
COMMON_WORDS = frozenset({"Male"})
NO_FIRST_NAMES = frozenset("Marine Unity Witness January Grant Joy Per Gen Mono Porter Mate Des".split())
"""First names that as other words are far commoner."""
BYGONE = dt.date(1989, 1, 1)
"""Whoever was last in office before is no person of our day."""
ROYAL = ("Sheikh ", "King ", "Queen ", "Pope ", "Emir ", "Sultan ", "Prince ", "Emperor ")
PUNCTUATION = re.compile(r"[^\w\s]")
LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "–": "-", "’": "'"})
SOURCES = ("names", "adjectives", "people", "capitals", "seats")
SENSES = {"names": "name", "adjectives": "demonym", "people": "people", "capitals": "capital", "seats": "seat"}


def fold(name: str) -> str:
    """A name as it is compared: without case, accents, apostrophes, hyphens and full stops."""
    if not name.isascii():
        name = _without_accents(name)
    return " ".join(PUNCTUATION.sub("", name.casefold().replace("-", " ")).split())


def _without_accents(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Term:
    """An office that a person held: `of` is the key of the state or body."""

    office: str
    of: str
    start: dt.date | None
    end: dt.date | None

    def holds(self, on: dt.date, slack: int = 0) -> bool:
        """Whether the term covers a day, give or take `slack` days; an unknown start or end is no bound."""
        margin = dt.timedelta(days=slack)
        return (self.start is None or self.start - margin <= on) and (self.end is None or on <= self.end + margin)


@dataclass(frozen=True, slots=True)
class Entry:
    """A known actor. `state` is the key of the state that a body belongs to; `members` are keys."""

    key: str
    type: EntityType
    name: str
    names: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None = None
    state: str | None = None
    members: tuple[str, ...] = ()
    gender: str | None = None
    terms: tuple[Term, ...] = ()
    short: tuple[str, ...] = ()
    family_first: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word can mean: an entry, and how the word names it.

    `how`: `name`, `demonym` ("Turkish"), `people` ("the Turks"), `capital` ("Ankara"), `seat` ("the Kremlin").
    """

    entry: Entry
    how: str


def day(text: str | None, last: bool) -> dt.date | None:
    """A day from `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: the first or the last day it can mean."""
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if day:
        return dt.date(year, month, day)
    if not last:
        return dt.date(year, month or 1, 1)
    month = month or 12
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


@dataclass(slots=True)
class Gazetteer:
    """Known actors by key, by name and by office."""

    entries: dict[str, Entry] = field(default_factory=dict)
    _senses: dict[str, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    _persons: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _capitals: dict[str, str] = field(default_factory=dict)
    _first_names: set[str] = field(default_factory=set)
    _office: dict[str, list[tuple[Term, Entry]]] = field(default_factory=lambda: defaultdict(list))

    @staticmethod
    @cache
    def load() -> "Gazetteer":
        """The gazetteer of the project's own tables, read once."""
        gazetteer = Gazetteer()
        for row in _rows("states.jsonl"):
            gazetteer._add_state(row)
        for row in _rows("bodies.jsonl"):
            gazetteer._add_body(row)
        for row in _rows("people.jsonl"):
            gazetteer._add_person(row)
        return gazetteer

    def entry(self, key: str) -> Entry | None:
        """The entry of a key."""
        return self.entries.get(key)

    def senses(self, surface: str) -> list[Sense]:
        """What a word or phrase can mean, states and bodies only; the likeliest first."""
        return self._senses.get(surface, [])

    def capital(self, country: str) -> str | None:
        """The capital of a state by its ISO 3166-1 alpha-3 code."""
        return self._capitals.get(country)

    def surfaces(self) -> Iterator[str]:
        """Every word or phrase that names a state or a body."""
        yield from self._senses

    def full_names(self) -> Iterator[str]:
        """Every name of a person that has more than one word, titles not counted."""
        for entry in self.entries.values():
            if entry.type is EntityType.PERSON:
                yield from (name for name in entry.names if " " in name and not name.startswith(ROYAL))

    def is_first_name(self, word: str) -> bool:
        """Whether some known person bears the word as a first name."""
        return word in self._first_names and word not in self._senses and word.lower() not in TITLES

    def persons(self, name: str) -> list[Entry]:
        """Persons of that full name or surname, in any usual spelling."""
        return self._persons.get(fold(name), [])

    def terms(self, key: str) -> tuple[Term, ...]:
        """The offices that a person held."""
        entry = self.entries.get(key)
        return entry.terms if entry else ()

    def holders(self, of: str, office: str, on: dt.date | None = None) -> list[Entry]:
        """Who held an office of a state or body, on a day if one is given."""
        terms = ((term, who) for term, who in self._office.get(of, []) if same_office(office, term.office))
        return list({who.key: who for term, who in terms if on is None or term.holds(on)}.values())

    def learn(self, entries: Iterable[Entry]) -> None:
        """Take in entries from elsewhere: new ones, and further names and terms of those that are known."""
        for entry in entries:
            known = self.entries.get(entry.key)
            if known is not None:
                self._forget(known)
                names = tuple(dict.fromkeys((*known.names, *entry.names)))
                terms = tuple(dict.fromkeys((*known.terms, *entry.terms)))
                entry = replace(known, names=names, terms=terms, state=known.state or entry.state)
            self.entries[entry.key] = entry
            if entry.type is EntityType.PERSON:
                self._index_person(entry)
            else:
                for surface in entry.names:
                    self._add_sense(surface, Sense(entry, "name"))

    def _forget(self, entry: Entry) -> None:
        """Take an entry out of every index but for what a seat, a demonym or a people means."""
        for form in {fold(form) for form in (*entry.names, *short_names(entry))}:
            self._persons[form] = [other for other in self._persons.get(form, ()) if other.key != entry.key]
        for term in entry.terms:
            self._office[term.of] = [held for held in self._office[term.of] if held[1].key != entry.key]
        for surface, senses in self._senses.items():
            if any(sense.entry.key == entry.key and sense.how == "name" for sense in senses):
                self._senses[surface] = [s for s in senses if s.entry.key != entry.key or s.how != "name"]

    def _add_state(self, row: dict[str, Any]) -> None:
        entry = Entry(row["key"], EntityType.STATE, row["name"], tuple(row["names"]), row.get("wikidata"), row.get("iso3"))
        self.entries[entry.key] = entry
        if entry.country is not None and row.get("capitals"):
            self._capitals[entry.country] = row["capitals"][0]
        for source in SOURCES:
            for surface in row.get(source, []):
                self._add_sense(surface, Sense(entry, SENSES[source]))

    def _add_body(self, row: dict[str, Any]) -> None:
        state = row.get("state")
        country = self.entries[state].country if state else None
        entry = Entry(row["key"], EntityType(row["type"]), row["name"], tuple(row["names"]), row.get("wikidata"), country, state,
                      tuple(row.get("members", ())))  # fmt: skip
        self.entries[entry.key] = entry
        for surface in row["names"]:
            self._add_sense(surface, Sense(entry, "name"))
        for surface in row.get("seats", []):
            self._add_sense(surface, Sense(entry, "capital"), first=True)

    def _add_sense(self, surface: str, sense: Sense, first: bool = False) -> None:
        """Add a sense under a surface, and under the surface without accents unless that is a common word."""
        plain = surface if surface.isascii() else _without_accents(surface)
        if plain != surface and plain not in COMMON_WORDS:
            self._add_sense(plain, sense, first)
        if surface.startswith("al-") or surface.startswith("Al-"):
            for article in ("al-", "Al-", "al ", "Al "):
                self._put(article + surface[3:], sense, first)
        self._put(surface, sense, first)

    def _put(self, surface: str, sense: Sense, first: bool) -> None:
        senses = self._senses[surface]
        if all(known.entry.key != sense.entry.key for known in senses):
            senses.insert(0 if first else len(senses), sense)

    def _add_person(self, row: dict[str, Any]) -> None:
        terms = tuple(Term(office, of, day(start, False), day(end, True)) for office, of, start, end in row["terms"])
        state = next((term.of for term in terms if term.of.startswith("state/")), None)
        country = self.entries[state].country if state in self.entries else None
        entry = Entry(row["key"], EntityType.PERSON, row["name"], tuple(row["names"]), row.get("wikidata"), country, state, (),
                      row.get("gender"), terms, tuple(row.get("short", ())), bool(row.get("family_first")))  # fmt: skip
        self.entries[entry.key] = entry
        self._index_person(entry)

    def _index_person(self, entry: Entry) -> None:
        if not entry.family_first and not is_bygone(entry):
            self._first_names.update({name.split()[0] for name in entry.names if " " in name} - NO_FIRST_NAMES)
        for name in {fold(form) for form in (*entry.names, *short_names(entry))}:
            self._persons[name].append(entry)
        for term in entry.terms:
            self._office[term.of].append((term, entry))


def is_bygone(entry: Entry) -> bool:
    """Whether a person was last in office before 1989."""
    return bool(entry.terms) and all(term.end is not None and term.end < BYGONE for term in entry.terms)


def same_office(asked: str, held: str) -> bool:
    """Whether an office is the one asked for: "president" is held by an "acting president" too."""
    return asked == held or normal(held.removeprefix("acting ").removeprefix("interim ").removeprefix("caretaker ")) == asked


def short_names(entry: Entry) -> Iterable[str]:
    """The surnames and other short names that a person can be called by."""
    yield from entry.short
    for name in entry.names:
        words = name.split()
        if len(words) < 2:
            continue
        yield surname(name)
        yield words[-1].removeprefix("al-").removeprefix("el-")
        if len(words) > 3 or (len(words) == 3 and words[1].lower() in PARTICLES):
            yield " ".join(words[-2:])
        if entry.family_first:
            yield words[0]


def surname(name: str) -> str:
    """The last name with its particles: "de Mistura", "al-Assad", "bin Salman"."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower().rstrip("-") in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with resources.files("nlp.data").joinpath(name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)

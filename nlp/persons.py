"""Which names of a document are one person's, and whether the gazetteer knows who it is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from nlp.gazetteer import PARTICLES, Entry, Gazetteer, fold, is_bygone, surname

LIFETIME = 40 * 365
"""Days after an office in which news still speaks of who held it without telling of what."""
SENT = ("ambassador", "envoy", "representative")
"""Words of the offices of those whom one state or body sends to another."""


@dataclass(eq=False, slots=True)
class Person:
    """The names that the document uses for one person, and the places where they stand (indexes of names found)."""

    forms: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    entry: Entry | None = None
    offices: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)

    @property
    def fullest(self) -> str:
        """The form with the most words."""
        return max(self.forms, key=lambda form: (len(form.split()), len(form)))


@lru_cache(maxsize=16_384)
def words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without particles."""
    folded = fold(name).split()
    return tuple(word for word in folded if word not in PARTICLES) or tuple(folded)


def alike(left: str, right: str) -> bool:
    """Whether two words are one name in two spellings: "Zelensky", "Zelenskyy"."""
    return left == right or (min(len(left), len(right)) > 4 and left[0] == right[0] and fuzz.ratio(left, right) >= 85)


def fits(form: str, other: str) -> bool:
    """Whether two forms can be one person's: one is part of the other, or initials and spellings agree."""
    a, b = sorted((words(form), words(other)), key=len)
    if not a:
        return False
    if len(a) == 1:
        return any(alike(a[0], word) for word in b)
    if not alike(a[-1], b[-1]):
        return set(a) <= set(b)
    return alike(a[0], b[0]) or (len(a[0]) == 1 and a[0] == b[0][0]) or all(any(alike(x, y) for y in b) for x in a)


def cluster(forms: list[str]) -> list[Person]:
    """Group the forms in the order of the text: full names first, then each bare name with the person it fits."""
    persons: dict[Person, int] = {}
    of_form: dict[str, Person] = {}
    by_letter: dict[str, dict[Person, int]] = defaultdict(dict)
    for i, form in sorted(enumerate(forms), key=lambda item: (len(words(item[1])) == 1, item[0])):
        person = of_form.get(form) or _best(form, i, _lettered(form, by_letter)) or Person()
        number = persons.setdefault(person, len(persons))
        if form not in of_form:
            of_form[form] = person
            person.forms.append(form)
            for word in words(form):
                by_letter[word[0]].setdefault(person, number)
        person.places.append(i)
    return list(persons)


def _lettered(form: str, by_letter: Mapping[str, Mapping[Person, int]]) -> list[Person]:
    """The persons with a word that begins like one of the form, in their order: no others can fit."""
    found = {person: number for word in words(form) for person, number in by_letter.get(word[0], {}).items()}
    return sorted(found, key=lambda person: found[person])


def _best(form: str, place: int, persons: list[Person]) -> Person | None:
    """The person that a form fits; of several, the one whose surname it is, then the one named last before it."""
    fitting = [
        p for p in persons if any(fits(form, other) for other in p.forms if len(words(other)) > 1 or len(words(form)) == 1)
    ]
    own = [p for p in fitting if any(fold(surname(f)) == fold(form) or words(f)[-1] == words(form)[-1] for f in p.forms)]
    candidates = own or fitting
    before = [p for p in candidates if min(p.places) < place]
    return max(before, key=lambda p: max(x for x in p.places if x < place)) if before else (candidates[0] if candidates else None)


def known(person: Person, gazetteer: Gazetteer, on: dt.date | None, spoken_of: set[str]) -> Entry | None:
    """The gazetteer's entry for a person, by full name, or by surname where office, state and time agree."""
    full = [form for form in person.forms if len(words(form)) > 1]
    if full:
        exact = {e.key: e for form in full for e in gazetteer.persons(form)}
        spelled = list(exact.values()) or [e for form in full for e in gazetteer.persons(words(form)[-1]) if _same_name(form, e)]
        candidates = [e for e in spelled if _of_the_time(e, on, spoken_of) and not _serves_elsewhere(e, person, on, gazetteer)]
    else:
        candidates = [e for form in person.forms for e in gazetteer.persons(form) if _plausible(e, person, on, spoken_of)]
    if not candidates:
        return None
    ranked = sorted({e.key: e for e in candidates}.values(), key=lambda e: _rank(e, person, on, spoken_of), reverse=True)
    if not full and len(ranked) > 1 and _rank(ranked[0], person, on, spoken_of) == _rank(ranked[1], person, on, spoken_of):
        return None
    return ranked[0]


def _same_name(form: str, entry: Entry) -> bool:
    """Whether a full form is another spelling of one of the entry's names."""
    a = words(form)
    for name in entry.names:
        b = words(name)
        if len(a) > 2 and len(b) > 2 and not any(alike(x, y) for x in a[1:-1] for y in b[1:-1]):
            continue
        if len(b) > 1 and alike(a[-1], b[-1]) and (fuzz.ratio(a[0], b[0]) >= 80 or (len(a[0]) == 1 and a[0] == b[0][0])):
            return True
    return False


def _of_the_time(entry: Entry, on: dt.date | None, spoken_of: set[str]) -> bool:
    """Whether a full name can mean the entry: one last in office a lifetime ago only where that state or body is spoken of."""
    return on is None or not entry.terms or any(t.of in spoken_of or t.holds(on, LIFETIME) for t in entry.terms)


def _serves_elsewhere(entry: Entry, person: Person, on: dt.date | None, gazetteer: Gazetteer) -> bool:
    """Whether the text gives the office of another state to somebody of an entry's full name who is out of office.

    Ambassadors and the like tell nothing: theirs is the state that sent them, or the one where they are. Nor do former states.
    """
    told, own = _countries(person.bodies, gazetteer), _countries((term.of for term in entry.terms), gazetteer)
    sent = any(word in office for word in SENT for office in person.offices)
    serving = on is not None and any(term.holds(on, 31) for term in entry.terms)
    return bool(told and own) and told.isdisjoint(own) and not sent and not serving


def _countries(keys: Iterable[str], gazetteer: Gazetteer) -> set[str]:
    """The codes of the present states among actors."""
    entries = (gazetteer.entry(key) for key in keys if key.startswith("state/"))
    return {entry.country for entry in entries if entry and entry.country}


def _plausible(entry: Entry, person: Person, on: dt.date | None, spoken_of: set[str]) -> bool:
    """Whether a bare surname can mean the entry: its state or body is spoken of near its time, or its office is named in it."""
    near = [t for t in entry.terms if on is None or t.holds(on, 1500)]
    bodies = {t.of for t in near}
    if person.bodies:
        return bool(bodies & person.bodies)
    now = {term.office for term in entry.terms if on is not None and term.holds(on, 31)}
    return bool(bodies & spoken_of or now & person.offices)


def _rank(entry: Entry, person: Person, on: dt.date | None, spoken_of: set[str]) -> tuple[int, ...]:
    """How well office, time and state agree; a text without a day rather means the kinsman of our day."""
    now = [t for t in entry.terms if on is not None and t.holds(on, 31)]
    near = [t for t in entry.terms if on is None or t.holds(on, 1500)]
    return (
        sum(t.of in person.bodies for t in now) + any(t.of in person.bodies for t in near),
        int(any(t.office in person.offices for t in (near if on is None else now))),
        int(bool(now)),
        int(any(t.of in spoken_of for t in near)),
        int(on is None and not is_bygone(entry)),
    )

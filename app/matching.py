"""When a read fact is a gold fact: the matching rules of the gold standard, one function a kind.

Names are compared without case, accents, punctuation and a leading "the"; an entity is right if its `name` or its
`mention` is one of the gold entity's names. `strict` asks for the whole fact: every participant, imposer, target or
party, the status or stance, and the date and place where the gold has them.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.vocabulary import FactKind
from nlp.kinds import KINDS

Json = Mapping[str, Any]

SIDES = {
    "supports": "for",
    "accepts": "for",
    "opposes": "against",
    "rejects": "against",
    "demands": "demands",
    "proposes": "proposes",
}
STOP_WORDS = {"the", "a", "an", "of", "for", "and", "on", "to", "in", "s"}


@dataclass(frozen=True, slots=True)
class Match:
    """How well a read fact fits a gold fact."""

    score: float
    strict: bool


def fold(name: str | None) -> str:
    """A name as it is compared: without case, accents, punctuation and a leading "the"."""
    letters = unicodedata.normalize("NFKD", name or "")
    plain = "".join(c for c in letters if not unicodedata.combining(c)).casefold().replace("ı", "i")
    plain = re.sub(r"[^\w\s]", "", plain.replace("-", " "))
    return " ".join(plain.split()).removeprefix("the ")


def words(text: str | None) -> set[str]:
    """The words of a text that count when two phrases are compared."""
    return set(re.findall(r"[a-z]+", fold(text))) - STOP_WORDS


class GoldEntities:
    """The entities of one gold document, found by any of their names."""

    def __init__(self, entities: Mapping[str, Json]) -> None:
        self._names = {key: {fold(name) for name in entity["names"]} for key, entity in entities.items()}

    def key(self, reference: Json | None) -> str | None:
        """The gold key of a served entity reference; one that fits none gets a key of its own."""
        if reference is None:
            return None
        found = {fold(reference.get("name")), fold(reference.get("mention"))} - {""}
        fitting = (key for key, names in self._names.items() if names & found)
        return next(fitting, "?" + fold(reference.get("name")))

    def keys(self, references: list[Json] | None) -> set[str]:
        """The gold keys of several references."""
        return {key for reference in references or [] if (key := self.key(reference))}


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day of a date, both included."""

    first: dt.date
    last: dt.date

    @property
    def number(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def overlap(self, other: "Days") -> bool:
        """Whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last


def gold_days(date: str) -> Days:
    """The days of a gold date: a day, a month, a year, or an interval of two of these."""
    first, _, last = date.partition("/")
    return Days(_days(first).first, _days(last or first).last)


def _days(date: str) -> Days:
    numbers = [int(number) for number in date.split("-")]
    year, first_month, last_month = numbers[0], 1, 12
    if len(numbers) > 1:
        first_month = last_month = numbers[1]
    if len(numbers) > 2:
        day = dt.date(*numbers)
        return Days(day, day)
    return Days(dt.date(year, first_month, 1), dt.date(year, last_month, calendar.monthrange(year, last_month)[1]))


def served_days(date: Json | None) -> Days | None:
    """The days of a served date object."""
    if not date or not date.get("start"):
        return None
    first = dt.date.fromisoformat(date["start"])
    return Days(first, dt.date.fromisoformat(date["end"]) if date.get("end") else first)


def in_conflict(gold: str | None, found: Json | None) -> bool:
    """Whether both dates are known and share no day."""
    days = served_days(found)
    return bool(gold and days and not gold_days(gold).overlap(days))


def date_right(gold: str | None, found: Json | None) -> bool:
    """Whether the served date overlaps the gold one and is at most twice as wide plus a day."""
    if not gold:
        return True
    wanted, days = gold_days(gold), served_days(found)
    return days is not None and wanted.overlap(days) and days.number <= 2 * wanted.number + 1


def jaccard(left: set[str], right: set[str]) -> float:
    """Size of the common part over size of the whole."""
    return len(left & right) / len(left | right) if left | right else 0.0


def meeting(gold: Json, fact: Json, entities: GoldEntities) -> Match | None:
    """At least two participants right and half of all of them, dates not in conflict."""
    wanted = {*gold["participants"], *(gold.get("host") or [])}
    found = entities.keys(fact.get("participants")) | entities.keys(fact.get("host"))
    overlap = jaccard(wanted, found)
    if len(wanted & found) < 2 or overlap < 0.5 or in_conflict(gold.get("date"), fact.get("date")):
        return None
    status = gold["status"] == fact.get("status")
    date = date_right(gold.get("date"), fact.get("date"))
    place = not gold.get("place") or entities.key(fact.get("place")) == gold["place"]
    return Match(overlap + status + date + 0.5 * place, wanted == found and status and date and place)


def position(gold: Json, fact: Json, entities: GoldEntities) -> Match | None:
    """Actor right, stance of the same side, a gold keyword in the topic."""
    stance = fact.get("stance", "")
    if entities.key(fact.get("actor")) != gold["actor"] or SIDES.get(stance) != SIDES[gold["stance"]]:
        return None
    topic = fold(fact.get("topic"))
    hits = sum(fold(keyword) in topic for keyword in gold["keywords"])
    same = stance == gold["stance"]
    return Match(hits + same, same) if hits else None


def sanction(gold: Json, fact: Json, entities: GoldEntities) -> Match | None:
    """An imposer (for `called_for`: an imposer or advocate) and a target right."""
    imposers, found = set(gold["imposer"]), entities.keys(fact.get("imposer"))
    if gold["status"] == "called_for":
        imposers |= set(gold.get("advocate") or [])
        found |= entities.keys(fact.get("advocate"))
    targets, hit = set(gold["target"]), entities.keys(fact.get("target"))
    if not imposers & found or not targets & hit:
        return None
    status = gold["status"] == fact.get("status")
    date = date_right(gold.get("date"), fact.get("date"))
    score = jaccard(imposers, found) + jaccard(targets, hit) + status + date
    return Match(score, imposers == found and targets == hit and status and date)


def role(gold: Json, fact: Json, entities: GoldEntities) -> Match | None:
    """Person and `of` right, a word of the title in common."""
    if entities.key(fact.get("person")) != gold["person"] or entities.key(fact.get("of")) != gold["of"]:
        return None
    shared = words(gold["title"]) & words(fact.get("title"))
    status = gold["status"] == fact.get("status")
    dates = all(date_right(gold.get(field), fact.get(field)) for field in ("since", "until"))
    return Match(len(shared) + status, status and dates) if shared else None


def agreement(gold: Json, fact: Json, entities: GoldEntities) -> Match | None:
    """At least two parties right and half of all of them, and a word of the name or the status in common."""
    parties, found = set(gold["parties"]), entities.keys(fact.get("parties"))
    overlap = jaccard(parties, found)
    status = gold["status"] == fact.get("status")
    shared = bool(words(gold["name"]) & words(fact.get("name")))
    if len(parties & found) < 2 or overlap < 0.5 or not (shared or status):
        return None
    date = date_right(gold.get("date"), fact.get("date"))
    return Match(overlap + status + shared + date, parties == found and status and date)


Matcher = Callable[[Json, Json, GoldEntities], Match | None]


def declared(kind: FactKind) -> Matcher:
    """The rule for a kind that has none of its own: half of those who must agree right, a word of what must agree in common."""
    fields = [part.name for part in kind.parts if part.role in kind.same_roles]

    def compare(gold: Json, fact: Json, entities: GoldEntities) -> Match | None:
        overlaps = [jaccard(set(_listed(gold.get(f))), entities.keys(_listed(fact.get(f)))) for f in fields]
        shared = all(words(gold.get(value)) & words(fact.get(value)) for value in kind.same_values)
        if min(overlaps) < 0.5 or not shared:
            return None
        status = gold[kind.status_field] == fact.get(kind.status_field)
        dates = all(date_right(gold.get(date), fact.get(date)) for date in kind.dates)
        return Match(sum(overlaps) + status + dates, min(overlaps) == 1 and status and dates)

    return compare


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


OWN_RULES: dict[str, Matcher] = {
    "meeting": meeting,
    "position": position,
    "sanction": sanction,
    "role": role,
    "agreement": agreement,
}
MATCHERS: dict[str, Matcher] = OWN_RULES | {name: declared(kind) for name, kind in KINDS.items() if name not in OWN_RULES}
"""A rule for each kind, in the order of the score table."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold fact and the read fact that it was paired with, by their places in the two lists."""

    gold: int
    fact: int
    strict: bool


def align(kind: str, golds: Sequence[Json], facts: Sequence[Json], entities: GoldEntities) -> list[Pair]:
    """Pair gold facts with read facts one to one, best first."""
    matches = [
        (match, i, j)
        for i, gold in enumerate(golds)
        for j, fact in enumerate(facts)
        if (match := MATCHERS[kind](gold, fact, entities))
    ]
    matches.sort(key=lambda found: (-found[0].strict, -found[0].score, found[1], found[2]))
    pairs: dict[int, Pair] = {}
    used: set[int] = set()
    for match, i, j in matches:
        if i not in pairs and j not in used:
            pairs[i] = Pair(i, j, match.strict)
            used.add(j)
    return list(pairs.values())

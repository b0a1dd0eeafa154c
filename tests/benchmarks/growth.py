"""Whether storing stays as fast as the archive grows: `make growth`. Invented documents go straight into the store, unread.

A document names actors as news does, few of them often; it tells of happenings of its days, which others tell of too, of
offices that every report names anew, of persons never heard of before; and one in ten is a copy of another.
"""

import argparse
import datetime as dt
import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import Engine

from graph.database import migrate, open_engine, sessions
from graph.documents import NewDocument, add_documents
from graph.store import save_readings
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, Precision, Reading, Span
from nlp.kinds import KINDS
from tests.benchmarks.resident import resident

BATCH, FILLING = 32, 512
"""Documents stored in one transaction: as they are when the time is taken, and as the archive is filled between."""
START = dt.date(2000, 1, 1)
SIZES = [1_000, 3_000, 10_000, 30_000, 100_000]
TOPICS = [" ".join(pair) for pair in itertools.product("border trade prisoner grain missile water".split(),
                                                       "ceasefire treaty tariff inspection corridor summit".split())]  # fmt: skip
WORDS = [f"{a}{b}" for a, b in itertools.product("ba de fi go ku la me no ri su ta vo".split(), repeat=2)]
STATES = [EntityRead(f"state/{n:03}", EntityType.STATE, f"State {n}", known=True) for n in range(150)]
LEADERS = [
    EntityRead(f"person/{n}", EntityType.PERSON, f"Leader {WORDS[n % 144]} {WORDS[n // 144]}", True, state=STATES[n % 150].key)
    for n in range(1500)
]
PLACES = [EntityRead(f"place/{n}", EntityType.PLACE, f"City {n}") for n in range(200)]


def often(random: Random, many: list[EntityRead]) -> EntityRead:
    """One of many, the first ones much more often than the last."""
    return many[min(int(len(many) * random.random() ** 4), len(many) - 1)]


@dataclass(frozen=True)
class World:
    """Documents that are the same on every run."""

    a_day: int = 40
    """Documents of one day."""
    seed: int = 1

    def document(self, number: int) -> tuple[NewDocument, Reading]:
        """The document of a number, and what is read from it."""
        random = Random(f"{self.seed} {number}")
        day = START + dt.timedelta(days=number // self.a_day)
        claims: list[Claim] = []
        cast: dict[str, EntityRead] = {state.key: state for state in STATES}
        for _ in range(random.randrange(1, 4)):
            ago = min(random.randrange(3), number // self.a_day)
            told = Random(f"{self.seed} story {number // self.a_day - ago} {int(12 * random.random() ** 2)}")
            claims.append(self._meeting(told, random, day - dt.timedelta(days=ago), len(claims), cast))
            claims.append(self._position(told, len(claims), cast))
        for _ in range(2):
            claims.append(self._office(random, len(claims), cast))
        stranger = EntityRead("stranger", EntityType.PERSON, self._name(random, number), state=often(random, STATES).key)
        cast[stranger.key] = stranger
        claims.append(self._contact(stranger, often(random, LEADERS), len(claims), cast))
        return NewDocument(self._text(random, number), published_at=day), Reading(tuple(cast.values()), tuple(claims))

    def _name(self, random: Random, number: int) -> str:
        """Of a stranger; every third is one heard of before."""
        own = number if number % 3 else random.randrange(number + 1)
        shuffled = own * 7919 % 144**3
        return f"{WORDS[shuffled % 144].title()} {WORDS[shuffled // 144 % 144].title()}{WORDS[shuffled // 144**2]}"

    def _text(self, random: Random, number: int) -> str:
        copied = number - random.randrange(1, 30) if number % 10 == 0 and number > 30 else number
        words = Random(f"{self.seed} text {copied}").choices(WORDS, k=120)
        return " ".join(words) if copied == number else " ".join([*words, f"(agency {number})"])

    def _meeting(self, told: Random, random: Random, day: dt.date, at: int, cast: dict[str, EntityRead]) -> Claim:
        pool = LEADERS if told.random() < 0.6 else STATES
        who: dict[str, EntityRead] = {}
        number = told.choice([2, 2, 2, 3, 4])
        while len(who) < number:
            one = often(told, pool)
            who[one.key] = one
        cast |= who
        when = day - dt.timedelta(days=told.randrange(3))
        place = told.choice(PLACES)
        cast[place.key] = place
        return Claim(
            kind="meeting",
            status=random.choice(["planned", "held", "held"]),
            parts=tuple(ClaimPart("participant", key, Span(at, at + 1)) for key in who),
            evidence=Span(at, at + 20),
            values={"format": random.choice(["talks", "meeting"])},
            dates={"date": Date(when, when, Precision.DAY, str(when))} if random.random() < 0.5 else {},
            place=ClaimPart("place", place.key, Span(at, at + 1)) if random.random() < 0.5 else None,
            confidence=random.choice([0.7, 0.8]),
            rule="invented",
        )

    def _position(self, told: Random, at: int, cast: dict[str, EntityRead]) -> Claim:
        actor = often(told, STATES)
        part = (ClaimPart("actor", actor.key, Span(at, at + 1)),)
        stance = told.choice(["supports", "opposes", "demands"])
        values = {"topic": told.choice(TOPICS)}
        return Claim("position", stance, part, Span(at, at + 20), values, confidence=0.7, rule="invented")

    def _office(self, random: Random, at: int, cast: dict[str, EntityRead]) -> Claim:
        """That a leader holds an office, as every report says in passing."""
        leader = often(random, LEADERS)
        cast[leader.key] = leader
        parts = (ClaimPart("person", leader.key, Span(at, at + 1)), ClaimPart("of", str(leader.state), Span(at, at + 1)))
        values = {"title": random.choice(["president", "president", "president of the republic", "leader"])}
        return Claim("role", "current", parts, Span(at, at + 20), values, confidence=0.8, rule="invented")

    def _contact(self, one: EntityRead, other: EntityRead, at: int, cast: dict[str, EntityRead]) -> Claim:
        cast[other.key] = other
        parts = tuple(ClaimPart("participant", key, Span(at, at + 1)) for key in (one.key, other.key))
        return Claim("meeting", "held", parts, Span(at, at + 20), {"format": "meeting"}, confidence=0.7, rule="invented")


def store(engine: Engine, documents: Iterator[tuple[NewDocument, Reading]], size: int = BATCH) -> list[float]:
    """Store documents and what is read from them; the seconds that each batch takes, those of making them up not counted."""
    make, seconds = sessions(engine), []
    clock = time.process_time if engine.dialect.name == "sqlite" else time.perf_counter  # a server works in another process
    while batch := list(itertools.islice(documents, size)):
        started = clock()
        with make.begin() as session:
            added = add_documents(session, [new for new, _ in batch])
        with make.begin() as session:
            save_readings(session, {one.id: reading for one, (_, reading) in zip(added, batch, strict=True)}, KINDS)
        seconds.append(clock() - started)
    return seconds


def measure(url: str, world: World, sizes: Sequence[int], sample: int) -> Iterator[float]:
    """Fill an empty database to each of `sizes` in turn, and give the documents that are then stored in a second.

    Timed are the next `sample` documents at each point.
    """
    engine = open_engine(url)
    migrate(engine)
    numbers, stored = itertools.count(), 0

    def take(many: int) -> Iterator[tuple[NewDocument, Reading]]:
        return (world.document(number) for number in itertools.islice(numbers, many))

    for size in sizes:
        store(engine, take(size - stored), FILLING)
        yield sample / sum(store(engine, take(sample)))
        stored = size + sample
    engine.dispose()


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="documents stored when the time is taken")
    parser.add_argument("--sample", type=int, default=960)
    parser.add_argument("--url", help="an empty database; by default an SQLite file that is deleted again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{Path(folder) / 'growth.db'}"
        first = None
        for size, speed in zip(given.sizes, measure(url, World(), given.sizes, given.sample), strict=True):
            first = first or speed
            pace = f"{speed:7.1f} documents/s, ratio {speed / first:.2f}"
            print(f"{size:>9,} documents stored: {pace}, {resident():.0f} MB held", flush=True)


if __name__ == "__main__":
    main()

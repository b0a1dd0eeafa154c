"""How fast each format is written, and how much memory that takes: `python -m tests.benchmarks.exports [facts]`.

The facts are made up from a seed, in an SQLite file: meetings of two to four of a thousand persons, each with its sentence.
Memory is the peak of what Python holds while an export is written; it must not grow with the number of facts.
"""

import datetime as dt
import random
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from sqlalchemy import Engine, insert

from app.exports import FORMATS, Export
from graph.database import migrate, open_engine, read_sessions
from graph.queries import FactFilter
from graph.tables import Claim, Document, Entity, Fact, Part

PERSONS = 1000
SEED = 14
BATCH = 2000


def fill(engine: Engine, facts: int) -> None:
    """Store made-up meetings."""
    chance, now = random.Random(SEED), dt.datetime.now(dt.UTC)
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        persons = [
            {"id": f"ent_{i}", "type": "person", "name": f"Person {i}", "withdrawn": False, "created_at": now}
            for i in range(PERSONS)
        ]
        connection.execute(insert(Entity), persons)
        for first in range(0, facts, BATCH):
            numbers = range(first, min(facts, first + BATCH))
            present = {n: chance.sample(range(PERSONS), chance.randint(2, 4)) for n in numbers}
            days = {n: dt.date(2000, 1, 1) + dt.timedelta(days=chance.randrange(9000)) for n in numbers}
            texts = {n: f"{' and '.join(f'Person {i}' for i in present[n])} met on {days[n]}." for n in numbers}
            connection.execute(insert(Document), [_document(n, texts[n], days[n], now) for n in numbers])
            connection.execute(insert(Fact), [_fact(n, days[n]) for n in numbers])
            connection.execute(insert(Claim), [_claim(n, len(texts[n])) for n in numbers])
            parts = [
                {"fact_id": f"fact_{n}", "entity_id": f"ent_{i}", "role": "participant"} for n in numbers for i in present[n]
            ]
            connection.execute(insert(Part), parts)


def written(engine: Engine, form: str) -> int:
    """Bytes of an export of everything."""
    with read_sessions(engine).begin() as session:
        return sum(len(piece) for piece in FORMATS[form].write(Export(session, FactFilter())))


def peak_of(engine: Engine, form: str) -> int:
    """The most bytes that Python holds while an export of everything is written."""
    tracemalloc.start()
    try:
        written(engine, form)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def main(facts: int) -> None:
    """Print a row a format."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'exports.db'}")
        migrate(engine)
        fill(engine, facts)
        print(f"{facts} facts\n{'format':<10}{'MB':>8}{'facts/s':>10}{'peak MB':>9}")
        for form in FORMATS:
            begin = time.perf_counter()
            size = written(engine, form)
            seconds = time.perf_counter() - begin
            print(f"{form:<10}{size / 1e6:>8.1f}{facts / seconds:>10.0f}{peak_of(engine, form) / 1e6:>9.1f}")
        engine.dispose()


def _document(n: int, text: str, day: dt.date, now: dt.datetime) -> dict[str, object]:
    hashes = {"text_hash": f"t{n}", "text_group": f"c{n}"}
    return {"id": f"doc_{n}", "text": text, **hashes, "published_at": day, "state": "read", "attempts": 1, "created_at": now}


def _fact(n: int, day: dt.date) -> dict[str, object]:
    dates = {"date": {"start": str(day), "end": str(day), "precision": "day", "text": str(day)}}
    kept = {"dates": dates, "values": {"format": "talks"}, "confidence": 0.9, "sources": 1, "doubt": 0, "changed": 1}
    return {"id": f"fact_{n}", "kind": "meeting", "status": "held", "start": day, "end": day, **kept}


def _claim(n: int, length: int) -> dict[str, object]:
    said = {
        "kind": "meeting",
        "status": "held",
        "start": 0,
        "end": length,
        "values": {},
        "dates": {},
        "confidence": 0.9,
        "rule": "made up",
    }
    return {"id": f"claim_{n}", "document_id": f"doc_{n}", "fact_id": f"fact_{n}", **said}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

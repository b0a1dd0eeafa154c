"""How fast documents are read and stored, against the bare model on the same texts and as many processes: `make throughput`.

Ratios are of processor time, which others on the machine change least, with the time of the clock beside it. PostgreSQL's own
processes are not in it. The clock leaves out loading, which is paid once.
"""

import argparse
import datetime as dt
import gc
import json
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rich.console import Console

from app import program
from app.evaluation import load
from app.readers import Pool, ReaderSpec, Text
from app.reading.room import DOCUMENTS
from graph.copies import bands_of
from graph.database import migrate, open_engine
from nlp.pipeline import BATCH, Reader, build, load_model
from nlp.pipeline import Text as Article
from tests.benchmarks.resident import resident

GOLD = Path(__file__).parents[1] / "gold"
FIRST_DAY = dt.date(1990, 1, 1)
SYLLABLES = "ba de fi go ku la me no ri su ta vo".split()


@dataclass(frozen=True)
class Cost:
    """What something took."""

    clock: float
    processor: float


def texts(number: int) -> list[Text]:
    """Documents of the gold's sentences, no two alike, each of a day of its own."""
    gold = [document.text for document in load(sorted(GOLD.glob("*.jsonl")))]
    pairs = ((gold[i % len(gold)], gold[(i // len(gold) + i + 1) % len(gold)]) for i in range(number))
    return [
        Text(f"{first[: len(first) // 2]}\n\n{second[len(second) // 2 :]}", FIRST_DAY + dt.timedelta(days=i))
        for i, (first, second) in enumerate(pairs)
    ]


def processor() -> float:
    """Seconds of processor time of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def bare(found: list[Text], processes: int) -> Cost:
    """The model's own components."""
    nlp = load_model()
    plain = [text.text for text in found]
    list(nlp.pipe(plain[:BATCH]))
    before, started = processor(), time.perf_counter()
    for _ in nlp.pipe(plain, batch_size=BATCH, n_process=processes):
        pass
    return Cost(time.perf_counter() - started, processor() - before)


def reading(found: list[Text], processes: int, learned: bool) -> Cost:
    """Reading in a pool of processes, nothing stored."""
    pool = Pool(ReaderSpec(learned=learned), processes, 600)
    batches = [found[i : i + DOCUMENTS] for i in range(0, len(found), DOCUMENTS)]
    with ThreadPoolExecutor(processes + 1) as threads:
        loading = _loading(lambda: list(threads.map(lambda _: pool.read(found[:1]), range(processes + 1))), pool, learned)
        started, before = time.perf_counter(), processor()
        list(threads.map(pool.read, batches))
        clock = time.perf_counter() - started
        pool.close()
    return Cost(clock, processor() - before - loading)


def beside(found: list[Article], rounds: int) -> Iterator[float]:
    """What rules add to the parse of the same pipeline, as part of it, each round; in this process, by turns each batch."""
    reader = Reader(build(learned=False))
    list(reader.read_many(found))
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        parsed = read = 0.0
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            before = time.process_time()
            with reader.nlp.select_pipes(disable=reader.ours):
                list(reader.nlp.pipe([text.text for text in batch], batch_size=BATCH))
            between = time.process_time()
            list(reader.read_many(batch))
            parsed, read = parsed + between - before, read + time.process_time() - between
        yield read / parsed - 1


def _loading(load: Callable[[], object], pool: Pool, learned: bool) -> float:
    """Load all readers; the processor time that each will have spent on it by its end."""
    load()
    return sum(_used(pid) for pid in pool.pids)


def _used(pid: int) -> float:
    """Processor time of a running process, in seconds; Linux alone tells."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def ingest(found: list[Text], processes: int, learned: bool, url: str | None = None) -> Cost:
    """From JSON Lines to committed rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "news.jsonl"
        file.write_text("".join(json.dumps({"text": text.text, "published_at": str(text.published_at)}) + "\n" for text in found))
        url = url or f"sqlite:///{folder}/bench.db"
        given = {"database_url": url, "processes": processes, "learned_reader": "on" if learned else "off"}
        with program.opened(**given) as (_, context):
            pool = context.works.readers
            assert isinstance(pool, Pool)
            with ThreadPoolExecutor(processes) as threads:
                loading = _loading(lambda: list(threads.map(lambda _: pool.read(found[:1]), range(processes))), pool, learned)
            before, started = processor(), time.perf_counter()
            summary = program.ingest(context, [file], Console(quiet=True))
            clock = time.perf_counter() - started
            assert summary.read + summary.known + len(summary.unread) == len(found), summary
        return Cost(clock, processor() - before - loading)


@contextmanager
def postgres() -> Iterator[str]:
    """A server of its own."""
    from tests.conftest import postgres_binaries, running_postgres

    binaries = postgres_binaries()
    assert binaries is not None, "no PostgreSQL on this machine"
    with running_postgres(binaries) as server:
        url = f"{server}/postgres"
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


def memory(sizes: list[int], learned: bool) -> Iterator[tuple[int, float, float]]:
    """Memory of the program and of its reader after so many documents, all in one run; they are short, two sentences each."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"database_url": f"sqlite:///{folder}/bench.db", "processes": 1, "learned_reader": "on" if learned else "off"}
        with program.opened(**given) as (_, context):
            pool = context.works.readers
            assert isinstance(pool, Pool)
            for before, size in zip([0, *sizes], sizes, strict=False):
                file = Path(folder) / f"{size}.jsonl"
                file.write_text("".join(f"{json.dumps(_short(number))}\n" for number in range(before, size)))
                program.ingest(context, [file], Console(quiet=True))
                yield size, resident(), max(map(resident, pool.pids))


def _short(number: int) -> dict[str, str]:
    """A document of two sentences, with names that no other has."""
    random = Random(number)
    who, other, body = (" ".join("".join(random.choices(SYLLABLES, k=3)).title() for _ in range(2)) for _ in range(3))
    text = (
        f"French Foreign Minister {who} met {other}, the envoy of Norway, in Geneva on Monday for talks on fishing.\n"
        f"{who} said that the {body} Group opposes the treaty, and Germany imposed sanctions on {other}."
    )
    return {"text": text, "published_at": str(FIRST_DAY + dt.timedelta(days=number % 10_000))}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL too")
    parser.add_argument("--rules", action="store_true", help="rules alone, not the learned reader")
    parser.add_argument("--memory", type=int, nargs="*", default=[], help="documents after which memory is looked at")
    parser.add_argument(
        "--beside", type=int, default=0, help="rounds of rules beside the parse of their own pipeline, on the gold"
    )
    options = parser.parse_args()
    ways = (False,) if options.rules else (False, True)
    if options.documents:
        speed(texts(options.documents), options.processes, ways, postgres_too=options.postgres)
    if options.beside:
        documents = load(sorted(GOLD.glob("*.jsonl")))
        gold = [Article(document.text, dt.date.fromisoformat(document.published_at)) for document in documents]
        print("rules add to the parse:", *(f"{more:.3f}" for more in beside(gold, options.beside)))
    for learned in ways if options.memory else ():
        print(f"\nmemory, {'learned' if learned else 'rules'}: MB of the program, and of its reader")
        for size, own, reader in memory(options.memory, learned):
            print(f"{size:>9,} documents{own:>9.0f}{reader:>9.0f}", flush=True)


def measured(found: list[Text], processes: int, learned: bool, *, postgres_too: bool) -> Iterator[tuple[str, Cost]]:
    """What is measured besides the bare model, each with what it took."""
    yield "read", reading(found, processes, learned)
    yield "ingest, SQLite", ingest(found, processes, learned)
    if postgres_too:
        with postgres() as url:
            yield "ingest, PostgreSQL", ingest(found, processes, learned, url)


def speed(found: list[Text], numbers: list[int], ways: tuple[bool, ...], *, postgres_too: bool) -> None:
    """Print how long reading and ingest take, by each number of processes, and how much faster several are than the first."""
    words = sum(len(text.text.split()) for text in found)
    bands_of(found[0].text)  # loads what compares texts
    print(f"{len(found)} documents, {words} words")
    print(f"{'':<34}{'clock s':>9}{'cpu s':>9}{'words/s':>9}{'documents/h':>13}{'ratio clock':>12}{'ratio cpu':>10}")
    costs: dict[str, dict[int, Cost]] = defaultdict(dict)
    for processes in numbers:
        costs["bare model"][processes] = base = bare(found, processes)
        show(f"bare model, {processes} processes", base, base, len(found), words)
        for learned in ways:
            how = "learned" if learned else "rules"
            for what, cost in measured(found, processes, learned, postgres_too=postgres_too):
                costs[f"{what}: {how}"][processes] = cost
                show(f"{what}: {how}, {processes}", cost, base, len(found), words)
    first, *others = numbers
    for what, by_number in costs.items():
        faster = (f"{by_number[first].clock / by_number[number].clock:.2f} by {number}" for number in others)
        print(f"{what}: times as fast as by {first}: {', '.join(faster)}") if others else None


def show(what: str, cost: Cost, base: Cost, documents: int, words: int) -> None:
    """A row of the table."""
    ratios = f"{base.clock / cost.clock:>12.2f}{base.processor / cost.processor:>10.2f}"
    pace = f"{words / cost.clock:>9.0f}{3600 * documents / cost.clock:>13.0f}"
    print(f"{what:<34}{cost.clock:>9.1f}{cost.processor:>9.1f}{pace}{ratios}", flush=True)


if __name__ == "__main__":
    main()

"""Score the reading of gold documents: what was read against what the documents state, a row a kind."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.matching import MATCHERS, GoldEntities, Json, Pair, align


class GoldError(Exception):
    """A gold file that cannot be used; says where and why."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and the facts that it states."""

    id: str
    text: str
    title: str | None
    published_at: str
    entities: Json
    facts: list[Json]


@dataclass(slots=True)
class Tally:
    """How many facts of a kind the gold states, were read, were matched, and were matched in full."""

    gold: int = 0
    served: int = 0
    matched: int = 0
    strict: int = 0

    def add(self, other: "Tally") -> None:
        """Count the other's facts too."""
        self.gold += other.gold
        self.served += other.served
        self.matched += other.matched
        self.strict += other.strict

    @property
    def precision(self) -> float:
        """Share of the read facts that are right."""
        return self.matched / self.served if self.served else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold facts that were read."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic_mean(self.matched, self.gold, self.served)

    @property
    def strict_f1(self) -> float:
        """The same, counting only facts that are right in full."""
        return harmonic_mean(self.strict, self.gold, self.served)


def harmonic_mean(matched: int, gold: int, served: int) -> float:
    """F1 from counts."""
    return 2 * matched / (gold + served) if matched else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The gold facts and the read facts of one kind in one document, and which belong together."""

    document: str
    kind: str
    gold: list[Json]
    served: list[Json]
    pairs: list[Pair]

    @property
    def tally(self) -> Tally:
        """The counts."""
        return Tally(len(self.gold), len(self.served), len(self.pairs), sum(pair.strict for pair in self.pairs))

    def missed(self) -> list[Json]:
        """The gold facts that were not read."""
        found = {pair.gold for pair in self.pairs}
        return [fact for i, fact in enumerate(self.gold) if i not in found]

    def extra(self) -> list[Json]:
        """The read facts that the gold does not have."""
        found = {pair.fact for pair in self.pairs}
        return [fact for i, fact in enumerate(self.served) if i not in found]

    def loose(self) -> list[tuple[Json, Json]]:
        """The pairs that match, but not in full."""
        return [(self.gold[pair.gold], self.served[pair.fact]) for pair in self.pairs if not pair.strict]


@dataclass(slots=True)
class Report:
    """The figures over all documents."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in MATCHERS})
    documents: int = 0
    words: int = 0
    seconds: float = 0.0
    comparisons: list[Comparison] = field(default_factory=list)

    def rows(self) -> list[tuple[str, Tally]]:
        """The rows of the table: each kind, then all together."""
        total = Tally()
        for tally in self.tallies.values():
            total.add(tally)
        return [*self.tallies.items(), ("all", total)]

    def table(self) -> str:
        """The score table."""
        lines = [f"{'kind':<10} {'gold':>5} {'served':>6} {'P':>6} {'R':>6} {'F1':>6} {'strict F1':>9}"]
        for kind, t in self.rows():
            counts = f"{kind:<10} {t.gold:>5} {t.served:>6}"
            lines.append(f"{counts} {t.precision:>6.3f} {t.recall:>6.3f} {t.f1:>6.3f} {t.strict_f1:>9.3f}")
        lines.append(f"{self.documents} documents, {self.words} words, {self.seconds:.1f} s in process")
        return "\n".join(lines)

    def figures(self) -> dict[str, object]:
        """The same as JSON."""
        rows = {
            kind: {
                "gold": t.gold,
                "served": t.served,
                "p": round(t.precision, 3),
                "r": round(t.recall, 3),
                "f1": round(t.f1, 3),
                "strict_f1": round(t.strict_f1, 3),
            }
            for kind, t in self.rows()
        }
        return {"documents": self.documents, "words": self.words, "seconds": round(self.seconds, 2), **rows}


def load(paths: Iterable[Path]) -> Iterator[GoldDocument]:
    """The documents of gold files (JSON Lines)."""
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: JSON strings may hold U+2028
        except (OSError, UnicodeDecodeError) as error:
            raise GoldError(f"{path}: {error}") from error
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _document(line, f"{path}:{number}")


def _document(line: str, where: str) -> GoldDocument:
    try:
        row = json.loads(line)
        return GoldDocument(row["id"], row["text"], row.get("title"), row["published_at"], row["entities"], row["facts"])
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not JSON: {error}") from error
    except (KeyError, TypeError) as error:
        raise GoldError(f"{where}: not a gold document: {error} is missing") from error


def evaluate(documents: Iterable[GoldDocument], read: Callable[[GoldDocument], list[Json]]) -> Report:
    """Compare what `read` serves of each document with its gold facts."""
    report = Report()
    started = time.perf_counter()
    for document in documents:
        served = read(document)
        report.documents += 1
        report.words += len(document.text.split())
        for comparison in compare(document, served):
            report.tallies[comparison.kind].add(comparison.tally)
            report.comparisons.append(comparison)
    report.seconds = time.perf_counter() - started
    return report


def compare(document: GoldDocument, served: list[Json]) -> Iterator[Comparison]:
    """The comparison of one document, kind by kind."""
    entities = GoldEntities(document.entities)
    for kind in MATCHERS:
        gold = [fact for fact in document.facts if fact["kind"] == kind]
        facts = [fact for fact in served if fact["kind"] == kind]
        yield Comparison(document.id, kind, gold, facts, align(kind, gold, facts, entities))

"""The gate: figures under which the reading of the gold documents must not fall. They only ever rise."""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.evaluation import GoldError, Report, Tally

MARGIN = 0.01
"""How far under the measured figures the floors are set: another processor may round differently."""
STRAYS = 1
"""How many facts may be read at most of a document that states none."""
NAMES = {"f1": "F1", "strict_f1": "strict F1", "precision": "precision"}


class Floor(BaseModel):
    """The least that one kind must reach."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    f1: float = 0.0
    strict_f1: float = 0.0
    precision: float = 0.0

    def raised(self, tally: Tally) -> "Floor":
        """The floor, lifted to just under what was measured where that is more.

        A kind that has fallen in one figure is lifted in none: no reading might reach what two have reached apart.
        """
        if any(self.fallen(tally)):
            return self
        return Floor(**{figure: max(getattr(self, figure), _under(getattr(tally, figure))) for figure in NAMES})

    def fallen(self, tally: Tally) -> Iterator[str]:
        """Each figure that is under its floor, in words."""
        for figure, name in NAMES.items():
            floor, measured = getattr(self, figure), getattr(tally, figure)
            if measured < floor:
                yield f"{name} {measured:.4f} is under its floor {floor:.3f}"


class Floors(BaseModel):
    """The floors of all kinds, and the SHA-256 of each gold file that they were measured on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    corpus: Mapping[str, str]
    kinds: Mapping[str, Floor]

    def check_corpus(self, gold: Iterable[Path]) -> None:
        """Complain of gold files that are not those that the floors were measured on."""
        found = hashes(gold)
        changed = sorted(name for name in found.keys() | self.corpus.keys() if found.get(name) != self.corpus.get(name))
        if changed:
            raise GoldError(
                f"the gold has changed: {', '.join(changed)}; figures of two corpora cannot be compared. If the change is "
                "meant, remove the file of floors and make a new one with --raise-floors"
            )

    def raised(self, report: Report) -> "Floors":
        """The floors, each lifted where more was measured."""
        raised = {kind: self.kinds.get(kind, Floor()).raised(tally) for kind, tally in report.rows()}
        return Floors(corpus=self.corpus, kinds={**self.kinds, **raised})

    def fallen(self, report: Report) -> list[str]:
        """What is wrong with the figures, a sentence each; none where all is well."""
        tallies = dict(report.rows())
        kinds = [f"{kind}: {what}" for kind, floor in self.kinds.items() for what in floor.fallen(tallies.get(kind, Tally()))]
        return [*kinds, *_strays(report)]


def hashes(gold: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each gold file, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in gold}


def load(path: Path) -> Floors:
    """The floors of a file."""
    try:
        return Floors.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise GoldError(f"{path}: no floors: {error.errors()[0]['msg']}") from error


def load_or_begin(path: Path, gold: Iterable[Path]) -> Floors:
    """The floors of a file, or floors of nothing on this gold where there is no file yet."""
    return load(path) if path.exists() else Floors(corpus=hashes(gold), kinds={})


def save(floors: Floors, path: Path) -> None:
    """Write the floors to their file."""
    path.write_text(floors.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _under(measured: float) -> float:
    """A figure less the margin, rounded down to what the score table shows."""
    return max(0.0, math.floor((measured - MARGIN) * 1000) / 1000)


def _strays(report: Report) -> Iterator[str]:
    """The documents without facts of which too many were read."""
    stated, read = dict[str, int](), dict[str, int]()
    for comparison in report.comparisons:
        stated[comparison.document] = stated.get(comparison.document, 0) + len(comparison.gold)
        read[comparison.document] = read.get(comparison.document, 0) + len(comparison.served)
    for document, number in read.items():
        if not stated[document] and number > STRAYS:
            yield f"{document}: {number} facts read of a document that states none; at most {STRAYS} may be"

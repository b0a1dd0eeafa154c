"""Exports take as much memory for many facts as for a few."""

from pathlib import Path

import pytest

from app.exports import FORMATS
from graph.database import migrate, open_engine
from tests.benchmarks.exports import fill, peak_of, written

FEW, MANY = 200, 1000


def test_memory_does_not_grow_with_the_number_of_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exports.tabular.ROW_GROUP", 100)
    monkeypatch.setattr("graph.export.BATCH", 100)
    peaks: dict[str, list[int]] = {form: [] for form in FORMATS}
    for facts in (FEW, MANY):
        engine = open_engine(f"sqlite:///{tmp_path / f'{facts}.db'}")
        migrate(engine)
        fill(engine, facts)
        for form in FORMATS:
            if facts == FEW:
                assert written(engine, form) > 50 * facts  # what it imports and compiles at first is in memory then
            peaks[form].append(peak_of(engine, form))
        engine.dispose()
    assert not {form: (few, many) for form, (few, many) in peaks.items() if many > 1.3 * few + 1_000_000}

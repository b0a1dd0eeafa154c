"""The gate before `make growth`: an archive six times as large is stored into nearly as fast."""

from pathlib import Path

from tests.benchmarks.growth import BATCH, World, measure


def test_storing_stays_as_fast_as_the_archive_grows(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'growth.db'}"
    first, last = measure(url, World(a_day=3), sizes=[96, 576], sample=5 * BATCH)
    assert last / first >= 0.6, (first, last)

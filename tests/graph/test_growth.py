"""The gate before `make growth`: an archive six times as large is stored into nearly as fast."""

from pathlib import Path

from tests.benchmarks.growth import World, measure


def test_storing_stays_as_fast_as_the_archive_grows(tmp_path: Path) -> None:
    growth = measure(f"sqlite:///{tmp_path / 'growth.db'}", World(a_day=3), small=96, large=576, sample=64)
    assert growth.ratio >= 0.6, growth

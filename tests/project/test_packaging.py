"""A wheel carries all that the program needs at run time, and works from where it is unpacked."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "nlp", "graph", "migrations")
EXPLORER = ROOT / "app/explorer"
FILES = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    built = folder / "app/explorer/dist/explorer/built.js"
    built.parent.mkdir(parents=True, exist_ok=True)
    built.touch()
    for file in FILES:
        shutil.copy(ROOT / file, folder)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "."], cwd=folder, check=True, timeout=300)
    return next(folder.glob("backchannel-*.whl"))


@pytest.mark.slow
def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.is_relative_to(EXPLORER)
    }
    assert wanted - inside == set()
    assert {"nlp/data/SOURCES.md", "migrations/env.py"} <= inside
    assert {name for name in inside if name.startswith("app/explorer/")} >= {"app/explorer/dist/explorer/built.js"}
    assert not any(name.startswith("app/explorer/") and "/dist/" not in name for name in inside)
    assert any(name.startswith("app/sample_news/") and name.endswith(".jsonl") for name in inside)


@pytest.mark.slow
def test_the_wheel_works_where_it_is_unpacked(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    database = tmp_path / "news.db"
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "site"),
        "BACKCHANNEL_DATABASE_URL": f"sqlite:///{database}",
    }
    command = [sys.executable, "-P", "-m", "app", "migrate"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert database.exists()

"""The Makefile, the Dockerfile and the compose file say what the program understands."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from app.cli import cli

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def instruction(name: str) -> list[str]:
    """The words of the Dockerfile's last instruction of that name."""
    words: list[str] = json.loads(re.findall(rf"^{name} (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])
    return words


def understands(command: list[str]) -> bool:
    """Whether the program takes these arguments; it is asked for help on them, so that nothing runs."""
    return CliRunner().invoke(cli, [*command, "--help"]).exit_code == 0


def test_make_alone_lists_the_recipes() -> None:
    listed = subprocess.run(["make", "--directory", str(ROOT)], capture_output=True, text=True, check=True).stdout
    for recipe in ("setup", "run", "test", "check", "eval", "bench", "lock"):
        assert re.search(rf"^make {recipe} +\w", listed, re.MULTILINE), recipe


def test_the_image_runs_a_command_that_exists_and_not_as_root() -> None:
    assert instruction("ENTRYPOINT") == ["backchannel"]
    assert understands(instruction("CMD"))
    assert DOCKERFILE.rindex("USER backchannel") > DOCKERFILE.rindex("FROM ")


def test_all_that_the_image_copies_is_let_through() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {"app", "graph", "migrations", "nlp", "pyproject.toml", "README.md", "LICENSE", "requirements.lock"} == let_through


@pytest.mark.parametrize("service", ["migrate", "api", "worker"])
def test_a_service_runs_a_command_that_exists_on_the_database(service: str) -> None:
    definition = COMPOSE["services"][service]
    assert understands(definition["command"])
    url = definition["environment"]["BACKCHANNEL_DATABASE_URL"]
    assert url.startswith("postgresql+psycopg://")
    assert "@postgres:5432/" in url


@pytest.mark.parametrize("service", ["api", "worker"])
def test_a_service_starts_when_the_database_is_healthy_and_migrated(service: str) -> None:
    assert "healthcheck" in COMPOSE["services"]["postgres"]
    assert COMPOSE["services"][service]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_workers_read_what_the_api_takes_in_and_there_may_be_any_number_of_them() -> None:
    api, worker = COMPOSE["services"]["api"], COMPOSE["services"]["worker"]
    assert api["environment"]["BACKCHANNEL_WORK_QUEUE"] == "off"
    assert not {"ports", "container_name"} & worker.keys()

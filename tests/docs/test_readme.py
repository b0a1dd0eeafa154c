"""The README's commands are run as they stand against a server with the sample news, and must give the output shown."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from app.cli import cli
from app.settings import Settings
from tests.docs.served import Example, Served, check, examples

PAGE = Path(__file__).parents[2] / "README.md"
README = PAGE.read_text(encoding="utf-8")
EXAMPLES = list(examples(PAGE))


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.command[:70])
def test_commands_print_what_the_readme_shows(example: Example, served: Served) -> None:
    check(example, served)


def test_there_are_examples_for_http_and_the_command_line() -> None:
    programs = {example.command.split()[0] for example in EXAMPLES}
    assert programs == {"curl", ".venv/bin/backchannel"}
    assert all(example.output.strip() for example in EXAMPLES)


def test_every_command_is_in_the_table() -> None:
    rows = [set(re.findall(r"[a-z]+", row)) for row in re.findall(r"^\| (`[a-z].+) \|$", README, re.MULTILINE)]
    missing = [path for path in commands(get_command(cli)) if not any(set(path) <= row for row in rows)]
    assert not missing


def commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """The words of each command, such as `entities merge`."""
    if not hasattr(command, "commands"):
        yield path
        return
    for name, below in command.commands.items():
        yield from commands(below, *path, name)


def test_settings_are_listed_with_their_defaults() -> None:
    """The most used ones; docs/operations.md has all, which a test of its own holds."""
    rows = dict(re.findall(r"^\| `BACKCHANNEL_(\w+)` \| (.+?) \|", README, re.MULTILINE))
    assert rows.keys() <= {name.upper() for name in Settings.model_fields}
    fixed = {name: field.default for name, field in Settings.model_fields.items() if isinstance(field.default, str | int)}
    told = {name: default for name, default in fixed.items() if name.upper() in rows}
    assert {name: rows[name.upper()] for name in told} == {name: f"`{default}`" for name, default in told.items()}
    assert len(told) > 5

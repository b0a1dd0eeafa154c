"""The page on problems has every code that the service answers with, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from app.errors import CODES
from graph.errors import GraphError, Merged, NotFound

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
MAKERS = {"Problem": 1, "_refuse": 0, "unauthorized": 0}
"""What makes problems, and which of its arguments is the code."""
NOT_SERVED = {"key-not-found", "schema-outdated"}
"""Codes that the command line alone comes upon."""


def calls(name: str) -> Iterator[ast.Call]:
    """Where the code calls something of this name."""
    for file in [*(ROOT / "app").rglob("*.py"), *(ROOT / "graph").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def written(name: str, place: int) -> set[str]:
    """The texts that stand at one place of such calls."""
    arguments = (call.args[place] for call in calls(name) if len(call.args) > place)
    return {str(argument.value) for argument in arguments if isinstance(argument, ast.Constant)}


def test_every_code_is_told_and_no_other() -> None:
    codes = set().union(CODES.values(), *(written(name, place) for name, place in MAKERS.items()))
    codes |= {f"{what}-not-found" for what in written("NotFound", 0)}
    codes |= {error.code for error in GraphError.__subclasses__() if error not in (NotFound, Merged)}
    rows = re.findall(r"^\| (`.+?) \| \d{3} \|", PAGE, re.MULTILINE)
    assert {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)} == codes - NOT_SERVED

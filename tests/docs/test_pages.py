"""Commands and programs of the site's pages are run as they stand, against a server with the sample news."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from app.exports import FORMATS
from app.exports.codes import BY_STATUS, CONSULTS, HOSTS_VISIT, MAKES_VISIT, MEDIATED, MULTILATERAL, Code
from graph import webhooks
from tests.docs.served import ADDRESS, Example, Served, check, examples

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "problems.md", DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
EXAMPLES = [example for page in PAGES for example in examples(page)]
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WITH_PROGRAMS = [page for page in (DOCS.parent / "README.md", *PAGES) if PROGRAM.search(page.read_text(encoding="utf-8"))]


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.command[:70])
def test_commands_print_what_the_page_shows(example: Example, served: Served) -> None:
    check(example, served)


# rdflib uses a class of its own that it has deprecated
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PROGRAMS, ids=lambda page: page.stem)
def test_programs_run(page: Path, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    for program in PROGRAM.findall(page.read_text(encoding="utf-8")):
        exec(compile(program.replace(ADDRESS, served.url), str(page), "exec"), namespace)


def test_the_page_on_exports_has_every_format() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", (DOCS / "how-to" / "export.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"\w+", row)} == FORMATS.keys()


def test_the_page_on_changes_tells_how_long_a_delivery_is_tried() -> None:
    waits = (min(webhooks.LONGEST_WAIT, webhooks.FIRST_WAIT * 2**attempt) for attempt in range(webhooks.ATTEMPTS - 1))
    assert round(sum(waits, dt.timedelta()) / dt.timedelta(hours=1)) == 17
    told = " ".join((DOCS / "how-to" / "changes.md").read_text(encoding="utf-8").split())
    assert f"{webhooks.ATTEMPTS} times in all within some seventeen hours" in told


def test_codes_are_those_of_the_vocabulary() -> None:
    """The table says which CAMEO and PLOVER codes our words have; a last digit left open is an x there and a 0 in exports."""
    table = (DOCS / "vocabulary.md").read_text(encoding="utf-8").split("## Standard codes")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| ")]

    def told(words: list[str], code: Code) -> bool:
        return any(
            set(words) <= set(re.findall(r"\w+", row[0]))
            and any(re.fullmatch(given.replace("x", r"\d"), code.cameo) for given in re.findall(r"\w+", row[1]))
            and code.event in row[2]
            and code.mode in row[2]
            for row in rows
        )

    missing = [key for key, code in BY_STATUS.items() if not told(list(key), code)]
    missing += [("meeting", name) for name, code in CONSULTS.items() if not told(["meeting", name], code)]
    assert not missing
    assert told(["meeting", "visit"], MAKES_VISIT)
    assert told(["meeting", "visit"], HOSTS_VISIT)
    assert told(["mediator"], MEDIATED)
    assert told(["two"], MULTILATERAL)

"""The gate lets through what reads as well as before, and its floors never sink."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app import gate, program
from app.cli import cli
from app.cli_options import FAILED, USAGE
from app.evaluation import GoldDocument, GoldError, Report, Tally, evaluate
from app.gate import Floor, Floors

GOLD = Path(__file__).parents[1] / "gold"
UNSEEN = GOLD / "unseen"
"""What the learned reader was not trained on: read with it, the rest by rules alone."""
FOLDERS = (GOLD, UNSEEN)
GOOD, WORSE = Tally(gold=10, served=10, matched=8, strict=6), Tally(gold=10, served=10, matched=7, strict=6)


def report(**tallies: Tally) -> Report:
    made = Report()
    made.tallies.update(tallies)
    return made


def floors(**kinds: Floor) -> Floors:
    return Floors(corpus={}, kinds=kinds)


def test_a_figure_at_its_floor_passes() -> None:
    assert not floors(role=Floor(f1=0.8, strict_f1=0.6, precision=0.8)).fallen(report(role=GOOD))


@pytest.mark.parametrize(
    ("floor", "told"),
    [
        (Floor(f1=0.801), "role: F1 0.8000 is under its floor 0.801"),
        (Floor(strict_f1=0.601), "role: strict F1 0.6000 is under its floor 0.601"),
        (Floor(precision=0.801), "role: precision 0.8000 is under its floor 0.801"),
    ],
)
def test_a_fallen_figure_is_named(floor: Floor, told: str) -> None:
    assert floors(role=floor, meeting=Floor()).fallen(report(role=GOOD)) == [told]


def test_the_sum_of_all_kinds_has_floors_too() -> None:
    assert floors(all=Floor(f1=0.9)).fallen(report(role=GOOD, meeting=GOOD)) == ["all: F1 0.8000 is under its floor 0.900"]


def test_a_kind_that_is_read_no_more_has_fallen() -> None:
    assert floors(rumour=Floor(f1=0.1)).fallen(report(role=GOOD)) == ["rumour: F1 0.0000 is under its floor 0.100"]


def test_floors_rise_to_just_under_what_was_measured() -> None:
    raised = floors().raised(report(role=Tally(gold=3, served=3, matched=2, strict=1)))
    assert raised.kinds["role"] == Floor(f1=0.656, strict_f1=0.323, precision=0.656)
    assert raised.kinds["sanction"] == Floor()


def test_floors_never_fall() -> None:
    high = floors(role=Floor(f1=0.75, strict_f1=0.595, precision=0.8), rumour=Floor(f1=0.1))
    raised = high.raised(report(role=GOOD))
    assert raised.kinds["role"] == Floor(f1=0.79, strict_f1=0.595, precision=0.8)
    assert raised.kinds["rumour"] == Floor(f1=0.1)


def test_a_kind_that_has_fallen_in_one_figure_is_lifted_in_none() -> None:
    mixed = floors(role=Floor(f1=0.5, precision=0.81), meeting=Floor(f1=0.5))
    raised = mixed.raised(report(role=GOOD, meeting=GOOD))
    assert raised.kinds["role"] == mixed.kinds["role"]
    assert raised.kinds["meeting"].f1 == 0.79


@pytest.mark.parametrize(("number", "complaints"), [(1, 0), (2, 1)])
def test_a_document_without_facts_may_yield_one_stray_fact(number: int, complaints: int) -> None:
    role = {"kind": "role", "person": {"name": "A"}, "of": {"name": "B"}, "title": "president", "status": "current"}
    silent = GoldDocument("silent", "", None, "2024-01-01", {}, [])
    told = floors().fallen(evaluate([silent], lambda _: [role] * number))
    assert told == ["silent: 2 facts read of a document that states none; at most 1 may be"] * complaints


Evaluate = Callable[..., Result]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("")
    return path


@pytest.fixture
def evaluated(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """Runs `backchannel eval` on a corpus that is said to have been read with these counts."""

    def run(tally: Tally, *options: str) -> Result:
        monkeypatch.setattr(program, "evaluate", lambda gold, learned: report(role=tally))
        return CliRunner().invoke(cli, ["eval", str(corpus), *options])

    return run


def test_the_command_sets_floors_and_then_holds_to_them(corpus: Path, evaluated: Evaluate) -> None:
    path = corpus.parent / "floors.json"
    assert evaluated(GOOD, "--floors", str(path), "--raise-floors").exit_code == 0
    assert gate.load(path).kinds["role"] == Floor(f1=0.79, strict_f1=0.59, precision=0.79)
    assert evaluated(GOOD, "--floors", str(path)).exit_code == 0
    kept = path.read_text()
    for options in ((), ("--raise-floors",)):
        fallen = evaluated(WORSE, "--floors", str(path), *options)
        assert fallen.exit_code == FAILED
        assert "role: F1 0.7000 is under its floor 0.790\n" in fallen.output
        assert "all: precision 0.7000 is under its floor 0.790\n" in fallen.output
        assert path.read_text() == kept


@pytest.mark.parametrize("options", [(), ("--raise-floors",)])
def test_the_command_refuses_a_corpus_that_has_changed(corpus: Path, evaluated: Evaluate, options: tuple[str, ...]) -> None:
    path = corpus.parent / "floors.json"
    evaluated(GOOD, "--floors", str(path), "--raise-floors")
    corpus.write_text("\n")
    done = evaluated(GOOD, "--floors", str(path), *options)
    assert done.exit_code == FAILED
    assert isinstance(done.exception, GoldError)
    assert "the gold has changed: gold.jsonl" in str(done.exception)


def test_a_gold_file_more_or_less_is_a_changed_corpus(corpus: Path) -> None:
    more = corpus.parent / "more.jsonl"
    more.write_text("")
    with pytest.raises(GoldError, match=r"changed: more\.jsonl;"):
        Floors(corpus=gate.hashes([corpus]), kinds={}).check_corpus([corpus, more])
    with pytest.raises(GoldError, match=r"changed: more\.jsonl;"):
        Floors(corpus=gate.hashes([corpus, more]), kinds={}).check_corpus([corpus])


@pytest.mark.parametrize("content", ["", "{}", '{"corpus": {}, "kinds": {"role": {"recall": 1}}}'])
def test_a_file_that_holds_no_floors_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content)
    with pytest.raises(GoldError, match=r"floors\.json: no floors"):
        gate.load(path)


def test_raising_needs_a_file(evaluated: Evaluate) -> None:
    assert evaluated(GOOD, "--raise-floors").exit_code == USAGE


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_floors_of_the_project_are_those_of_its_gold_and_every_kind_has_some(folder: Path) -> None:
    floors = gate.load(folder / "floors.json")
    floors.check_corpus(folder.glob("*.jsonl"))
    assert floors.kinds.keys() == dict(Report().rows()).keys()
    least: dict[str, Any] = json.loads((folder / "floors.json").read_text())["kinds"]
    assert all(value > 0 for floor in least.values() for value in floor.values())


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_gold_is_read_as_well_as_the_floors_ask(folder: Path) -> None:
    report = program.evaluate(sorted(folder.glob("*.jsonl")), learned=folder is UNSEEN)
    assert not gate.load(folder / "floors.json").fallen(report), report.table()

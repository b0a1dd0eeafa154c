"""The measures on sets annotated by others, on rows of the same shape made by hand."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from app.matching import Days
from nlp.pipeline import Reader, load_reader
from tests.benchmarks.external import attribution, contacts, plover, roles, rows, stance, times
from tests.benchmarks.external.__main__ import main
from tests.benchmarks.external.rows import Measure, Row, Time

Fields = dict[str, Any]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(learned=False)


def piece(text: str, words: str, **fields: Any) -> Fields:
    """The first place in the text where the words stand."""
    return {"text": words, "start": text.index(words), "end": text.index(words) + len(words), **fields}


def pair(text: str, label: str, source: str, target: str, **fields: Any) -> Row:
    """A sentence with one event between two actors."""
    args = [piece(text, source, role="source"), piece(text, target, role="target")]
    return Row.model_validate({"id": "1", "text": text, "facts": [{"kind": "other", "label": label, "args": args, **fields}]})


def counts(measures: Any) -> list[tuple[int, int]]:
    return [(measure.right, measure.n) for measure in measures]


MET = "Emmanuel Macron met Vladimir Putin in Moscow."
CONDEMNED = "Russia condemned the decision of the United States."


def test_plover_classes_and_actors(reader: Reader) -> None:
    sentences = [
        pair(MET, "CONSULT", "Emmanuel Macron", "Vladimir Putin"),
        pair(MET, "REJECT", "Emmanuel Macron", "Moscow"),
        pair("The weather in France is fine.", "SUPPORT", "France", "weather"),
        pair("Police arrested a man in France.", "COERCE", "Police", "man"),
    ]
    assert counts(plover.classes(sentences, reader)) == [(1, 2), (1, 3), (1, 3)]


def test_a_target_may_stand_in_the_topic(reader: Reader) -> None:
    sentence = pair(CONDEMNED, "ACCUSE", "Russia", "the United States")
    assert counts(plover.classes([sentence], reader)) == [(1, 1), (1, 1), (1, 1)]


def test_labels_of_another_vocabulary_are_read_as_plovers(reader: Reader) -> None:
    sentence = pair(MET, "Contact.Contact.Meet", "Emmanuel Macron", "Vladimir Putin")
    assert counts(plover.classes([sentence], reader)) == [(1, 1), (1, 1), (1, 1)]


def test_every_status_that_has_a_class_is_one_of_its_kind() -> None:
    from nlp.kinds import KINDS

    for kind, classes in plover.CLASSES.items():
        assert classes.keys() <= set(KINDS[kind].statuses)


def test_false_alarms_count_events_in_sentences_without_any(reader: Reader) -> None:
    silent = [Row(id="1", text=MET), Row(id="2", text="The weather is fine."), Row(id="3", text="Macron is president of France.")]
    assert counts(plover.false_alarms([*silent, pair(MET, "x", "Emmanuel", "Putin")], reader)) == [(1, 3)]


def test_offices_are_compared_by_any_mention_of_person_and_state(reader: Reader) -> None:
    text = "French President Emmanuel Macron spoke. Macron left France. Olaf Scholz, Germany's chancellor, stayed."
    entities = [
        piece(text, "French", cluster=0),
        piece(text, "Emmanuel Macron", cluster=1),
        {"text": "Macron", "start": 40, "end": 46, "cluster": 1},
        piece(text, "France", cluster=2),
        piece(text, "Olaf Scholz", cluster=3),
    ]
    macron = {"role": "person", **entities[2]}
    facts = [
        {"kind": "role", "label": "head_of_state", "args": [macron, {"role": "of", **entities[3]}]},
        {"kind": "role", "label": "head_of_state-x", "args": [macron, {"role": "of", **entities[0]}]},
        {"kind": "role", "label": "minister_of", "args": [macron, {"role": "of", **entities[4]}]},
        {"kind": "role", "label": "member_of", "args": [{"role": "person", **entities[4]}, {"role": "of", **entities[3]}]},
    ]
    row = Row.model_validate({"id": "1", "text": text, "entities": entities, "facts": facts})
    assert counts(roles.offices([row], reader)) == [(1, 2), (1, 2)]


def test_speakers_are_compared_with_sources(reader: Reader) -> None:
    text = "Angela Merkel said that Emmanuel Macron met Vladimir Putin in Moscow. Nobody else knew."
    content = piece(text, "that Emmanuel Macron met Vladimir Putin in Moscow", role="content")
    sources = [piece(text, who, role="source") for who in ("Angela Merkel", "Vladimir Putin")]
    facts = [
        {"kind": "other", "label": "attribution", "args": [content, source, piece(text, cue, role="cue")]}
        for source, cue in zip(sources, ("said", "knew"), strict=True)
    ]
    row = Row.model_validate({"id": "1", "text": text, "facts": facts})
    assert counts(attribution.sources([row], reader)) == [(1, 2), (1, 1), (1, 1)]


def test_stances_are_compared_by_side(reader: Reader) -> None:
    neutral = {"id": "2", "text": CONDEMNED, "entities": [piece(CONDEMNED, "Russia"), piece(CONDEMNED, "the United States")]}
    sentences = [
        pair(CONDEMNED, "3", "Russia", "the United States", status="opposes"),
        pair(CONDEMNED, "1", "Russia", "the United States", status="supports"),
        pair(MET, "1", "Emmanuel Macron", "Vladimir Putin", status="supports"),
        Row.model_validate(neutral),
    ]
    assert counts(stance.sides(sentences, reader)) == [(1, 2), (1, 3), (1, 1)]


def test_contacts_are_looked_for_in_the_sentence_of_the_trigger(reader: Reader) -> None:
    text = f"{MET} Macron asked a reporter."
    facts = [
        {"kind": "meeting", "label": "Contact.Contact.Meet", "args": [], "trigger_start": text.index(word)}
        for word in ("met", "asked")
    ]
    row = Row.model_validate({"id": "1", "text": text, "facts": facts})
    assert counts(contacts.meets([row], reader)) == [(1, 2)]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1998-01-14", "1998-01-14", "1998-01-14"),
        ("1998-01-14TEV", "1998-01-14", "1998-01-14"),
        ("1998-02", "1998-02-01", "1998-02-28"),
        ("1998", "1998-01-01", "1998-12-31"),
    ],
)
def test_values_of_a_day_a_month_or_a_year_have_days(value: str, first: str, last: str) -> None:
    days = times.days_of(Time(text="", start=0, end=0, value=value))
    assert days == Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("value", ["PAST_REF", "P9M", "1998-Q1", "1998-W12", "BC0044", "1998-02-30", "XXXX-05"])
def test_other_values_have_none(value: str) -> None:
    assert times.days_of(Time(text="", start=0, end=0, value=value)) is None


def test_a_duration_is_no_date() -> None:
    assert times.days_of(Time(text="", start=0, end=0, type="DURATION", value="1998")) is None


def test_dates_are_compared_by_their_days(reader: Reader) -> None:
    text = "They met on 14 January 1998, again in early 1999 and in the spring of discontent, and parted on Monday."
    marked = (
        ("14 January 1998", "1998-01-14", None),
        ("early 1999", "1999", "START"),
        ("the spring of discontent", "1999", None),
        ("Monday", "2000-01-04", None),
    )
    timex = [piece(text, words, value=value, mod=mod, type="DATE") for words, value, mod in marked]
    row = Row.model_validate({"id": "1", "text": text, "date": "2000-01-05T10:00", "timex": timex})
    found, of_those_found, by_dateparser = times.values([row], reader)
    assert (found.right, found.n) == (2, 4)
    assert of_those_found.right == 2
    assert by_dateparser.n == 4
    assert 1 <= by_dateparser.right <= 2


def test_a_sample_is_the_same_each_time_and_no_more_than_there_is() -> None:
    taken = [Row(id=str(number), text="") for number in range(9)]
    assert rows.sample(taken, 3, seed=1) == rows.sample(taken, 3, seed=1)
    assert len(rows.sample(taken, 3, seed=1)) == 3
    assert rows.sample(taken, 10, seed=1) == taken


def test_a_measure_of_nothing_has_no_share() -> None:
    assert str(Measure("right", 0, 0)).split() == ["right", "0", "-"]
    assert str(Measure("right", 1, 4)).split() == ["right", "4", "0.250"]


def evaluate(folder: Path) -> Result:
    command = Typer()
    command.command()(main)
    return CliRunner().invoke(command, [str(folder), "--rules-alone"])


def test_the_command_reads_the_sets_that_are_there(tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "text": MET, "facts": [], "coders": 4})
    (tmp_path / "cameo200.jsonl").write_text(f"{line}\n\n")
    done = evaluate(tmp_path)
    assert done.exit_code == 0
    assert re.search(r"^cameo200 +event read .* 1 +1\.000$", done.stdout, re.MULTILINE)


def test_the_command_says_what_it_looks_for(tmp_path: Path) -> None:
    done = evaluate(tmp_path)
    assert done.exit_code == 2
    assert "plv_train.jsonl" in done.output

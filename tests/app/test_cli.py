"""The command line as its users see it: what it prints, where, and with which exit code."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from app.cli import main
from app.cli_options import FAILED, USAGE
from app.reading import Reader
from nlp.kinds import KINDS

NEWS = [
    {
        "external_id": "paris",
        "published_at": "2019-12-10",
        "text": "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09. Emmanuel Macron met Vladimir Putin on 2019-12-08.",
    },
    {"external_id": "kyiv", "published_at": "2023-03-02", "text": "Emmanuel Macron met Anna Kovač on 2023-03-01."},
]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Backchannel = Callable[..., Done]


@pytest.fixture
def backchannel(
    sqlite_url: str, sentence_reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Backchannel:
    """Runs the command in this process, on a database of its own, with a reader that needs no model."""
    monkeypatch.setenv("BACKCHANNEL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("BACKCHANNEL_PROCESSES", "0")
    monkeypatch.setattr("nlp.pipeline.load_reader", lambda model, *, learned: sentence_reader)

    def run(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["backchannel", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in NEWS))
    return path


@pytest.fixture
def informed(backchannel: Backchannel, file: Path) -> Backchannel:
    """The command, once the news is in its database."""
    assert backchannel("ingest", file).code == 0
    return backchannel


def test_without_a_command_the_help_lists_them_all(backchannel: Backchannel) -> None:
    done = backchannel()
    for command in ("serve", "ingest", "met", "paths", "reachable", "network", "extract", "migrate", "eval", "kinds"):
        assert f"  {command} " in done.out + done.err


def test_ingest_ends_with_a_summary_and_a_second_run_changes_nothing(backchannel: Backchannel, file: Path) -> None:
    assert backchannel("ingest", file).out == "2 read, 0 already known, 0 unread, 0 failed\n"
    assert backchannel("ingest", file.parent).out == "0 read, 2 already known, 0 unread, 0 failed\n"


def test_a_dry_run_checks_everything_and_stores_nothing(backchannel: Backchannel, file: Path) -> None:
    file.write_text('{"text": \n' + file.read_text())
    done = backchannel("ingest", "--dry-run", file)
    assert done.code == FAILED
    assert done.out.splitlines()[0] == "2 new, 0 already known, 1 refused; nothing was stored"
    assert f"refused: {file}:1: not JSON" in done.out
    assert backchannel("ingest", file).out == "2 read, 0 already known, 0 unread, 1 failed\n"
    tried = backchannel("ingest", "--dry-run", "--json", file).json
    assert (tried["new"], tried["known"], [line["where"] for line in tried["refused"]]) == (0, 2, [f"{file}:1"])


def test_ingest_names_a_broken_line_and_reads_the_rest(backchannel: Backchannel, file: Path) -> None:
    file.write_text('{"text": \n' + file.read_text())
    done = backchannel("ingest", file)
    assert done.code == FAILED
    assert done.out == "2 read, 0 already known, 0 unread, 1 failed\n"
    assert f"failed: {file}:1: not JSON: Expecting value at column 9" in done.err


def test_ingest_takes_standard_input_and_the_day_of_publication(backchannel: Backchannel) -> None:
    done = backchannel("ingest", "-", "--published-at", "2019-12-10", "--json", stdin=NEWS[0]["text"].encode())
    assert done.json == {"job": ANY, "read": 1, "known": 0, "unread": [], "failed": []}
    quotes = backchannel("met", "Zelensky", "--json").json["items"][0]["evidence"]
    assert quotes[0]["published_at"] == "2019-12-10"


def test_a_path_that_does_not_exist_is_a_usage_error(backchannel: Backchannel) -> None:
    done = backchannel("ingest", "nowhere")
    assert done.code == USAGE
    assert "'nowhere' does not exist" in done.err


def test_met_shows_whom_someone_met_with_the_words(informed: Backchannel) -> None:
    done = informed("met", "Putin")
    assert "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09." in done.out
    assert "2019-12-08" in done.out
    assert [item["entity"]["name"] for item in informed("met", "Putin", "--with", "Macron", "--json").json["items"]] == [
        "Emmanuel Macron"
    ]
    assert informed("met", "Putin", "--from", "2020-01-01").out == "no meeting that fits is known\n"


def test_an_unknown_name_gets_suggestions(informed: Backchannel) -> None:
    done = informed("met", "Zelenski")
    assert (done.code, done.out) == (FAILED, "")
    assert "did you mean" in done.err
    assert "Volodymyr Zelensky" in done.err


def test_a_status_that_does_not_exist_is_a_usage_error(informed: Backchannel) -> None:
    done = informed("met", "Putin", "--status", "maybe")
    assert done.code == USAGE
    assert "'held'" in done.err


def test_paths_shows_each_hop_with_the_words(informed: Backchannel) -> None:
    done = informed("paths", "Zelensky", "Kovač")
    assert "Volodymyr Zelensky → Vladimir Putin → Emmanuel Macron → Anna Kovač" in done.out
    assert "Emmanuel Macron met Anna Kovač on 2023-03-01." in done.out
    assert [chain["length"] for chain in informed("paths", "Zelensky", "Kovač", "--json").json["items"]] == [3]
    assert informed("paths", "Zelensky", "Kovač", "--chronological", "--json").json["items"] == []


def test_reachable_shows_whom_a_message_could_have_reached(informed: Backchannel) -> None:
    done = informed("reachable", "Macron")
    assert done.code == 0
    assert all(name in done.out for name in ("Vladimir Putin", "Volodymyr Zelensky", "Anna Kovač"))
    assert "Macron" not in informed("reachable", "Zelensky").out
    assert informed("reachable", "Zelensky", "--json").json["complete"] is True
    assert "nobody" in informed("reachable", "Zelensky", "--to", "1990-01-01").out


def test_network_shows_who_shares_facts_with_whom(informed: Backchannel) -> None:
    done = informed("network", "Zelensky")
    assert "facts they share" in done.out
    assert len(informed("network", "Zelensky", "--json").json["nodes"]) > 1
    assert "no contact that fits" in informed("network", "Zelensky", "--kinds", "sanction").out


def test_paths_says_why_there_is_none(informed: Backchannel) -> None:
    assert "no chain of at most 1 hops" in informed("paths", "Zelensky", "Kovač", "--max-hops", "1").out


def test_extract_stores_nothing(backchannel: Backchannel, file: Path) -> None:
    shown = backchannel("extract", file)
    assert "Emmanuel Macron, Vladimir Putin – talks, held, 2019-12-08" in shown.out
    read = backchannel("extract", "-", "--json", stdin=NEWS[1]["text"].encode()).json
    assert [fact["kind"] for fact in read["facts"]] == ["meeting"]
    assert backchannel("ingest", file).out.startswith("2 read")


def test_extract_names_what_it_cannot_read(backchannel: Backchannel, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" ")
    done = backchannel("extract", empty)
    assert done.code == FAILED
    assert f"{empty}: there is no text to read" in done.err


def test_kinds_lists_every_kind(backchannel: Backchannel) -> None:
    listed = backchannel("kinds", "--json").json
    assert [kind["kind"] for kind in listed] == list(KINDS)
    assert all(kind in backchannel("kinds").out for kind in KINDS)


def test_migrate_names_the_database(backchannel: Backchannel, sqlite_url: str) -> None:
    assert backchannel("migrate").out == f"{sqlite_url} is up to date\n"


def test_a_database_on_a_server_must_be_migrated_first(
    backchannel: Backchannel, postgres_url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKCHANNEL_DATABASE_URL", postgres_url)
    done = backchannel("ingest", file)
    assert done.code == FAILED
    assert "run `backchannel migrate` first" in done.err
    assert backchannel("migrate").code == 0
    assert backchannel("ingest", file).code == 0


def test_a_backup_is_restored_into_another_database(
    informed: Backchannel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "news.backup"
    told = informed("backup", file)
    assert told.code == 0
    assert "2 documents" in told.out
    again = informed("backup", file)
    assert (again.code, "--overwrite" in again.err) == (USAGE, True)
    assert informed("backup", file, "--overwrite").code == 0
    refused = informed("restore", file)
    assert (refused.code, "has tables already" in refused.err) == (FAILED, True)
    before = informed("met", "Putin", "--json").json
    monkeypatch.setenv("BACKCHANNEL_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.db'}")
    assert informed("restore", file).code == 0
    assert informed("met", "Putin", "--json").json == before


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("BACKCHANNEL_DATABASE_URL", "nonsense", "is no database URL"),
        ("BACKCHANNEL_DATABASE_URL", "oracel://x/y", "is no database URL"),
        ("BACKCHANNEL_DATABASE_URL", "postgresql://127.0.0.1:1/x", "the database cannot be used"),
        ("BACKCHANNEL_DATABASE_URL", "sqlite:////proc/nowhere/x.db", "No such file or directory"),
        ("BACKCHANNEL_PORT", "eighty", "BACKCHANNEL_PORT: "),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(
    backchannel: Backchannel, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    done = backchannel("met", "Putin")
    assert done.code in (FAILED, USAGE)
    assert done.err.startswith("backchannel: ")
    assert sentence in done.err
    assert "Traceback" not in done.err


GOLD = {
    "id": "paris",
    "published_at": "2019-12-10",
    "text": NEWS[0]["text"],
    "entities": {
        "putin": {"type": "person", "names": ["Vladimir Putin"]},
        "zelensky": {"type": "person", "names": ["Zelensky", "Volodymyr Zelensky"]},
    },
    "facts": [
        {
            "kind": "meeting",
            "participants": ["putin", "zelensky"],
            "status": "held",
            "date": "2019-12-09",
            "evidence": "Volodymyr Zelensky met Vladimir Putin",
        }
    ],
}


def test_eval_scores_what_the_interface_serves(backchannel: Backchannel, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD))
    done = backchannel("eval", gold, "--show", "meeting")
    assert done.out.splitlines()[0] == "kind        gold served      P      R     F1 strict F1"
    assert done.out.splitlines()[1] == "meeting        1      2  0.500  1.000  0.667     0.667"
    assert "extra: " in done.err
    assert backchannel("eval", gold, "--json").json["meeting"]["f1"] == 0.667
    assert backchannel("ingest", gold).out.startswith("1 read"), "eval must leave the database alone"


def test_eval_names_a_broken_gold_file(backchannel: Backchannel, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("{")
    done = backchannel("eval", gold)
    assert done.code == FAILED
    assert f"{gold}:1: not JSON" in done.err


def test_export_writes_to_standard_output_or_a_file(informed: Backchannel, tmp_path: Path) -> None:
    done = informed("export", "--format", "jsonl", "--entity", "Putin", "--entity", "Zelensky")
    (fact,) = [json.loads(line) for line in done.out.splitlines()]
    assert fact["evidence"][0]["quote"] == "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
    output = tmp_path / "parts.csv"
    arguments = ("-f", "csv", "--table", "parts", "-o", output, "--where", "participant=Macron", "--where", "participant=Putin")
    assert informed("export", *arguments, "--from", "2019-01-01").code == 0
    assert len(output.read_text().splitlines()) == 1 + 2
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "xlsx"), "format"),
        (("-f", "csv", "--where", "colour=red"), "colour"),
        (("-f", "csv", "--where", "red"), "FIELD=VALUE"),
        (("-f", "ftm", "--table", "parts"), "table"),
        (("-f", "csv", "--entity", "Nobody"), "Nobody"),
    ],
)
def test_an_export_that_makes_no_sense_leaves_no_file(
    informed: Backchannel, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = informed("export", *arguments, "-o", tmp_path / "out")
    assert done.code in (FAILED, USAGE)
    assert told in done.err
    assert not list(tmp_path.glob("out*"))

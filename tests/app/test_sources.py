"""What the finder of documents makes of files, folders and standard input."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from app import sources as finder
from app.sources import STANDARD_INPUT, Source, count, find


def found(*paths: Path, stdin: bytes = b"") -> list[Source]:
    return list(find(paths, io.BytesIO(stdin)))


def test_a_text_file_is_one_document(tmp_path: Path) -> None:
    file = tmp_path / "talks.txt"
    file.write_bytes("\ufeffThey met in Genève.\n".encode())
    assert found(file) == [Source(str(file), {"text": "They met in Genève.\n"})]


def test_an_html_file_is_sent_as_html(tmp_path: Path) -> None:
    file = tmp_path / "talks.HTML"
    file.write_text("<p>They met.</p>")
    assert found(file) == [Source(str(file), {"html": "<p>They met.</p>"})]


def test_every_line_of_json_lines_is_a_document_and_a_broken_one_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b'{"text": "one"}\n\n{"text": \n["two"]\n{"text": "\xff"}\n{"text": "three"}\n')
    sources = found(file)
    assert [source.where.rpartition(":")[2] for source in sources] == ["1", "3", "4", "5", "6"]
    assert [source.body for source in sources] == [{"text": "one"}, None, None, None, {"text": "three"}]
    assert [source.problem for source in sources[1:4]] == [
        "not JSON: Expecting value at column 9",
        "not a JSON object",
        "not UTF-8: invalid start byte at byte 11",
    ]


def test_a_line_separator_inside_a_string_does_not_end_the_line(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"text": "one\u2028two"}\n', encoding="utf-8")
    assert [source.body for source in found(file)] == [{"text": "one\u2028two"}]


def test_the_id_of_a_gold_document_is_its_external_id_and_unknown_fields_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "minsk-01", "text": "They met.", "published_at": "2015-02-12", "title": null, "facts": []}')
    assert found(file)[0].body == {"text": "They met.", "published_at": "2015-02-12", "external_id": "minsk-01"}


def test_a_folder_is_searched_in_order_and_other_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "2015").mkdir()
    for name in ("b.txt", "a.jsonl", "2015/c.html", "picture.png"):
        (tmp_path / name).write_text('{"text": "x"}')
    assert [Path(source.where.partition(":")[0]).name for source in found(tmp_path)] == ["c.html", "a.jsonl", "b.txt"]


def test_a_folder_without_documents_is_a_problem(tmp_path: Path) -> None:
    (source,) = found(tmp_path)
    assert "no file in it ends in" in (source.problem or "")


@pytest.mark.parametrize(
    ("stdin", "bodies"),
    [
        (b'{"text": "one"}\n{"text": "two"}\n', [{"text": "one"}, {"text": "two"}]),
        (b"They met.\nThey left.\n", [{"text": "They met.\nThey left.\n"}]),
        (gzip.compress(b'{"text": "one"}\n{"text": "two"}\n'), [{"text": "one"}, {"text": "two"}]),
        (zstandard.compress(b"They met."), [{"text": "They met."}]),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>They met.", [{"html": " <!DOCTYPE html><p>They met."}]),
        (b"", [{"text": ""}]),
    ],
)
def test_standard_input_is_json_lines_a_page_or_one_text_compressed_or_not(stdin: bytes, bodies: list[dict[str, str]]) -> None:
    assert [source.body for source in found(STANDARD_INPUT, stdin=stdin)] == bodies


def test_the_count_is_what_will_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n\n{"text"\n')
    (tmp_path / "b.txt").write_text("two")
    assert count([tmp_path]) == len(found(tmp_path)) == 3
    assert count([tmp_path, STANDARD_INPUT]) is None


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_compressed_files_are_what_their_inner_names_say(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    for name, content in {"a.jsonl": b'{"text": "one"}\n{"text": "two"}\n', "b.txt": b"three", "c.html": b"<p>four"}.items():
        (tmp_path / (name + ending)).write_bytes(pack(content))
    (tmp_path / f"archive.tar{ending}").write_bytes(pack(b"not a document"))
    assert [source.body for source in found(tmp_path)] == [
        {"text": "one"},
        {"text": "two"},
        {"text": "three"},
        {"html": "<p>four"},
    ]
    assert count([tmp_path]) == 4


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_of_a_file_cut_off_the_whole_lines_are_read_and_the_damage_is_told(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / f"news.jsonl{ending}"
    file.write_bytes(pack(b'{"text": "one"}\n' * 3) + pack(b'{"text": "two"}\n' * 99)[:-5])
    *whole, last = found(file)
    assert [source.body for source in whole[:3]] == [{"text": "one"}] * 3
    assert last.where == f"{file}:{len(whole) + 1}"
    assert (last.problem or "").startswith("the compressed data are damaged")


def test_what_is_too_large_is_told_and_the_next_line_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "LARGEST", 20)
    lines = tmp_path / "news.jsonl"
    lines.write_text(json_line("x" * 50) + json_line("one") + json_line("y" * 500) + json_line("two"))
    assert [source.body for source in found(lines)] == [None, {"text": "one"}, None, {"text": "two"}]
    text = tmp_path / "news.txt"
    text.write_text("x" * 21)
    assert [source.problem for source in found(text)] == [finder.TOO_LARGE]


def json_line(text: str) -> str:
    return f'{{"text": "{text}"}}\n'


def test_a_line_nested_too_deeply_or_with_too_long_a_number_is_a_problem_of_that_line(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text("[" * 100_000 + "\n" + '{"id": ' + "9" * 5_000 + "}\n" + json_line("one"))
    deep, long, after = found(file)
    assert "nested too deeply" in (deep.problem or "")
    assert "too many digits" in (long.problem or "")
    assert after.body == {"text": "one"}


def test_a_page_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes('<meta charset="iso-8859-2"><p>Kovač'.encode("iso-8859-2"))
    assert found(file)[0].body == {"html": '<meta charset="iso-8859-2"><p>Kovač'}

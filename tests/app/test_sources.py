"""What the finder of documents makes of files, folders and standard input."""

import io
from pathlib import Path

import pytest

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
    ],
)
def test_standard_input_is_json_lines_or_one_text(stdin: bytes, bodies: list[dict[str, str]]) -> None:
    assert [source.body for source in found(STANDARD_INPUT, stdin=stdin)] == bodies


def test_the_count_is_what_will_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n\n{"text"\n')
    (tmp_path / "b.txt").write_text("two")
    assert count([tmp_path]) == len(found(tmp_path)) == 3
    assert count([tmp_path, STANDARD_INPUT]) is None

"""Find the documents in files and folders: text, HTML and JSON Lines, one body of `POST /v1/documents` each."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

TEXT = {".txt", ".text"}
HTML = {".html", ".htm", ".xhtml"}
LINES = {".jsonl", ".ndjson"}
FIELDS = ("text", "html", "title", "published_at", "url", "source", "external_id", "language")
STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Source:
    """One document as it was found, or the problem that kept it from being one."""

    where: str
    """File name, with the line number in a JSON Lines file."""
    body: Mapping[str, Any] | None = None
    problem: str | None = None


def find(paths: Iterable[Path], stdin: BinaryIO) -> Iterator[Source]:
    """The documents under `paths`, a folder's files in the order of their names; `-` is standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _standard_input(stdin)
        elif path.is_dir():
            yield from _folder(path)
        else:
            yield from _file(path)


def count(paths: Iterable[Path]) -> int | None:
    """How many documents `find` will come upon; None if only reading standard input can tell."""
    total = 0
    for path in paths:
        if path == STANDARD_INPUT:
            return None
        for file in _files(path) if path.is_dir() else [path]:
            total += _count_lines(file) if file.suffix.lower() in LINES else 1
    return total


def _files(folder: Path) -> list[Path]:
    """The files under `folder` whose names say that they hold documents."""
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in TEXT | HTML | LINES and file.is_file())


def _folder(folder: Path) -> Iterator[Source]:
    files = _files(folder)
    if not files:
        yield Source(str(folder), problem=f"no file in it ends in {', '.join(sorted(TEXT | HTML | LINES))}")
    for file in files:
        yield from _file(file)


def _file(file: Path) -> Iterator[Source]:
    try:
        with file.open("rb") as stream:
            if file.suffix.lower() in LINES:
                yield from _json_lines(stream, str(file))
            else:
                yield _whole(stream.read(), str(file), "html" if file.suffix.lower() in HTML else "text")
    except OSError as error:
        yield Source(str(file), problem=error.strerror or str(error))


def _standard_input(stdin: BinaryIO) -> Iterator[Source]:
    """JSON Lines if it begins like that, else one text."""
    first = stdin.readline()
    if first.lstrip().startswith(b"{"):
        yield _line(first, "standard input:1")
        yield from _json_lines(stdin, "standard input", start=2)
    else:
        yield _whole(first + stdin.read(), "standard input", "text")


def _json_lines(lines: Iterable[bytes], where: str, start: int = 1) -> Iterator[Source]:
    for number, line in enumerate(lines, start):
        if line.strip():
            yield _line(line, f"{where}:{number}")


def _line(line: bytes, where: str) -> Source:
    """The document of one line. A gold document's `id` serves as its `external_id`; fields that we do not know are left out."""
    try:
        row = json.loads(line.strip())
    except UnicodeDecodeError as error:
        return Source(where, problem=f"not UTF-8: {error.reason} at byte {error.start + 1}")
    except json.JSONDecodeError as error:
        return Source(where, problem=f"not JSON: {error.msg} at column {error.pos + 1}")
    if not isinstance(row, dict):
        return Source(where, problem="not a JSON object")
    row.setdefault("external_id", row.get("id"))
    return Source(where, {field: row[field] for field in FIELDS if row.get(field) is not None})


def _whole(content: bytes, where: str, field: str) -> Source:
    try:
        return Source(where, {field: content.decode("utf-8-sig")})
    except UnicodeDecodeError as error:
        return Source(where, problem=f"not UTF-8: {error.reason} at byte {error.start + 1}")


def _count_lines(file: Path) -> int:
    """The lines that are not blank; 0 if the file cannot be read, which `find` will report."""
    try:
        with file.open("rb") as stream:
            return sum(1 for line in stream if line.strip())
    except OSError:
        return 0

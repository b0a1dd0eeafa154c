"""Find the documents in files and folders, compressed or not: text, HTML, JSON Lines; one body of `POST /v1/documents` each."""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.charset import decoded
from app.compressed import DAMAGED, SUFFIXES, plain
from app.json_lines import NotAnObjectError, json_object

TEXT = {".txt", ".text"}
HTML = {".html", ".htm", ".xhtml"}
LINES = {".jsonl", ".ndjson"}
FIELDS = ("text", "html", "title", "published_at", "url", "source", "external_id", "language")
STANDARD_INPUT = Path("-")
LARGEST = 64 * 2**20
"""Bytes of a line or of a file of one document, beyond which it is none."""
TOO_LARGE = f"it has more than {LARGEST} bytes"
LOOK = 64
"""Bytes by which standard input tells what it is."""


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
            total += _count_lines(file) if _suffix(file) in LINES else 1
    return total


def _files(folder: Path) -> list[Path]:
    """The files under `folder` whose names say that they hold documents."""
    return sorted(file for file in folder.rglob("*") if _suffix(file) in TEXT | HTML | LINES and file.is_file())


def _suffix(file: Path) -> str:
    """The ending that tells what a file holds: `.jsonl` of `news.jsonl.gz`."""
    last = file.suffix.lower()
    return Path(file.stem).suffix.lower() if last in SUFFIXES else last


def _folder(folder: Path) -> Iterator[Source]:
    files = _files(folder)
    if not files:
        endings = ", ".join(sorted(TEXT | HTML | LINES))
        yield Source(str(folder), problem=f"no file in it ends in {endings}, or in one of these and .gz or .zst")
    for file in files:
        yield from _file(file)


def _file(file: Path) -> Iterator[Source]:
    try:
        with file.open("rb") as packed:
            if _suffix(file) in LINES:
                yield from _json_lines(plain(packed), str(file))
            else:
                yield _whole(plain(packed), str(file), "html" if _suffix(file) in HTML else "text")
    except DAMAGED as error:
        yield Source(str(file), problem=_damage(error))
    except OSError as error:
        yield Source(str(file), problem=error.strerror or str(error))


def _standard_input(stdin: BinaryIO) -> Iterator[Source]:
    """JSON Lines or a web page if it begins like that, else one text."""
    where = "standard input"
    try:
        stream = plain(stdin)
        start = stream.peek(LOOK).removeprefix(codecs.BOM_UTF8).lstrip()[:LOOK].lower()
        if start.startswith(b"{"):
            yield from _json_lines(stream, where)
        else:
            yield _whole(stream, where, "html" if start.startswith((b"<!doctype html", b"<html")) else "text")
    except DAMAGED as error:
        yield Source(where, problem=_damage(error))


def _json_lines(stream: BinaryIO, where: str) -> Iterator[Source]:
    number = 0
    try:
        for number, line in enumerate(_lines(stream), 1):
            if len(line) > LARGEST:
                yield Source(f"{where}:{number}", problem=TOO_LARGE)
            elif line.strip():
                yield json_line(line, f"{where}:{number}")
    except DAMAGED as error:
        yield Source(f"{where}:{number + 1}", problem=_damage(error))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is longer than `LARGEST`, a byte more than that."""
    while line := stream.readline(LARGEST + 1):
        rest = line
        while len(rest) > LARGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LARGEST + 1)
        yield line


def json_line(line: bytes, where: str) -> Source:
    """The document of one line. A gold document's `id` serves as its `external_id`; fields that we do not know are left out."""
    try:
        row = json_object(line.strip())
    except NotAnObjectError as error:
        return Source(where, problem=str(error))
    row.setdefault("external_id", row.get("id"))
    return Source(where, {field: row[field] for field in FIELDS if row.get(field) is not None})


def _whole(stream: BinaryIO, where: str, field: str) -> Source:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Source(where, problem=TOO_LARGE)
    if field == "html":
        return Source(where, {field: decoded(content)})
    try:
        return Source(where, {field: content.decode("utf-8-sig")})
    except UnicodeDecodeError as error:
        return Source(where, problem=f"not UTF-8: {error.reason} at byte {error.start + 1}")


def _damage(error: Exception) -> str:
    return f"the compressed data are damaged: {error}"


def _count_lines(file: Path) -> int:
    """The lines that are not blank; 0 if the file cannot be read, which `find` will report."""
    try:
        with file.open("rb") as packed:
            return sum(1 for line in _lines(plain(packed)) if line.strip())
    except (OSError, *DAMAGED):
        return 0

"""The rows of lists in files, JSON Lines or CSV: one at a time, whatever the size."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.json_lines import NotAnObjectError, json_object

csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or the problem that kept it from being one; `where` is file and line."""

    where: str
    fields: Mapping[str, Any] | None = None
    problem: str | None = None


def rows(path: Path, advance: Callable[[int], None] = lambda _: None) -> Iterator[Row]:
    """The rows of a file; `advance` is told how many bytes were read."""
    with path.open("rb") as stream:
        if path.suffix.lower() == ".csv":
            yield from _table(_Counted(stream, advance), str(path))
            return
        for number, line in enumerate(stream, 1):
            advance(len(line))
            if line.strip():
                yield _line(line, f"{path}:{number}")


def _line(line: bytes, where: str) -> Row:
    try:
        return Row(where, json_object(line))
    except NotAnObjectError as error:
        return Row(where, problem=str(error))


def _table(stream: "_Counted", where: str) -> Iterator[Row]:
    """The rows of a table with a header; one with more or fewer cells is a problem."""
    reader = csv.reader(
        io.TextIOWrapper(io.BufferedReader(stream), "utf-8-sig", errors="surrogateescape", newline=""), strict=True
    )
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(f"{where}:{reader.line_num}", problem=f"not CSV: {error}")
            continue
        place = f"{where}:{reader.line_num}"
        if header is None:
            header = [cell.strip() for cell in cells]
        elif len(cells) != len(header):
            yield Row(place, problem=f"{len(cells)} cells under {len(header)} columns")
        elif any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
            yield Row(place, problem="not UTF-8")
        elif any(cells):
            yield Row(place, dict(zip(header, cells, strict=True)))


class _Counted(io.RawIOBase):
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, advance: Callable[[int], None]) -> None:
        self._stream, self._advance = stream, advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._advance(len(data))
        return len(data)

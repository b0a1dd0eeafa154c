"""JSON Lines, CSV and Parquet: one table, a row at a time."""

import csv
import io
import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from app import schemas
from app.exports.form import Export, Format
from app.exports.tables import TABLES, Row

CHUNK = 64 * 1024
"""Bytes collected before they are sent."""
ROW_GROUP = 10_000
"""Rows of a Parquet file that are held in memory and compressed together."""
SEPARATOR = "; "


def chunks(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def as_csv(header: list[str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Rows as CSV (RFC 4180); lists are joined by "; "."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def written(cells: list[Any]) -> bytes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return buffer.getvalue().encode()

    yield written(header)
    for row in rows:
        yield written([_cell(row[name]) for name in header])


def _cell(value: Any) -> Any:
    return SEPARATOR.join(value) if isinstance(value, list) else value


def _jsonl(export: Export) -> Iterator[bytes]:
    """Facts as the API serves them; of other tables an object a row."""
    if export.table == "facts":
        lines = (schemas.fact(fact).model_dump_json().encode() for fact in export.facts())
    else:
        lines = (orjson.dumps(row) for row in TABLES[export.table].rows(export))
    return chunks(line + b"\n" for line in lines)


def _csv(export: Export) -> Iterator[bytes]:
    table = TABLES[export.table]
    return chunks(as_csv(list(table.columns), table.rows(export)))


class _Sink(io.RawIOBase):
    """A file to write to, whose content is taken away piece by piece."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep the bytes until they are taken."""
        self._written.append(bytes(data))
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        """How many bytes were written so far, those taken included."""
        return self._size

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._written = b"".join(self._written), []
        return taken


def _parquet(export: Export) -> Iterator[bytes]:
    import pyarrow as pa  # an extra: not installed unless wanted
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), date: pa.date32(), list: pa.list_(pa.string())}
    table = TABLES[export.table]
    schema = pa.schema([(name, types[kind]) for name, kind in table.columns.items()])
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        rows = table.rows(export)
        while group := list(itertools.islice(rows, ROW_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            yield sink.take()
    yield sink.take()


FORMATS = (
    Format("jsonl", "jsonl", "application/x-ndjson", "JSON Lines; facts as the API serves them", _jsonl, has_tables=True),
    Format("csv", "csv", "text/csv; charset=utf-8", "CSV; lists are joined by `; `", _csv, has_tables=True),
    Format("parquet", "parquet", "application/vnd.apache.parquet", "Parquet", _parquet, has_tables=True, needs="pyarrow"),
)

"""Everything, or what a filter wants, streamed in the forms that other programs read."""

import importlib.util
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from app.context import Context, Parts, fresh
from app.errors import Problem
from app.exports import FORMATS, Format
from app.exports.form import Export
from app.exports.question import ExportQuestion, asked
from app.guard.marks import heavy, patient
from graph.database import read_sessions
from graph.queries import FactFilter

router = APIRouter(prefix="/v1", tags=["exports"], dependencies=[Depends(fresh)])
DESCRIPTION = "\n\n".join(
    (
        "All facts that fulfil the filters, all of one moment, streamed as they are read, with the entities and documents that "
        "they speak of where the format can hold them. A stream that breaks off is an error, never a shorter answer.",
        "\n".join(f"- `{form.name}`: {form.summary}" for form in FORMATS.values()),
    )
)
MEDIA_TYPES = [form.media_type.split(";")[0] for form in FORMATS.values()]
CONTENT = {name: {"schema": {} if name.endswith("json") else {"type": "string", "format": "binary"}} for name in MEDIA_TYPES}


@router.get(
    "/export",
    summary="Export facts",
    description=DESCRIPTION,
    response_class=StreamingResponse,
    responses={200: {"content": CONTENT}, 501: {"description": "The package that writes this format is not installed"}},
)
@heavy
@patient
def export(question: Annotated[ExportQuestion, Query()], parts: Parts) -> StreamingResponse:
    """Stream an export."""
    form, wanted = begin(parts, question)
    named = {"Content-Disposition": f'attachment; filename="backchannel.{form.suffix}"'}
    return StreamingResponse(written(parts, form, wanted, question.table), media_type=form.media_type, headers=named)


def begin(parts: Context, question: Any) -> tuple[Format, FactFilter]:
    """The format and the filter wanted; a `Problem` or a `GraphError` where they make no sense."""
    form = FORMATS[question.format]
    if question.table != "facts" and not form.has_tables:
        raise Problem(
            422, "invalid-request", f"{form.name} holds facts with all they speak of; `table` is for jsonl, csv, parquet"
        )
    if form.needs and importlib.util.find_spec(form.needs) is None:
        raise Problem(501, "format-unavailable", f"{form.name} needs {form.needs}: pip install 'backchannel[{form.name}]'")
    with parts.read.begin() as session:
        return form, asked(session, parts, question)


def written(parts: Context, form: Format, wanted: FactFilter, table: str) -> Iterator[bytes]:
    """The export, piece by piece, in a transaction of its own, which no deadline ends."""
    with read_sessions(parts.engine).begin() as session:
        yield from form.write(Export(session, wanted, table))

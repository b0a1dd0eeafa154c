"""Takes many documents in for a job: stored in committed batches, to be read by whoever works off the queue."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from app.errors import Problem
from app.incoming import Incoming
from app.reading import ReadingRoom
from app.sources import Source
from graph.documents import JobPlace, NewDocument, add_documents, are_stored, check_document
from graph.errors import GraphError
from graph.jobs import CANCELLED, KNOWN, REFUSED, Exceptional, record_lines
from graph.queue import Waiting

LINES, CHARACTERS = 200, 2_000_000
"""How much is stored in one transaction at most."""


class JobCancelled(Exception):  # noqa: N818 - what is the case, not a fault
    """The job was cancelled while its lines were received."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a job and the document found in it, or the reason why there is none."""

    number: int
    place: str
    document: NewDocument | None = None
    reason: str | None = None


def incoming(source: Source) -> Incoming:
    """The document that was found, checked as one that comes over HTTP is; a `Problem` where it is none."""
    if source.body is None:
        raise Problem(422, "invalid-document", source.problem or "there is no document")
    try:
        return Incoming.model_validate(source.body)
    except ValidationError as error:
        raise Problem(422, "invalid-document", _sentence(error)) from error


def line(number: int, source: Source, max_bytes: int) -> Line:
    """A line of what was sent, checked."""
    try:
        document = incoming(source).document(max_bytes)
        check_document(document)
    except (Problem, GraphError) as error:
        return Line(number, source.where, reason=str(error))
    return Line(number, source.where, document)


def lines(sources: Iterable[Source], max_bytes: int) -> Iterator[Line]:
    """All lines, numbered from 1."""
    return (line(number, source, max_bytes) for number, source in enumerate(sources, 1))


def portions(found: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines, as many at a time as are stored in one transaction."""
    batch: list[Line] = []
    characters = 0
    for one in found:
        batch.append(one)
        characters += len(one.document.text) if one.document else 0
        if len(batch) >= LINES or characters >= CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def store(room: ReadingRoom, job_id: str, batch: Sequence[Line]) -> None:
    """Store the documents of a batch of lines; `JobCancelled` if no more are wanted."""
    news = [one for one in batch if one.document is not None]
    documents = [one.document for one in news if one.document is not None]
    with room.writing() as session:
        added = add_documents(session, documents, [JobPlace(job_id, one.number, one.place) for one in news])
        exceptional = [Exceptional(one.number, one.place, REFUSED, one.reason) for one in batch if one.document is None]
        waiting = []
        for one, document, result in zip(news, documents, added, strict=True):
            if result.is_waiting:
                waiting.append(Waiting(result.id, len(document.text)))
            else:
                exceptional.append(Exceptional(one.number, one.place, KNOWN, document_id=result.id))
        state = record_lines(session, job_id, len(batch), exceptional)
        if state == CANCELLED:
            raise JobCancelled
        room.announce(session, waiting)


@dataclass(slots=True)
class Trial:
    """What taking documents in would come to."""

    new: int = 0
    known: int = 0
    refused: list[Line] = field(default_factory=list)


def trial(room: ReadingRoom, found: Iterable[Line]) -> Trial:
    """Check all lines and store nothing. What comes twice among them counts as new each time."""
    result = Trial()
    for batch in portions(found):
        documents = [one.document for one in batch if one.document is not None]
        with room.reading() as session:
            known = sum(are_stored(session, documents))
        result.new, result.known = result.new + len(documents) - known, result.known + known
        result.refused += [one for one in batch if one.document is None]
    return result


def _sentence(error: ValidationError) -> str:
    """What is wrong with the fields of a document."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors())

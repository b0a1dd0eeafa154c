"""Documents: put in, listed, shown with their facts, deleted; and texts read for trial."""

from collections.abc import Sequence
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.convertors import PathConvertor, register_url_convertor

from app import answers, paging, schemas
from app.context import Context, Parts, Reads, fresh, no_parameters
from app.erasure import erase
from app.errors import Problem
from app.fields import DocumentId, Words
from app.guard.marks import Scope, heavy, needs
from app.incoming import Incoming
from app.questions import DocumentQuestion, Paged
from app.readers import Unreadable
from app.reading import why_unread
from graph.errors import NotFound
from graph.queries import DocumentFilter, copies_of, counts_by_document, document_ids
from graph.resolve import facts_of_reading
from graph.store import document_facts
from graph.tables import Document
from graph.tallies import mentions_in
from graph.views import EntityRef, FactView, document_view, entities_of, references
from graph.vocabulary import Reading
from nlp.kinds import KINDS

DELETED = "its id, or your external id of it: `example-2019-paris` once the example of adding one is stored"
NOTHING = {"claims": 0, "facts": 0}


class DocumentConvertor(PathConvertor):
    """The id of a document in a path: an external id may have slashes, but `…/facts` are the facts of one."""

    regex = "(?:(?!/facts$).)*"


register_url_convertor("document", DocumentConvertor())
router = APIRouter(prefix="/v1", tags=["documents"])


@router.post(
    "/documents",
    summary="Add a document",
    status_code=201,
    response_model=answers.ReadDocument,
    responses={200: {"model": answers.ReadDocument, "description": "It was stored already"}},
    dependencies=[Depends(no_parameters)],
)
async def add(incoming: Incoming, parts: Parts, response: Response) -> Any:
    """Store a document, read it and give its facts; one that is stored already answers 200 and changes nothing."""
    answer, is_new = await to_thread.run_sync(_add, incoming, parts, limiter=parts.works.threads)
    response.status_code = 201 if is_new else 200
    return answer


@router.post(
    "/extract", summary="Read a text for trial", response_model=answers.Extraction, dependencies=[Depends(no_parameters)]
)
@needs(Scope.READ)
@heavy
def extract(incoming: Incoming, parts: Parts) -> Any:
    """What a text says, with nothing stored: to try things out."""
    new = incoming.document(parts.settings.max_text_bytes)
    if reason := why_unread(new.language):
        return {"language": new.language, "reason": reason, "entities": [], "facts": []}
    reading = parts.room.extract(new.text, new.published_at)
    if isinstance(reading, Unreadable):
        raise Problem(422, "unreadable-text", f"this text cannot be read: {reading.reason}")
    names = {entity.key: EntityRef(entity.key, entity.type, entity.name) for entity in reading.entities}
    facts = facts_of_reading(reading, KINDS, new.published_at)
    views = [document_view(fact, names, new.text) for fact in facts]
    return {
        "language": new.language,
        "entities": _extracted(reading, new.text),
        "facts": [schemas.fact(view) for view in views],
    }


@router.get("/documents", summary="The documents", response_model=answers.DocumentPage, dependencies=[Depends(fresh)])
def documents(question: Annotated[DocumentQuestion, Query()], session: Reads) -> Any:
    """The documents, newest first."""
    wanted = DocumentFilter(question.state, question.source, question.external_id, question.since, question.until)
    ids, end = document_ids(session, wanted, question.limit, paging.date_key(question.cursor))
    found = {document.id: document for document in session.scalars(select(Document).where(Document.id.in_(ids)))}
    return {"items": _summary(session, [found[key] for key in ids]), "next_cursor": paging.encode(end)}


@router.get(
    "/documents/{document_id:path}/facts",
    summary="The facts of a document",
    response_model=answers.FactPage,
    dependencies=[Depends(fresh)],
)
def facts(document_id: DocumentId, question: Annotated[Paged, Query()], session: Reads) -> Any:
    """The facts as the document states them, in the order of its text, with the words that name each actor."""
    views = _facts(session, _document(session, document_id))
    items, end = paging.after(views, _place_in_text, paging.decode(question.cursor, int, str), question.limit)
    return {"items": [schemas.fact(view) for view in items], "next_cursor": paging.encode(end)}


@router.get(
    "/documents/{document_id:document}",
    summary="A document with its text",
    response_model=answers.StoredDocument,
    dependencies=[Depends(fresh)],
)
def document(document_id: DocumentId, session: Reads, _: Annotated[None, Depends(no_parameters)]) -> Any:
    """A document with its text, and where it names whom."""
    stored = _document(session, document_id)
    told = {"text": stored.text, "mentions": mentions_in(session, stored.id), "copies": copies_of(session, stored)}
    return {**_summary(session, [stored])[0], **told}


@router.delete(
    "/documents/{document_id:document}", summary="Delete a document", status_code=204, dependencies=[Depends(no_parameters)]
)
def delete(document_id: Annotated[Words, Path(description=DELETED)], parts: Parts, request: Request) -> None:
    """Delete a document with its claims, the facts that rest on it alone and the names that it alone gives: nothing is left."""
    with parts.read.begin() as session:
        stored = _document(session, document_id).id
    erase(parts, stored, request.scope["state"].get("audit"))


def _add(incoming: Incoming, parts: Context) -> tuple[dict[str, Any], bool]:
    document_id, is_new = parts.room.accept(incoming.document(parts.settings.max_text_bytes))
    with parts.read.begin() as session:
        document = _document(session, document_id)
        facts = [schemas.fact(view) for view in _facts(session, document)]
        return {**_summary(session, [document])[0], "facts": facts}, is_new


def _document(session: Session, reference: str) -> Document:
    """The document with this id, or with this external id."""
    found = session.get(Document, reference)
    found = found or session.scalar(select(Document).where(Document.external_id == reference))
    if found is None:
        raise NotFound("document", reference)
    return found


def _facts(session: Session, document: Document) -> Sequence[FactView]:
    facts = document_facts(session, document.id, KINDS)
    names = references(session, {key for fact in facts for key in entities_of(fact)})
    return sorted((document_view(fact, names, document.text) for fact in facts), key=_place_in_text)


def _place_in_text(view: FactView) -> tuple[int, str]:
    return view.evidence[0].start, view.id


def _summary(session: Session, documents: Sequence[Document]) -> list[dict[str, Any]]:
    columns = answers.DocumentSummary.model_fields.keys() - {"counts"}
    counts = counts_by_document(session, [document.id for document in documents])
    return [
        {**{name: getattr(document, name) for name in columns}, "counts": counts.get(document.id, NOTHING)}
        for document in documents
    ]


def _extracted(reading: Reading, text: str) -> list[dict[str, Any]]:
    return [
        {
            "id": entity.key,
            "type": entity.type,
            "name": entity.name,
            "spans": entity.mentions,
            "mentions": list(dict.fromkeys(text[span.start : span.end] for span in entity.mentions)),
            "state": entity.state,
            "wikidata": entity.wikidata,
            "country": entity.country,
        }
        for entity in reading.entities
    ]

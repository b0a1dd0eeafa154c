"""Forgetting a document: deleted from the tables, and then from whatever else this process holds of it."""

import gc
import urllib.parse

from app.context import Context
from graph.audit import rename_target
from graph.database import read_sessions, scrub
from graph.store import delete_document
from graph.text_keys import forget_texts
from nlp.kinds import KINDS


def erase(context: Context, document_id: str, audit_entry: int | None) -> None:
    """Delete a document for good; the entry of the audit that tells of it is left with its id alone, not yours of it."""
    with context.write.begin() as session:
        delete_document(session, document_id, KINDS)
        if audit_entry is not None:
            rename_target(session, audit_entry, f"/v1/documents/{document_id}")
    _forget_copies(context)


def _forget_copies(context: Context) -> None:
    """Bring what is kept in memory to the revision without the document, and empty what only saves time."""
    scrub(context.engine)
    forget_texts()
    urllib.parse.clear_cache()  # type: ignore[attr-defined]  # addresses of requests; it is there and has no types
    with read_sessions(context.engine).begin() as session:
        context.finder.names(session)
        context.image.get(session)
    gc.collect()

"""Forgetting a document: deleted from the tables, and then from whatever else this process holds of it."""

import functools
import gc
import sys
import urllib.parse

from app.context import Context
from graph.audit import rename_target
from graph.database import read_sessions, scrub
from graph.store import delete_document, revision
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
    _empty_caches()
    urllib.parse.clear_cache()  # type: ignore[attr-defined]  # addresses of requests; it is there and has no types
    with read_sessions(context.engine).begin() as session:
        context.names.forget(revision(session))
        context.finder.names(session)
        context.image.get(session)
    context.image.forget_earlier()
    gc.collect()


def _empty_caches() -> None:
    """Empty functions of ours that remember what they were given. Those without a limit hold data of the program."""
    ours = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in ("app", "graph", "nlp")]
    for function in (value for module in ours for value in list(vars(module).values())):
        if isinstance(function, functools._lru_cache_wrapper) and function.cache_parameters()["maxsize"] is not None:
            function.cache_clear()

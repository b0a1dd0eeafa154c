"""What is kept of fetching: when an address was asked, what its server said of its state, why it gave no document."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.database import batches
from graph.tables import Document, Fetch


def remembered(session: Session, urls: Collection[str]) -> Mapping[str, Fetch]:
    """What is kept of addresses, by address."""
    found = (session.scalars(select(Fetch).where(Fetch.url.in_(batch))) for batch in batches(list(urls)))
    return {fetch.url: fetch for fetches in found for fetch in fetches}


def stored(session: Session, urls: Collection[str]) -> set[str]:
    """Those of the addresses of which there is a document."""
    found = (
        session.scalars(select(Document.external_id).where(Document.external_id.in_(batch))) for batch in batches(list(urls))
    )
    return {url for external_ids in found for url in external_ids if url}


def remember(session: Session, fetches: Iterable[Fetch]) -> None:
    """Keep what was found out, instead of what was kept before."""
    for fetch in fetches:
        session.merge(fetch)


def forget(session: Session, urls: Collection[str], before: dt.datetime) -> None:
    """Forget addresses, and pages without a document that were asked `before` some time."""
    for batch in batches(list(urls)):
        session.execute(delete(Fetch).where(Fetch.url.in_(batch)))
    session.execute(delete(Fetch).where(Fetch.problem.is_not(None), Fetch.fetched_at < before))

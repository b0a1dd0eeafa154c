"""Documents in, claims and facts kept: every write of the graph.

Each function works within the caller's transaction. A writer first takes the one row of `revision`, so that writers
follow one another and the order of revisions is the order of commits.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.orm import Session

from graph.claims import load_claims, store_claims
from graph.entities import resolve_entities, withdraw_unspoken
from graph.errors import InvalidDocument, NotFound
from graph.facts import Resolver
from graph.resolve import ConsolidatedFact, ResolvedClaim, claim_id, resolve_within
from graph.tables import Claim, Document, Fact, Mention, Revision
from graph.text_keys import text_digest
from graph.vocabulary import ClaimPart, FactKind, Reading

PENDING, READ, UNREAD, FAILED = "pending", "read", "unread", "failed"
LEASE = dt.timedelta(minutes=10)
"""How long a claimed document is left to its reader."""
_RAISED = "raised revision"
_NUMBER = select(Revision.number).where(Revision.id == 1)
_RAISE = update(Revision).where(Revision.id == 1).values(number=Revision.number + 1).returning(Revision.number)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A text to be stored, with what is known about it."""

    text: str
    title: str | None = None
    published_at: dt.date | None = None
    url: str | None = None
    source: str | None = None
    external_id: str | None = None
    language: str | None = None


def revision(session: Session) -> int:
    """The number that every change raises."""
    return session.execute(_NUMBER).scalar_one()


def raise_revision(session: Session) -> int:
    """Raise the revision, once a transaction, and give the new number; until it ends no other writer goes on."""
    transaction = session.get_transaction()
    raised = session.info.get(_RAISED)
    if transaction is not None and raised is not None and raised[0] is transaction:
        return cast(int, raised[1])
    number = session.execute(_RAISE, execution_options={"synchronize_session": False}).scalar_one()
    session.info[_RAISED] = (session.get_transaction(), number)
    return number


def add_document(session: Session, new: NewDocument) -> tuple[Document, bool]:
    """Store a document to be read, or give the one of the same text and day or the same external id; True if new.

    One whose reading failed waits to be read again.
    """
    _check(new)
    _lock(session)
    text_hash = text_digest(f"{new.published_at or ''}\n{new.text}")
    stored = _same_document(session, new.external_id, text_hash)
    if stored is not None:
        _retry(session, stored)
        return stored, False
    document = Document(
        id=f"doc_{text_hash[:20]}",
        external_id=new.external_id,
        text=new.text,
        text_hash=text_hash,
        content_hash=text_digest(new.text),
        title=new.title,
        url=new.url,
        source=new.source,
        published_at=new.published_at,
        language=new.language,
        state=PENDING,
        attempts=0,
        created_at=_now(),
    )
    session.add(document)
    raise_revision(session)
    session.flush()
    return document, True


def get_document(session: Session, document_id: str) -> Document:
    """The document of an id; `NotFound` where there is none."""
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound("document", document_id)
    return document


def pending(session: Session, limit: int) -> list[Document]:
    """Documents that wait to be read, the oldest first."""
    return list(session.scalars(select(Document).where(Document.state == PENDING).order_by(*_OLDEST).limit(limit)))


def claim_pending(session: Session, limit: int, lease: dt.timedelta = LEASE) -> list[Document]:
    """Take documents in hand to read them; until the lease ends, no other reader is given them."""
    now = _now()
    free = or_(Document.claimed_until.is_(None), Document.claimed_until < now)
    waiting = select(Document).where(Document.state == PENDING, free).order_by(*_OLDEST).limit(limit)
    documents = list(session.scalars(waiting.with_for_update(skip_locked=True)))
    for document in documents:
        document.claimed_until = now + lease
        document.attempts += 1
    session.flush()
    return documents


def save_reading(session: Session, document_id: str, reading: Reading, kinds: Mapping[str, FactKind]) -> bool:
    """Store what was read from a pending document, all together; False, and nothing done, if it is not pending."""
    document = _finish(session, document_id, READ)
    if document is None:
        return False
    resolved = resolve_entities(session, reading)
    claims = _resolve_claims(document, reading, resolved.ids)
    store_claims(session, claims)
    resolver = Resolver(session, kinds)
    resolver.ask(resolved.ids.values())
    _settle(resolver, resolved.moved, resolve_within(claims, kinds, resolver.belongs))
    return True


def mark_unread(session: Session, document_id: str, reason: str) -> bool:
    """Set a pending document aside: there is nothing to read in it; False if it is not pending."""
    return _finish(session, document_id, UNREAD, reason) is not None


def mark_failed(session: Session, document_id: str, reason: str) -> bool:
    """Set a pending document aside: reading it failed; False if it is not pending."""
    return _finish(session, document_id, FAILED, reason) is not None


def delete_document(session: Session, document_id: str, kinds: Mapping[str, FactKind]) -> None:
    """Delete a document with its claims; its facts become what the other documents say, or are withdrawn."""
    _lock(session)
    document = get_document(session, document_id)
    number = raise_revision(session)
    resolver = Resolver(session, kinds)
    touched = select(Claim.fact_id).where(Claim.document_id == document_id)
    views = resolver.connected(resolver.views(Claim.fact_id.in_(touched)))
    spoken_of = _entities_spoken_of(session, document_id)
    session.execute(delete(Document).where(Document.id == document.id))
    session.expire_all()
    resolver.settle((view for view in views if document_id not in view.documents), {view.id for view in views}, number)
    withdraw_unspoken(session, spoken_of)


def document_facts(session: Session, document_id: str, kinds: Mapping[str, FactKind]) -> list[ConsolidatedFact]:
    """The facts as one document states them, with the ids of the facts that they are part of."""
    get_document(session, document_id)
    return Resolver(session, kinds).views(Claim.document_id == document_id)


def rebuild(session: Session, kinds: Mapping[str, FactKind]) -> None:
    """Compute all facts anew from the claims."""
    number = raise_revision(session)
    resolver = Resolver(session, kinds)
    claims = [claim for claim, _ in load_claims(session, Claim.id.is_not(None))]
    resolver.ask_about(claims)
    views = resolve_within(claims, kinds, resolver.belongs)
    resolver.settle(views, session.scalars(select(Fact.id)).all(), number)


_OLDEST = (Document.created_at, Document.id)
_Finished = Row[str, dt.date | None, str]
"""Id, day of publication and hash of the content of a document that waits no longer."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _lock(session: Session) -> None:
    """Wait until no other writer is at work. SQLite's transactions do so as they begin."""
    session.execute(_NUMBER.with_for_update()).scalar_one()


def _check(new: NewDocument) -> None:
    """Refuse what a database cannot hold, rather than change the text under its offsets."""
    for name in ("text", "title", "url", "source", "external_id", "language"):
        value = getattr(new, name) or ""
        if "\0" in value:
            raise InvalidDocument(f"the {name} holds a NUL character at {value.index(chr(0))}")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InvalidDocument(f"the {name} holds half a character at {error.start}") from error


def _same_document(session: Session, external_id: str | None, text_hash: str) -> Document | None:
    same = Document.text_hash == text_hash
    if external_id is not None:
        same = or_(same, Document.external_id == external_id)
    stored = session.scalars(select(Document).where(same)).all()
    return min(stored, key=lambda document: document.external_id != external_id, default=None)


def _retry(session: Session, document: Document) -> None:
    """Have a document read once more whose reading failed."""
    if document.state == FAILED:
        document.state, document.reason, document.read_at, document.attempts = PENDING, None, None, 0
        raise_revision(session)


def _finish(session: Session, document_id: str, state: str, reason: str | None = None) -> _Finished | None:
    """Take a document out of the pending ones; None if another has done so."""
    _lock(session)
    values = {"state": state, "reason": reason, "read_at": _now(), "claimed_until": None}
    done = update(Document).where(Document.id == document_id, Document.state == PENDING).values(values)
    row = session.execute(done.returning(Document.id, Document.published_at, Document.content_hash)).one_or_none()
    if row is not None:
        raise_revision(session)
    return row


def _resolve_claims(document: _Finished, reading: Reading, ids: Mapping[str, str]) -> list[ResolvedClaim]:
    """The claims of a reading by the ids of their entities; what is read twice from the same words counts once."""

    def settled(part: ClaimPart) -> ClaimPart:
        return replace(part, entity=ids[part.entity])

    resolved: dict[str, ResolvedClaim] = {}
    for claim in reading.claims:
        settled_claim = replace(
            claim,
            parts=tuple(map(settled, claim.parts)),
            place=settled(claim.place) if claim.place else None,
            said_by=ids[claim.said_by] if claim.said_by else None,
        )
        id_ = claim_id(document.id, settled_claim)
        resolved.setdefault(id_, ResolvedClaim(id_, settled_claim, document.id, document.published_at, document.content_hash))
    return list(resolved.values())


def _settle(resolver: Resolver, moved: Collection[str], fresh: Sequence[ConsolidatedFact]) -> None:
    """Resolve fresh views, and the facts of entities that have `moved` to a state, with all that hangs on them."""
    unsettled = _facts_around(resolver, moved) if moved else []
    views = resolver.connected([*fresh, *unsettled])
    resolver.settle(views, {view.id for view in views}, raise_revision(resolver.session))


def _facts_around(resolver: Resolver, moved: Collection[str]) -> list[ConsolidatedFact]:
    """The views that hung together with those of `moved` entities as long as these belonged to no state."""
    before = Resolver(resolver.session, resolver.kinds, homeless=moved)
    speaking = select(Claim.fact_id).join(Mention).where(Mention.entity_id.in_(moved), Claim.fact_id.is_not(None))
    views = before.connected(before.views(Claim.fact_id.in_(speaking)))
    return resolver.views(Claim.fact_id.in_({view.id for view in views}))


def _entities_spoken_of(session: Session, document_id: str) -> set[str]:
    mentioned = select(Mention.entity_id).join(Claim).where(Claim.document_id == document_id)
    speakers = select(Claim.said_by_id).where(Claim.document_id == document_id, Claim.said_by_id.is_not(None))
    return {entity for entity in (*session.scalars(mentioned), *session.scalars(speakers)) if entity}

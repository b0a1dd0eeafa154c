"""Documents in, claims and facts kept: every write of the graph.

Each function works within the caller's transaction. A writer first takes the one row of `revision`, so that writers
follow one another and the order of revisions is the order of commits.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from graph.claims import Understood, place_claims, store_claims, understood
from graph.copies import NewText, group_texts, ungroup
from graph.curation import Opinion, judge_entities
from graph.database import batches
from graph.documents import NewDocument, add_document
from graph.entities import Link, resolve_entities
from graph.errors import NotFound
from graph.facts import Settlement, documents_that_speak_of, views_of
from graph.judgements import Verdict
from graph.naming import forget_silent, forget_unused, used_names
from graph.queue import FAILED, PENDING, READ, UNREAD, now
from graph.resolve import ConsolidatedFact, ResolvedClaim, claim_id
from graph.revision import lock, raise_revision, revision
from graph.rulings import rulings, was_judged
from graph.standing import withdraw_unspoken
from graph.tables import Claim, Document, Match, Mention
from graph.vocabulary import ClaimPart, FactKind, Reading

__all__ = [
    "FAILED",
    "PENDING",
    "READ",
    "UNREAD",
    "NewDocument",
    "add_document",
    "delete_document",
    "document_facts",
    "get_document",
    "is_settled",
    "mark_failed",
    "mark_unread",
    "raise_revision",
    "revision",
    "save_reading",
    "save_readings",
]

PROGRAM = "backchannel"
"""The author of judgements that the program itself made."""


def get_document(session: Session, document_id: str) -> Document:
    """The document of an id; `NotFound` where there is none."""
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound("document", document_id)
    return document


def save_reading(session: Session, document_id: str, reading: Reading, kinds: Mapping[str, FactKind]) -> bool:
    """Store what was read from a pending document, all together; False, and nothing done, if it is not pending."""
    return bool(save_readings(session, {document_id: reading}, kinds))


def save_readings(session: Session, readings: Mapping[str, Reading], kinds: Mapping[str, FactKind]) -> list[str]:
    """Store what was read from pending documents by their ids, all together; the ids of those that were pending."""
    finished = _finish(session, list(readings), READ)
    if not finished:
        return []
    texts = group_texts(session, [NewText(row.id, row.text, row.published_at) for row in finished])
    claims: list[Understood] = []
    moved: set[str] = set()
    linked: list[Link] = []
    found = resolve_entities(session, {row.id: readings[row.id] for row in finished}, raise_revision(session))
    for row in finished:
        resolved = found[row.id]
        read = _resolve_claims(row, texts.group_of[row.id], readings[row.id], resolved.ids)
        claims += (understood(claim, resolved.meant) for claim in read)
        moved |= resolved.moved
        linked += resolved.linked
    _settle(session, claims, moved, texts.changed, kinds)
    _join(session, linked, kinds)
    return [row.id for row in finished]


def mark_unread(session: Session, document_id: str, reason: str) -> bool:
    """Set a pending document aside: there is nothing to read in it; False if it is not pending."""
    return bool(_finish(session, [document_id], UNREAD, reason))


def mark_failed(session: Session, document_id: str, reason: str) -> bool:
    """Set a pending document aside: reading it failed; False if it is not pending."""
    return bool(_finish(session, [document_id], FAILED, reason))


def delete_document(session: Session, document_id: str, kinds: Mapping[str, FactKind]) -> None:
    """Delete a document with its claims; its facts become what the other documents say, or are withdrawn."""
    lock(session)
    document = get_document(session, document_id)
    number = raise_revision(session)
    spoken_of, names = _entities_spoken_of(session, document_id), used_names(session, document_id)
    settlement = Settlement(session, kinds, rulings(session).facts)
    settlement.forget([document_id])
    settlement.recount(ungroup(session, document_id))
    session.execute(delete(Match).where(Match.document_id == document_id))
    session.execute(delete(Document).where(Document.id == document.id))
    session.expire_all()
    settlement.settle(number)
    silent = withdraw_unspoken(session, spoken_of)
    forget_unused(session, names, number)
    forget_silent(session, silent)


def document_facts(session: Session, document_id: str, kinds: Mapping[str, FactKind]) -> list[ConsolidatedFact]:
    """The facts as one document states them, with the ids of the facts that they are part of."""
    get_document(session, document_id)
    return views_of(session, kinds, document_id)


def is_settled(session: Session) -> bool:
    """Whether all claims stand under facts as this code makes them; not so those that an earlier version stored."""
    return session.scalar(select(Claim.id).where(Claim.telling_id.is_(None)).limit(1)) is None


def _settle(
    session: Session,
    claims: Sequence[Understood],
    moved: Collection[str],
    recounted: Collection[str],
    kinds: Mapping[str, FactKind],
) -> None:
    """Store new claims with the facts that they make.

    What was said of entities that have `moved` to a state is told anew, and what `recounted` documents tell is counted anew.
    """
    settlement = Settlement(session, kinds, rulings(session).facts)
    settlement.recount(recounted)
    if moved:
        settlement.retell(documents_that_speak_of(session, moved))
    settlement.say([claim.meant for claim in claims])
    placed = settlement.settle(raise_revision(session))
    new = {claim.read.id for claim in claims}
    place_claims(session, {id_: where for id_, where in placed.items() if id_ not in new})
    store_claims(session, claims, placed)


def _join(session: Session, linked: Iterable[Link], kinds: Mapping[str, FactKind]) -> None:
    """Have entities stand for those that a document names as one with them, unless people ruled on the two before.

    It is written down as a judgement of the program, so that it can be taken back like any other.
    """
    for link in linked:
        judged = rulings(session).entities
        if link.other_id in judged.together(link.entity_id) or link.other_id in judged.apart([link.entity_id]):
            continue
        if was_judged(session, link.entity_id, link.other_id):
            continue
        reason = "a document calls one by both names"  # which ones is not kept: the document may be forgotten
        judge_entities(session, kinds, link.entity_id, link.other_id, Verdict.SAME, Opinion(PROGRAM, reason))


_Finished = Row[str, dt.date | None, str]
"""Id, day of publication and text of a document that waits no longer."""


def _finish(session: Session, document_ids: Sequence[str], state: str, reason: str | None = None) -> list[_Finished]:
    """Take documents out of the pending ones, all but those of which another has done so, in the order given."""
    lock(session)
    values = {"state": state, "reason": reason, "read_at": now(), "claimed_until": None}
    finished: list[_Finished] = []
    for batch in batches(document_ids):
        done = update(Document).where(Document.id.in_(batch), Document.state == PENDING).values(values)
        done = done.execution_options(synchronize_session="fetch")
        finished += session.execute(done.returning(Document.id, Document.published_at, Document.text)).all()
    if finished:
        raise_revision(session)
    place = {document_id: number for number, document_id in enumerate(document_ids)}
    return sorted(finished, key=lambda row: place[row.id])


def _resolve_claims(document: _Finished, source: str, reading: Reading, ids: Mapping[str, str]) -> list[ResolvedClaim]:
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
        resolved.setdefault(id_, ResolvedClaim(id_, settled_claim, document.id, document.published_at, source))
    return list(resolved.values())


def _entities_spoken_of(session: Session, document_id: str) -> set[str]:
    """The entities that a document means, and those that it was read to mean."""
    mentioned = select(Mention.entity_id, Mention.read_as).join(Claim).where(Claim.document_id == document_id)
    speakers = select(Claim.said_by_id, Claim.speaker_read_as).where(Claim.document_id == document_id)
    rows = (*session.execute(mentioned), *session.execute(speakers))
    return {entity for row in rows for entity in row if entity}

"""The tables: documents and the jobs that brought them, entities and names, claims and mentions, facts and parts,
judgements, revision, keys and the audit.

Claims are what documents say and are never changed by resolution; facts and parts are computed from claims and
judgements and may be rebuilt at any time. Ids are text: a prefix that tells the kind of row and a hash or UUID.
"""

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back when a row is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a moment without a zone; store it in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Give the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """Base of all tables; constraints have names, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dict[str, Any]: JSON, str: String, dt.date: Date, dt.datetime: UtcDateTime}


class Job(Base):
    """Documents taken in together, by one bulk request or one run of `ingest`.

    `state` tells how far its lines have been received: `receiving`, `received`, `interrupted`, `cancelled`.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str]
    """Where the lines came from, in words."""
    state: Mapped[str]
    reason: Mapped[str | None]
    lines: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    """Lines whose documents were stored already."""
    refused: Mapped[int] = mapped_column(default=0)
    """Lines that hold no document."""
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
    updated_at: Mapped[dt.datetime]
    """When the last line was received."""


class JobLine(Base):
    """A line of a job that brought no new document: `refused`, with the reason, or `known`."""

    __tablename__ = "job_lines"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]
    """File and line, as the one who sent it knows it."""
    outcome: Mapped[str]
    reason: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(index=True)


class Document(Base):
    """A stored text and how far it has been read.

    `state`: `pending` (stored, not yet read), `read`, `unread` (not English, or nothing to read), `failed`.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_state_pending_since", "state", "pending_since", "id"),
        Index("ix_documents_job_id_state", "job_id", "state", "read_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of text and publication date: the same text of the same day is the same document."""
    text_group: Mapped[str] = mapped_column(index=True)
    """The earliest of the documents whose texts are copies of each other; they count as one source."""
    title: Mapped[str | None]
    url: Mapped[str | None]
    source: Mapped[str | None]
    published_at: Mapped[dt.date | None] = mapped_column(index=True)
    language: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """How often reading has begun."""
    pending_since: Mapped[dt.datetime | None]
    """Since when it has been waiting to be read, or had been; the queue's order."""
    claimed_until: Mapped[dt.datetime | None]
    """Until then a reader has the document in hand and others leave it alone."""
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    job_id: Mapped[str | None]
    job_line: Mapped[int | None]
    """The job, and the line of it, that brought it."""
    place: Mapped[str | None]
    """File and line it came from, as the one who sent it knows it."""

    claims: Mapped[list["Claim"]] = relationship(back_populates="document", cascade="all, delete-orphan", passive_deletes=True)


class Entity(Base):
    """An actor or a place. One with `merged_into` redirects there; one `withdrawn` has nothing that speaks of it."""

    __tablename__ = "entities"
    __table_args__ = (Index("ix_entities_name_id", "name", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    known_key: Mapped[str | None] = mapped_column(unique=True)
    """The gazetteer's key, where the gazetteer knows the entity."""
    wikidata: Mapped[str | None] = mapped_column(index=True)
    country: Mapped[str | None] = mapped_column(String(3), index=True)
    state_id: Mapped[str | None] = mapped_column(ForeignKey("entities.id"))
    """The state or body a person acts for, after judgements; keeps namesakes apart."""
    own_state_id: Mapped[str | None] = mapped_column(ForeignKey("entities.id"))
    """The same as it was first read, before judgements."""
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("entities.id"), index=True)
    """The entity that stands for it, by judgements; never one that is merged itself."""
    withdrawn: Mapped[bool] = mapped_column(default=False)
    imported: Mapped[bool] = mapped_column(default=False)
    """Whether it is known from a list and stays without a document that speaks of it."""
    changed: Mapped[int] = mapped_column(Integer, index=True, default=0)
    """The revision that last changed its names or what it is merged into."""
    created_at: Mapped[dt.datetime]

    names: Mapped[list["Name"]] = relationship(back_populates="entity", cascade="all, delete-orphan", passive_deletes=True)


class Name(Base):
    """A name of an entity, as written and as it is searched (`norm`: case, accents and punctuation folded)."""

    __tablename__ = "names"
    __table_args__ = (Index("ix_names_norm_entity_id", "norm", "entity_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entities.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    norm: Mapped[str]
    imported: Mapped[bool] = mapped_column(default=False)
    """Whether a list gives it, so that it stays without a document that uses it."""
    entity: Mapped[Entity] = relationship(back_populates="names")


class ImportedId(Base):
    """The id by which a list that was imported knows an entity."""

    __tablename__ = "imported_ids"

    id: Mapped[str] = mapped_column(primary_key=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entities.id", ondelete="CASCADE"), index=True)


class Term(Base):
    """An office that a person held, as a list that was imported tells."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("entity_id", "office", "of_id", "since", name="uq_terms_entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entities.id", ondelete="CASCADE"), index=True)
    office: Mapped[str]
    of_id: Mapped[str] = mapped_column(ForeignKey("entities.id"))
    """The state or body."""
    since: Mapped[str | None]
    until: Mapped[str | None]
    """As precise as known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""


class NameKey(Base):
    """A key under which a name is found by those that may be the same in another spelling; see `graph.candidates`."""

    __tablename__ = "name_keys"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("names.id", ondelete="CASCADE"), primary_key=True, index=True)


class NameUse(Base):
    """That a document calls an entity by a name; a name that nobody uses any more is forgotten."""

    __tablename__ = "name_uses"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("names.id", ondelete="CASCADE"), primary_key=True, index=True)


class Claim(Base):
    """What one sentence of one document says; see `graph.vocabulary.Claim`."""

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    fact_id: Mapped[str | None] = mapped_column(ForeignKey("facts.id", ondelete="SET NULL"), index=True)
    telling_id: Mapped[str | None] = mapped_column(ForeignKey("tellings.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    status: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    values: Mapped[dict[str, Any]]
    dates: Mapped[dict[str, Any]]
    """`{"date": {"start", "end", "precision", "text"}}`, or `since` and `until`."""
    said_by_id: Mapped[str | None] = mapped_column(ForeignKey("entities.id"), index=True)
    speaker_read_as: Mapped[str | None] = mapped_column(ForeignKey("entities.id"), index=True)
    """Whom reading took for the speaker, where a judgement has it be another."""
    confidence: Mapped[float] = mapped_column(Float)
    rule: Mapped[str]

    document: Mapped[Document] = relationship(back_populates="claims")
    mentions: Mapped[list["Mention"]] = relationship(back_populates="claim", cascade="all, delete-orphan", passive_deletes=True)


class Mention(Base):
    """The words of a claim that name one entity's part in it; `role` is `place` for its place."""

    __tablename__ = "mentions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entities.id"), index=True)
    read_as: Mapped[str | None] = mapped_column(ForeignKey("entities.id"), index=True)
    """Whom reading took it to name, where a judgement has it name another."""
    role: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    claim: Mapped[Claim] = relationship(back_populates="mentions")


class Fact(Base):
    """What the claims about one happening add up to. `start` and `end` are the days it is known to lie between."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_kind_status_start", "kind", "status", "start"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    start: Mapped[dt.date | None] = mapped_column(index=True)
    end: Mapped[dt.date | None]
    dates: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any]]
    place_id: Mapped[str | None] = mapped_column(ForeignKey("entities.id"), index=True)
    confidence: Mapped[float] = mapped_column(Float)
    sources: Mapped[int] = mapped_column(Integer)
    """Number of independent texts that say so."""
    doubt: Mapped[int] = mapped_column(BigInteger)
    """What doubt they leave, in millionths of -ln(1 - confidence); added up, it gives the confidence."""
    changed: Mapped[int] = mapped_column(Integer, index=True)
    """The revision that last changed it."""
    added: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """The revision that added it; 0 if that was before revisions were kept."""

    parts: Mapped[list["Part"]] = relationship(back_populates="fact", cascade="all, delete-orphan", passive_deletes=True)


class Telling(Base):
    """What documents that say the same say of one happening, once for all of them; see `graph.tellings`."""

    __tablename__ = "tellings"

    id: Mapped[str] = mapped_column(primary_key=True)
    fact_id: Mapped[str | None] = mapped_column(ForeignKey("facts.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    told: Mapped[dict[str, Any]]
    """Status, parts, values, dates, place: all that facts are told apart by and made of."""
    documents: Mapped[int]
    """How many documents tell it."""
    weight: Mapped[int] = mapped_column(BigInteger)
    first: Mapped[list[Any]] = mapped_column(JSON)
    """Day, document, offset and id of its first claim."""
    last: Mapped[dt.date]
    """The last day on which it was told."""


class TellingKey(Base):
    """A key under which a telling is found by those that may be of the same happening."""

    __tablename__ = "telling_keys"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    telling_id: Mapped[str] = mapped_column(ForeignKey("tellings.id", ondelete="CASCADE"), primary_key=True, index=True)


class TextBand(Base):
    """A hash of a part of a text's signature: texts that share one may be copies of each other."""

    __tablename__ = "text_bands"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True)


class Match(Base):
    """Why a name of a document was taken for an entity, or was not: the decision with its reasons."""

    __tablename__ = "matches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entities.id", ondelete="CASCADE"), index=True)
    """The entity that the name stands for."""
    candidate_id: Mapped[str | None] = mapped_column(ForeignKey("entities.id", ondelete="CASCADE"), index=True)
    """The entity that it was compared with; none where it is new, or the gazetteer knows it."""
    name: Mapped[str]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"), index=True)
    """The document that first gave reason for it."""
    verdict: Mapped[str] = mapped_column(index=True)
    """`same`, `different` or `unsure`."""
    score: Mapped[float] = mapped_column(Float)
    reasons: Mapped[list[Any]] = mapped_column(JSON)
    """`[{"reason", "detail", "points"}]`, the weightiest first."""
    created_at: Mapped[dt.datetime]


class WithdrawnFact(Base):
    """The id of a fact that no claim supports any more, the revision that withdrew it, and the fact that took its claims."""

    __tablename__ = "withdrawn_facts"

    id: Mapped[str] = mapped_column(primary_key=True)
    changed: Mapped[int] = mapped_column(Integer, index=True)
    successor_id: Mapped[str | None]


class Part(Base):
    """One edge of the graph: an actor's part in a fact."""

    __tablename__ = "parts"
    __table_args__ = (Index("ix_parts_entity_id_role", "entity_id", "role"),)

    fact_id: Mapped[str] = mapped_column(ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entities.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[Fact] = relationship(back_populates="parts")


class Judgement(Base):
    """A person's ruling that two entities or two facts are the `same`, `different`, or that it is `unsure`.

    It is never deleted: one taken back keeps who made it, and who took it back.
    """

    __tablename__ = "judgements"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    """Their order: of two that contradict each other the later counts."""
    subject: Mapped[str]
    """`entity` or `fact`."""
    left_id: Mapped[str] = mapped_column(index=True)
    """Of two entities that are the same, the one that stands for both."""
    right_id: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    left_items: Mapped[list[str]] = mapped_column(JSON)
    """Of a fact its claims as they were; facts are known by these, since their ids follow their claims."""
    right_items: Mapped[list[str]] = mapped_column(JSON)
    """The same; of an entity split off, the documents that speak of it."""
    author: Mapped[str]
    reason: Mapped[str | None]
    created_at: Mapped[dt.datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[dt.datetime | None]


class Revision(Base):
    """One row that every writer raises in its transaction; its row lock makes commit order revision order."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    lineage: Mapped[str] = mapped_column(server_default="")
    """A word that no other database has."""


class ApiKey(Base):
    """A key that someone may ask with. The key itself is not kept: `digest` is its SHA-256, found by its public `prefix`."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    rate: Mapped[str | None]
    """How often it may ask, such as `600/minute`; the setting's rate where there is none."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    last_used_at: Mapped[dt.datetime | None]


class AuditEntry(Base):
    """That someone asked to change something: written before it is done; `status` is the answer, none while it is unknown."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[str]
    """The name of the key, or who else it was."""
    key_id: Mapped[str | None] = mapped_column(index=True)
    address: Mapped[str | None]
    action: Mapped[str]
    target: Mapped[str]
    status: Mapped[int | None]


class Fetch(Base):
    """What is to be known when an address is asked again: of a feed, or of a page that gave no document."""

    __tablename__ = "fetches"

    url: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    problem: Mapped[str | None]
    """Why it gave no document."""
    fetched_at: Mapped[dt.datetime] = mapped_column(index=True)


class Webhook(Base):
    """An address that is told of changes to facts; `seen_*` is how far deliveries to it have been made."""

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    secret: Mapped[str]
    """Signs what is sent; kept as it is, since a signature cannot be made of a hash."""
    kinds: Mapped[list[str]] = mapped_column(JSON)
    """The kinds of fact that are told; all if empty."""
    entity_ids: Mapped[list[str]] = mapped_column(JSON)
    """Who must all take part in the facts that are told."""
    created_at: Mapped[dt.datetime]
    seen_base: Mapped[int]
    seen_revision: Mapped[int]
    seen_fact_id: Mapped[str]


class Delivery(Base):
    """Changes that a webhook is to be told of, and what became of that: `pending`, `delivered` or `failed`.

    The facts are read anew for each attempt, so that no delivery keeps words of a document that was deleted.
    """

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), index=True)
    items: Mapped[list[list[Any]]] = mapped_column(JSON)
    """Revision, change and id of each fact."""
    state: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[dt.datetime]
    """When it is tried next; for as long as one is at it, when others may take it over."""
    status: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

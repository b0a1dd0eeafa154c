"""What the API answers besides facts: documents, entities, counterparts, chains, and what went wrong."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.schemas import DateSpan, EntityReference, Evidence, Fact, Schema, page
from graph.vocabulary import EntityType


class Problem(BaseModel):
    """What went wrong (RFC 9457); some problems say more, such as `suggestions`, `candidates` or `errors`."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:backchannel:problem:entity-not-found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["no entity 'Zelenski'; did you mean Volodymyr Zelensky?"])
    code: str = Field(description="stable: programs may rely on it", examples=["entity-not-found"])


class Counts(Schema):
    """How much was read in a document."""

    claims: int
    facts: int = Field(description="how many facts the claims support")


class DocumentSummary(Schema):
    """A document, without its text."""

    id: str
    external_id: str | None
    title: str | None
    url: str | None
    source: str | None
    published_at: dt.date | None
    language: str | None
    state: Literal["pending", "read", "unread", "failed"]
    reason: str | None = Field(description="why it was not read, or could not be")
    created_at: dt.datetime
    read_at: dt.datetime | None
    counts: Counts


class Stretch(Schema):
    """A stretch of a text, counted in Unicode code points."""

    start: int
    end: int


class DocumentMention(Stretch):
    """Words of a document that name an actor or place in a fact."""

    entity: EntityReference
    role: str = Field(description="its part in the fact; `place` for where it was")
    fact_id: str


class StoredDocument(DocumentSummary):
    """A document with its text, in which offsets of quotes count."""

    text: str
    mentions: list[DocumentMention] = Field(description="the words that name who took part in its facts, in their order")
    copies: list[str] = Field(
        description="ids of other documents with nearly this text, the first hundred; all count as one source"
    )


class ReadDocument(DocumentSummary):
    """A document with the facts read in it."""

    facts: list[Fact]


class ExtractedEntity(Schema):
    """An actor or place of one text."""

    id: str
    type: EntityType
    name: str
    mentions: list[str] = Field(description="the words that speak of it, each once")
    spans: list[Stretch] = Field(description="where the text speaks of it")
    state: str | None = Field(description="the id of the state or body a person acts for")
    wikidata: str | None
    country: str | None


class Extraction(Schema):
    """What a text says; nothing is stored."""

    language: str
    reason: str | None = Field(None, description="why the text was not read")
    entities: list[ExtractedEntity]
    facts: list[Fact]


class ListedEntity(Schema):
    """An entity in a list."""

    id: str
    type: EntityType
    name: str
    country: str | None
    facts: int = Field(description="how many facts it takes part in")


class Suggestion(Schema):
    """An entity that someone who types may mean."""

    entity: EntityReference
    office: str | None = Field(description="the office by which it was found; null if by its name")


class Suggestions(Schema):
    """Who may be meant, best first."""

    items: list[Suggestion]


class MeetingPlace(Schema):
    """A place, and how many meetings were there."""

    place: EntityReference
    country: str | None = Field(description="ISO 3166-1 alpha-3 code of the state in which it lies, where that is known")
    latitude: float | None = Field(description="degrees; null where it is not known where the place lies")
    longitude: float | None
    meetings: int
    first: dt.date | None
    last: dt.date | None


class MeetingPlaces(Schema):
    """Places of meetings, most meetings first."""

    items: list[MeetingPlace]


class MeetingPeriod(Schema):
    """How many meetings lie between the same two days: one day where the day is known, a month where only that is."""

    start: dt.date
    end: dt.date
    meetings: int


class MeetingPeriods(Schema):
    """Meetings by their days, earliest first; those without a date are left out."""

    items: list[MeetingPeriod]


class Ids(Schema):
    """What others call it."""

    wikidata: str | None
    country: str | None = Field(description="ISO 3166-1 alpha-3 code of the state it is, or belongs to")
    known_key: str | None = Field(description="the gazetteer's key")


class Office(Schema):
    """An office that a person holds or held."""

    fact_id: str
    title: str | None
    of: EntityReference
    status: str
    since: DateSpan | None
    until: DateSpan | None


class EntityDetail(Schema):
    """All about an entity but its facts."""

    id: str
    type: EntityType
    name: str
    names: list[str]
    ids: Ids
    acts_for: EntityReference | None
    offices: list[Office]
    facts: dict[str, int] = Field(description="how many facts of each kind it takes part in")


class Counterpart(Schema):
    """Someone with whom the one asked about met."""

    entity: EntityReference
    meetings: int
    sources: int = Field(description="number of independent texts that tell of these meetings")
    first: DateSpan | None
    last: DateSpan | None
    evidence: list["MeetingEvidence"] = Field(description="quotes, those of the latest meetings first")


class MeetingEvidence(Evidence):
    """Words that tell of a meeting."""

    fact_id: str


class Neighbour(Schema):
    """Someone with whom an entity shares facts."""

    entity: EntityReference
    facts: int
    kinds: dict[str, int]
    first: DateSpan | None
    last: DateSpan | None


class Hop(Schema):
    """One step of a chain of contacts."""

    source: EntityReference
    target: EntityReference
    quote: str | None = Field(description="the words that tell of the contact; null without `evidence`")
    facts: int = Field(description="how many facts would do for this hop; the best attested is shown")
    fact_id: str
    fact: Fact | None = Field(description="the fact; null without `evidence`")


class Chain(Schema):
    """A chain of contacts from source to target."""

    length: int
    entities: list[EntityReference]
    hops: list[Hop]
    arrives: dt.date | None = Field(None, description="the first day on which a message can have arrived, where order matters")


class Chains(Schema):
    """Chains of contacts, shortest first."""

    items: Sequence[Chain]
    source: EntityReference
    target: EntityReference
    complete: bool = Field(description="false where the deadline or `max_contacts` ended the search before all were found")
    reason: str | None = Field(None, description="why there is no chain")


class Reached(Schema):
    """Someone whom a message could have reached."""

    entity: EntityReference
    arrives: dt.date | None = Field(description="the first day on which it can have come; null if no contact tells its first")
    hops: int
    via: EntityReference = Field(description="who had it before")
    quote: str | None = Field(description="the words that tell of the contact")
    fact: Fact


class Reachable(Schema):
    """A page of those whom a message could have reached, the earliest first."""

    items: Sequence[Reached]
    next_cursor: str | None
    source: EntityReference
    reached: int = Field(description="how many are reached in all")
    complete: bool = Field(description="false where the deadline or `max_contacts` ended the search before all were found")


class Node(Schema):
    """An entity of a network."""

    entity: EntityReference
    facts: int = Field(description="how many facts it shares with others, in and out of this network")


class Edge(Schema):
    """That two entities of a network share facts."""

    source: str
    target: str
    facts: int


class ContactPart(Schema):
    """The part of one entity of a network in a fact."""

    entity: str = Field(description="its id")
    role: str


class Contact(Schema):
    """A fact that entities of a network share."""

    id: str
    kind: str
    status: str = Field(description="its status, or its stance")
    start: dt.date | None
    end: dt.date | None
    sources: int
    parts: list[ContactPart]


class Network(Schema):
    """The neighbourhood of an entity, to be drawn."""

    nodes: list[Node]
    edges: list[Edge]
    contacts: list[Contact] = Field([], description="the facts that they share, the latest first, if asked for")
    complete: bool = Field(description="false where the limit left entities out")


class BrokerLinks(Schema):
    """Where a broker's contacts are, with the words that tell of them."""

    met: str
    network: str


class Broker(Schema):
    """Someone who connects others."""

    entity: EntityReference
    betweenness: float = Field(description="share of the shortest chains between others that lead through it")
    degree: int = Field(description="with how many it had contact")
    core: int = Field(description="the greatest k for which it is in the k-core: a group in which each has contact with k of it")
    community: int = Field(
        description="number of its community, a group with more contact within than with others; 0 is the largest"
    )
    links: BrokerLinks


class Brokers(Schema):
    """A page of those who connect others, highest betweenness first."""

    items: Sequence[Broker]
    next_cursor: str | None
    nodes: int = Field(description="how many actors have contacts in this network")
    edges: int = Field(description="how many pairs of them do")
    communities: int = Field(description="how many communities they make, found by Louvain's method")
    sampled: bool = Field(description="whether betweenness is estimated from chains that begin at a part of the actors")


class LedgerEntry(Schema):
    """One claim of a fact: the status it gives, who said so, where and when."""

    id: str
    evidence: Evidence
    values: dict[str, Any]
    dates: dict[str, DateSpan]
    confidence: float
    rule: str = Field(description="the rule or model that read it")


class History(Schema):
    """How a fact came to its status: its claims, in the order of their publication."""

    fact: Fact
    items: list[LedgerEntry]


class LineCounts(Schema):
    """The lines of a job by what became of them."""

    pending: int
    read: int
    unread: int = Field(description="kept and not read, such as those in another language")
    failed: int
    known: int = Field(description="stored already before this job")
    refused: int = Field(description="no document, such as broken JSON")


class JobLine(Schema):
    """What became of a line."""

    line: int
    place: str = Field(description="the line, as the sender knows it")
    outcome: Literal["pending", "read", "unread", "failed", "known", "refused"]
    reason: str | None
    document_id: str | None


class Job(Schema):
    """Documents taken in together, and how far that has got."""

    id: str
    origin: str
    state: Literal["receiving", "reading", "done", "interrupted", "cancelled"]
    reason: str | None = Field(description="why it was interrupted")
    created_at: dt.datetime
    finished_at: dt.datetime | None
    lines: int = Field(description="lines received")
    counts: LineCounts
    awaited: int = Field(description="documents still to be read, with those that another job brought")
    documents_per_second: float | None
    seconds_left: float | None
    failures: list[JobLine] = Field([], description="the first lines that failed or were refused; `/lines` has all")


class Readiness(Schema):
    """Whether the service can do its work."""

    status: Literal["ready", "not ready"]
    database: bool
    reader: bool = Field(description="whether texts can be read")
    progress: bool = Field(description="whether what waits is being read")
    pending: int | None = Field(description="documents that wait to be read")


class AuditEntry(Schema):
    """A request that could change something."""

    id: int
    at: dt.datetime
    actor: str = Field(description="the name of the key; `local` for this machine, `cli:` and a user for the command line")
    key_id: str | None
    address: str | None
    action: str
    target: str
    status: int | None = Field(description="how it was answered; null while that is not known")


class Webhook(Schema):
    """An address that is told of changes."""

    id: str
    url: str
    kinds: list[str] = Field(description="of which kinds of fact; all if empty")
    entity_ids: list[str] = Field(description="who must take part")
    created_at: dt.datetime


class NewWebhook(Webhook):
    """A webhook, with what signs its messages."""

    secret: str = Field(description="shown this once; see the how-to page on webhooks for checking signatures")


class Delivery(Schema):
    """Changes that a webhook is told of at once."""

    id: int
    state: Literal["pending", "delivered", "failed"]
    attempts: int
    due_at: dt.datetime = Field(description="when it is tried next, if it is pending")
    status: int | None = Field(description="how the address answered last")
    error: str | None
    created_at: dt.datetime
    ended_at: dt.datetime | None


class ChangedFact(Schema):
    """A fact, and what happened to it."""

    revision: int = Field(description="the revision that last changed it")
    change: Literal["added", "changed", "withdrawn"] = Field(
        description="`added` and `changed` ask for the same: put this fact in the place of the one you may have"
    )
    fact_id: str
    fact: Fact | None = Field(description="the fact as it is now; null where it was withdrawn")


class ChangesPage(Schema):
    """A page of changes: hand `next_cursor` back as `cursor`; where it is null, ask `since` this `revision` next time."""

    items: list[ChangedFact]
    next_cursor: str | None
    revision: int


class WebhookMessage(Schema):
    """What a webhook is sent."""

    webhook_id: str
    delivery_id: int
    changes: list[ChangedFact]


DeliveryPage = page(Delivery, "Delivery")
DocumentPage = page(DocumentSummary, "Document")
EntityPage = page(ListedEntity, "Entity")
CounterpartPage = page(Counterpart, "Counterpart")
NeighbourPage = page(Neighbour, "Neighbour")
FactPage = page(Fact, "Fact")
AuditPage = page(AuditEntry, "Audit")
JobPage = page(Job, "Job")
JobLinePage = page(JobLine, "JobLine")

"""Answers short enough for an agent to read: a line a fact, with the exact words that say so and ids to cite."""

from typing import Any

from pydantic import BaseModel, Field

from app.show import day, in_words

QUOTES = 3
"""Quotes of a fact in a list; `evidence` gives them all."""


class Quote(BaseModel):
    """The words of a document that state a fact: `text[start:end] == quote` in the stored text."""

    quote: str
    document_id: str
    published_at: str | None = None
    said_by: str | None = Field(None, description="to whom the text attributes it")
    start: int
    end: int


class BriefFact(BaseModel):
    """A fact in words, how sure it is, and what it rests on."""

    fact_id: str
    says: str
    status: str
    confidence: float
    sources: int = Field(description="number of independent texts that say so")
    quotes: list[Quote]


class BriefEntity(BaseModel):
    """An entity, by the id that other tools take."""

    id: str
    name: str
    type: str
    country: str | None = None
    facts: int = Field(description="how many facts it takes part in")


class Contact(BaseModel):
    """Someone whom the one asked about met."""

    id: str
    name: str
    meetings: int
    sources: int
    first: str
    last: str
    quotes: list[Quote]


class Step(BaseModel):
    """One contact of a chain."""

    source: str
    target: str
    fact: BriefFact


class Path(BaseModel):
    """A chain of contacts."""

    through: list[str]
    steps: list[Step]


class Paths(BaseModel):
    """Chains of contacts, shortest first; `note` says why there are none, or no more."""

    paths: list[Path]
    note: str | None = None


class Facts(BaseModel):
    """Facts; where `more` is true there are others, to be had by a narrower question."""

    facts: list[BriefFact]
    more: bool = False


class Contacts(BaseModel):
    """Those whom someone met, most meetings first."""

    who: str
    met: list[Contact]
    more: bool = False


class Entities(BaseModel):
    """Entities that a name may mean, best first."""

    entities: list[BriefEntity]


class Source(BaseModel):
    """The document that a quote is from."""

    id: str
    title: str | None
    source: str | None
    url: str | None
    published_at: str | None


class Evidence(BaseModel):
    """All words that state a fact, and the documents they are from."""

    fact: BriefFact
    documents: list[Source]


class Read(BaseModel):
    """What a text says."""

    entities: list[str]
    facts: list[BriefFact]
    note: str | None = None


def brief_fact(fact: dict[str, Any], quotes: int = QUOTES) -> BriefFact:
    """A served fact in short."""
    return BriefFact(
        fact_id=fact["id"],
        says=in_words(fact),
        status=fact.get("status") or fact["stance"],
        confidence=round(fact["confidence"], 2),
        sources=fact["sources"],
        quotes=[brief_quote(evidence) for evidence in fact["evidence"][:quotes]],
    )


def brief_quote(evidence: dict[str, Any]) -> Quote:
    """Served evidence in short."""
    speaker = evidence["said_by"]
    told = {name: evidence[name] for name in ("quote", "document_id", "published_at", "start", "end")}
    return Quote(**told, said_by=speaker and speaker["name"])


def brief_contact(row: dict[str, Any]) -> Contact:
    """A row of `met` in short."""
    return Contact(
        id=row["entity"]["id"],
        name=row["entity"]["name"],
        meetings=row["meetings"],
        sources=row["sources"],
        first=day(row["first"]),
        last=day(row["last"]),
        quotes=[brief_quote(evidence) for evidence in row["evidence"]],
    )


def brief_path(chain: dict[str, Any]) -> Path:
    """A served chain in short."""
    steps = [
        Step(source=hop["source"]["name"], target=hop["target"]["name"], fact=brief_fact(hop["fact"], 1)) for hop in chain["hops"]
    ]
    return Path(through=[entity["name"] for entity in chain["entities"]], steps=steps)

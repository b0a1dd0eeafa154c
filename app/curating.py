"""What curators send and are answered."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.answers import Ids, Office
from app.fields import Line, Words
from app.questions import NAME, Paged
from app.schemas import EntityReference, Fact, Schema, page
from graph.judgements import Verdict
from graph.vocabulary import EntityType

Subject = Literal["entity", "fact"]


class Opinion(BaseModel):
    """Who judges, and why; with `preview` it is shown what would change, and nothing does."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    author: Line | None = Field(None, min_length=1, description="who judges; the name of your key unless given")
    reason: Line | None = Field(None, description="why, for those who look at it later")
    preview: bool = Field(False, description="show what would change, and change nothing")


class NewJudgement(Opinion):
    """That two entities, or two facts, are the same, different, or that one cannot tell."""

    subject: Subject
    left: Words = Field(description=f"of two entities that are the same the one that stays; an entity: {NAME}; a fact: its id")
    right: Words
    verdict: Verdict


class EntityMerge(Opinion):
    """That others are the same as an entity."""

    others: list[Words] = Field(alias="with", min_length=1, max_length=100, description=f"who is the same: {NAME}")


class EntitySplit(Opinion):
    """That something taken for an entity is another."""

    merged: Words | None = Field(None, description="the id of one that was merged into it, to be taken out again")
    documents: list[Words] = Field([], max_length=10_000, description="or ids of documents that speak of another of the name")
    name: Line | None = Field(None, min_length=1, description="how that other is to be called; the same unless given")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.merged is None) == (not self.documents):
            raise ValueError("give either `merged` or `documents`")
        return self


class FactMerge(Opinion):
    """That other facts are of the same happening."""

    others: list[Words] = Field(alias="with", min_length=1, max_length=100, description="ids of facts")


class FactSplit(Opinion):
    """That some claims of a fact are of another happening."""

    claims: list[Words] = Field(min_length=1, max_length=10_000, description="ids of claims, as the fact's history lists them")


class JudgementsQuestion(Paged):
    """Which judgements."""

    subject: Subject | None = None
    verdict: Verdict | None = None
    author: Words | None = None
    entity: Words | None = Field(None, description=f"about this entity: {NAME}")
    fact: Words | None = Field(None, description="about this fact")


class ReviewQuestion(BaseModel):
    """Which doubts."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject = "entity"
    limit: int = Field(20, ge=1, le=200)


class Judged(Schema):
    """What is judged."""

    id: str
    name: str | None = Field(None, description="of an entity")


class Judgement(Schema):
    """A judgement. It is never deleted: one that is taken back stays, with who took it back."""

    id: str
    subject: Subject
    verdict: Verdict
    left: Judged = Field(description="of two entities that are the same, the one that stands for both")
    right: Judged
    documents: list[str] = Field(description="where an entity was split off: the documents that speak of it")
    author: str
    reason: str | None
    created_at: dt.datetime
    withdrawn_by: str | None
    withdrawn_at: dt.datetime | None
    state: Literal["in_force", "overruled", "withdrawn"] = Field(description="`overruled`: a later one contradicts it")


class MovedFact(Schema):
    """A fact that is no more, and the one that took its claims."""

    id: str
    moved_to: str | None


class Ruled(Schema):
    """What a judgement, or taking one back, changed; or would change."""

    applied: bool = Field(description="false if this was a preview")
    judgements: list[Judgement]
    changed: int = Field(description="how many facts are new or other than before")
    facts: list[Fact] = Field(description="some of these, as they are now")
    withdrawn: list[MovedFact] = Field(description="facts that are no more; asked for, they lead to where their claims are")


class Doubt(Schema):
    """Two entities or facts that may be the same."""

    subject: Subject
    left: EntityReference | Fact
    right: EntityReference | Fact
    score: float = Field(description="how likely they are the same, from 0 to 1")
    reasons: list[str]
    judgement: Judgement | None = Field(None, description="where someone was unsure")


class Doubts(Schema):
    """Pairs to be judged, the likeliest first."""

    items: Sequence[Doubt]


class NameUse(Schema):
    """A name of an entity, and who uses it."""

    name: str
    of: str = Field(description="the id of the one that bears it: the entity, or one merged into it")
    imported: bool = Field(description="whether a list that was imported gives it")
    documents: int
    first: str | None = Field(description="the earliest document that uses it")


class Decision(Schema):
    """Whether a name of a document is an entity, and why."""

    name: str
    document_id: str | None
    entity: EntityReference
    candidate: EntityReference | None = Field(description="with whom it was compared")
    verdict: Verdict
    score: float
    reasons: list[dict[str, Any]]


class Why(Schema):
    """Why these names and mentions are one entity."""

    entity: EntityReference
    type: EntityType
    ids: Ids
    imported: bool = Field(description="whether it comes from a list that was imported")
    acts_for: EntityReference | None
    offices: list[Office]
    names: list[NameUse]
    merged: list[EntityReference] = Field(description="who is merged into it")
    judgements: list[Judgement]
    decisions: list[Decision]


JudgementPage = page(Judgement, "Judgement")

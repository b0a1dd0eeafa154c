"""What can be asked of the API: query parameters, each list and filter described once. Unknown parameters are errors."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator

from app.fields import Day, Words
from graph.vocabulary import EntityType, FactKind
from nlp.kinds import KINDS

NAME = "an id, a name, or `wd:` and a Wikidata id"
EXAMPLES = {"participant": [["Zelensky", "Putin"]], "target": [["Russia"]], "of": [["Ukraine"]]}
"""Examples for parts that the sample news has an answer for."""
CONTACTS = ("meeting", "agreement")
"""The kinds of fact that make a contact unless others are asked for."""


def split_words(value: object) -> object:
    """`a,b` and a repeated parameter mean the same."""
    items = [value] if isinstance(value, str) else value
    return [word for item in items for word in item.split(",") if word] if isinstance(items, list) else items


KindName: Any = Literal[tuple(KINDS)]
StatusName: Any = Literal[tuple(dict.fromkeys(status for kind in KINDS.values() for status in kind.statuses))]
MeetingStatus: Any = Literal[KINDS["meeting"].statuses]
MeetingFormat: Any = Literal[next(value.choices for value in KINDS["meeting"].values if value.name == "format")]
Kinds = Annotated[list[KindName], BeforeValidator(split_words)]
Statuses = Annotated[list[StatusName], BeforeValidator(split_words)]
Names = list[Words]


class Question(BaseModel):
    """Base of all sets of query parameters."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Paged(Question):
    """A list, a page at a time."""

    limit: int = Field(50, ge=1, le=200, description="items a page")
    cursor: str | None = Field(None, description="`next_cursor` of the page before")


class Period(Question):
    """A stretch of days, ends included."""

    since: Day | None = Field(None, alias="from", description="not before this day")
    until: Day | None = Field(None, alias="to", description="not after this day")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"`from` ({self.since}) lies after `to` ({self.until})")
        return self


class DocumentQuestion(Paged, Period):
    """Which documents."""

    state: Literal["pending", "read", "unread", "failed"] | None = None
    source: Words | None = Field(None, description="who published it")
    external_id: Words | None = Field(None, description="your own id of it")


class JobQuestion(Paged):
    """Which lines of a job."""

    outcome: list[Literal["pending", "read", "unread", "failed", "known", "refused"]] | None = Field(
        None, description="lines of this outcome; may be repeated"
    )


class EntityQuestion(Paged):
    """Which entities."""

    q: Words | None = Field(None, description="a name, or its beginning; typos are forgiven", examples=["zelenski"])
    type: list[EntityType] = Field([], description="types of entity")
    country: str | None = Field(None, pattern="^[A-Za-z]{3}$", description="ISO 3166-1 alpha-3 code")


class StatusQuestion(Paged, Period):
    """Which facts of an entity, of one kind."""

    status: Statuses = Field([], description="statuses or stances; all unless given")


class SuggestionQuestion(Question):
    """What someone has typed so far."""

    q: Words = Field(description="the beginning of a name or of an office", examples=["president of u"])
    limit: int = Field(8, ge=1, le=20, description="how many suggestions at most")


class FactsOfEntityQuestion(StatusQuestion):
    """Which facts of an entity."""

    kinds: Kinds = Field([], description="kinds of fact; all unless given")


class MetQuestion(Paged, Period):
    """Who met whom."""

    who: Words = Field(description=NAME, examples=["Zelensky"])
    with_: Words | None = Field(None, alias="with", description=f"the counterpart: {NAME}")
    status: Annotated[list[MeetingStatus], BeforeValidator(split_words)] = Field(
        [], description="statuses that count; unless given, those that took place"
    )
    format: Annotated[list[MeetingFormat], BeforeValidator(split_words)] = Field([], description="any of these formats")
    place: Words | None = Field(None, description=f"where: {NAME}")
    level: Literal["actor", "state"] = Field("actor", description="`state` lifts persons to whom they acted for at the time")
    quotes: int = Field(5, ge=1, le=50, description="quotes a counterpart, those of the latest meetings first")


class ContactsQuestion(Period):
    """Which facts make a contact, by what and where they are."""

    kinds: Kinds = Field(list(CONTACTS), description="kinds of fact that make a contact")
    status: Statuses = Field([], description="statuses that count; unless given, those that took place")
    place: Words | None = Field(None, description=f"only contacts at this place: {NAME}")


class AttestedQuestion(ContactsQuestion):
    """Which facts make a contact, by how well they are known too."""

    min_confidence: float = Field(0, ge=0, le=1, description="only contacts that are at least so certain")
    min_sources: int = Field(0, ge=0, le=255, description="only contacts of which so many independent texts tell")


class ChainsQuestion(AttestedQuestion):
    """Through whom, and how far, contacts are followed."""

    max_hops: int = Field(6, ge=1, le=10, description="longest chain")
    avoid: Names = Field([], description=f"who must not be on the way: {NAME}")
    max_degree: int | None = Field(None, ge=1, description="do not pass through anyone with more facts than this")
    level: Literal["actor", "state"] = Field("actor", description="`state` lifts persons to whom they acted for at the time")
    via_roles: bool = Field(
        False, description="let a chain pass from a person to the state or body for which the person acted at the time, and back"
    )
    max_contacts: int = Field(
        5_000_000, ge=1_000, le=100_000_000, description="contacts looked at, after which what was found is the answer"
    )
    deadline_ms: int = Field(5000, ge=1, le=60_000, description="time after which what was found is the answer")


class PathQuestion(ChainsQuestion):
    """Which chains of contacts."""

    source: Words = Field(description=f"where the chain begins: {NAME}", examples=["Zelensky"])
    target: Words = Field(description=f"where it ends: {NAME}", examples=["Putin"])
    k: int = Field(3, ge=1, le=50, description="how many chains, shortest first")
    order: Literal["any", "chronological", "earliest"] = Field(
        "any",
        description="`chronological`: no hop earlier than the one before, as a message would travel; "
        "`earliest`: the same, and what arrives first comes first",
    )
    evidence: bool = Field(True, description="show the fact and the words for each hop; without them answers are faster")


class ReachableQuestion(ChainsQuestion, Paged):
    """Whom a message could have reached."""

    source: Words = Field(description=f"from whom it goes out, on the day `from` if given: {NAME}", examples=["Zelensky"])


class NetworkQuestion(ContactsQuestion):
    """Which neighbourhood."""

    entity: Words = Field(description=NAME, examples=["Zelensky"])
    hops: int = Field(1, ge=1, le=3, description="how far from the entity")
    limit: int = Field(50, ge=2, le=500, description="how many entities at most, those with most facts first")
    contacts: bool = Field(False, description="list the facts that they share too, with the part of each, to draw them")


class BrokerQuestion(AttestedQuestion, Paged):
    """In which network to look for brokers."""

    entity: Words | None = Field(None, description=f"whose surroundings; all contacts there are unless given: {NAME}")
    hops: int = Field(2, ge=1, le=3, description="how far from the entity")
    deadline_ms: int = Field(
        5000, ge=1, le=60_000, description="time it may take; a graph too large for it is sampled, or refused if far too large"
    )


def _filters(kind: FactKind) -> dict[str, Any]:
    """A parameter for every field of a kind."""
    fields: dict[str, Any] = {
        part.role: (
            Names,
            Field([], description=f"{part.role}: {NAME}; repeated: all of them", examples=EXAMPLES.get(part.role)),
        )
        for part in kind.parts
    }
    choices = {value.name: value.choices for value in kind.values if value.choices} | {kind.status_field: kind.statuses}
    for name, words in choices.items():
        field_type = Annotated[list[Literal[words]], BeforeValidator(split_words)]  # type: ignore[valid-type]
        fields[name] = (field_type, Field([], description="any of these"))
    for value in kind.values:
        if not value.choices:
            fields[value.name] = (Words | None, Field(None, description=f"words that the {value.name} contains"))
    if kind.has_place:
        fields["place"] = (Words | None, Field(None, description=f"where: {NAME}"))
    if kind.dates != ("date",):
        fields["as_of"] = (Day | None, Field(None, description="so on this day, as far as is known"))
    return fields


class FactQuestion(Paged, Period):
    """Base of the questions for facts of one kind."""


QUESTIONS: dict[str, type[FactQuestion]] = {
    name: create_model(f"{name.capitalize()}Question", __base__=FactQuestion, **_filters(kind)) for name, kind in KINDS.items()
}
"""The parameters of each kind's list."""
TALLIED: type[Period] = create_model("MeetingsTallied", __base__=Period, **_filters(KINDS["meeting"]))
"""The filters of `/v1/meetings`, for its counts by place and by day."""


def wanted(kinds: Iterable[str], statuses: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Kinds with the statuses that count: those given, or else those that mean that it took place."""
    given = frozenset(statuses)
    return {name: given or frozenset(KINDS[name].happened) for name in kinds}

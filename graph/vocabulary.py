"""The words every room shares: entities, dates, claims, and what a kind of fact is made of.

Standard library only. Offsets count Unicode code points of the stored text, ends excluded.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class EntityType(StrEnum):
    """What an entity is. All but `place` are actors and may be parts of facts."""

    PERSON = "person"
    STATE = "state"
    ORGANIZATION = "organization"
    GROUP = "group"
    PLACE = "place"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Date:
    """A span of days, both ends included, as a text gives it."""

    start: dt.date
    end: dt.date
    precision: Precision
    text: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"date ends {self.end} before it starts {self.start}")

    def overlaps(self, other: "Date") -> bool:
        """Whether some day lies in both."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the stored text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntityRead:
    """An actor or place as one document speaks of it.

    `key` is unique within the document; where the gazetteer knows the entity it is the gazetteer's key
    ("state/UKR", "organization/united-nations", "person/volodymyr-zelenskyy") and `known` is true.
    `names` are the names in the document's own words, the fullest first; `mentions` are where they stand.
    `state` is the key of the state or body that a person acts for in this document, if one is clear.
    """

    key: str
    type: EntityType
    name: str
    known: bool = False
    names: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    state: str | None = None
    wikidata: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3 code where the entity is, or belongs to, one state."""


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One entity's part in a claim: the role it plays and the words that name it."""

    role: str
    entity: str
    mention: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence of one document says.

    `status` is one of the kind's statuses; for a position it is the stance. `values` holds the kind's
    text fields (format, topic, measure, title, name). `dates` holds "date", or "since" and "until".
    `said_by` is the key of the entity to whom the text attributes the claim.
    `confidence` is a probability in [0, 1]; `rule` names the rule or model that read it.
    """

    kind: str
    status: str
    parts: tuple[ClaimPart, ...]
    evidence: Span
    values: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, Date] = field(default_factory=dict)
    place: ClaimPart | None = None
    said_by: str | None = None
    confidence: float = 1.0
    rule: str = ""

    def entities(self, role: str) -> tuple[str, ...]:
        """The keys of the entities that play `role`, in the order of the text."""
        return tuple(part.entity for part in self.parts if part.role == role)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document."""

    entities: tuple[EntityRead, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class PartField:
    """A field of a kind that holds entities: `role` on the part, `name` in the served fact."""

    role: str
    name: str
    many: bool = True
    least: int = 0
    """How many a claim must have at the least."""


@dataclass(frozen=True, slots=True)
class ValueField:
    """A field of a kind that holds words of the text, or one of `choices`."""

    name: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactKind:
    """What a kind of fact is made of; each page in `nlp.kinds` declares one."""

    name: str
    plural: str
    summary: str
    parts: tuple[PartField, ...]
    values: tuple[ValueField, ...]
    statuses: tuple[str, ...]
    status_field: str = "status"
    dates: tuple[str, ...] = ("date",)
    has_place: bool = False
    happened: tuple[str, ...] = ()
    """Statuses that mean it really took place; paths and `met` count these unless asked for more."""
    same_roles: tuple[str, ...] = ()
    """Roles whose entities must agree for two claims to speak of one fact."""
    same_values: tuple[str, ...] = ()
    """Text fields that must resemble each other for two claims to speak of one fact."""
    status_groups: tuple[tuple[str, ...], ...] = ()
    """Statuses that may meet in one fact; empty means any two may."""
    in_words: str = ""
    """How a fact reads, as a format string over its fields."""

    @functools.cached_property
    def is_group(self) -> bool:
        """Whether those who take part are a group, of which two facts share most, rather than one for each role."""
        return any(self.field_of(role).least > 1 for role in self.same_roles)

    def field_of(self, role: str) -> PartField:
        """The part field of `role`; KeyError if the kind has none."""
        for part in self.parts:
            if part.role == role:
                return part
        raise KeyError(role)

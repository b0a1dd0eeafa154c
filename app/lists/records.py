"""A line of a list as a record: plain JSON or CSV, or an entity of FollowTheMoney, as nomenklatura and OpenSanctions write it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from app.fields import storable
from graph.vocabulary import EntityType

SCHEMATA = {
    "Person": EntityType.PERSON,
    "Organization": EntityType.ORGANIZATION,
    "PublicBody": EntityType.ORGANIZATION,
    "Company": EntityType.ORGANIZATION,
    "LegalEntity": EntityType.ORGANIZATION,
    "Address": EntityType.PLACE,
}
"""Schemata of FollowTheMoney that are entities here; those with a `country` alone may be states."""
LINKS = {
    "Occupancy": ("holder", "post"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Directorship": ("director", "organization"),
}
"""Schemata that say who held an office, with the properties that name both sides."""
NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
STATES = ("nationality", "citizenship", "jurisdiction", "country")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
DAY_LENGTHS = (4, 7, 10)


class BadRecordError(ValueError):
    """What is wrong with a line."""


def _words(value: object) -> object:
    """A list; of a text its parts between semicolons."""
    return [word.strip() for word in value.split(";") if word.strip()] if isinstance(value, str) else value


def _day(value: str) -> str:
    """A day as it is known: a time of day is cut off."""
    if not (found := DAY.match(value)) or len(found[0]) not in DAY_LENGTHS:
        raise ValueError("is no date such as 2019, 2019-05 or 2019-05-20")
    return found[0]


def _offices(value: object) -> object:
    """A list of offices; of a text its parts between semicolons, each `title|of|since|until`."""
    if not isinstance(value, str):
        return value
    fields = ("title", "of", "since", "until")
    return [dict(zip(fields, (word.strip() or None for word in part.split("|")), strict=False)) for part in _parts(value)]


def _parts(value: str) -> list[str]:
    return [part for part in value.split(";") if part.strip()]


def _empty(value: object) -> object:
    """Nothing, where a table leaves a cell empty."""
    return value or None


Day = Annotated[str, StringConstraints(max_length=40), AfterValidator(_day)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(storable)]
WikidataId = Annotated[str, StringConstraints(pattern=r"^Q\d+$")]
Optional = Annotated[Word | None, BeforeValidator(_empty)]


class Office(BaseModel):
    """An office that a person holds or held."""

    model_config = ConfigDict(extra="forbid")

    title: Word
    of: Word = Field(description="the state or body: a name, a code, or an id of the list")
    since: Day | None = None
    until: Day | None = None


class Record(BaseModel):
    """An entity of a list."""

    model_config = ConfigDict(extra="ignore")

    id: Word
    name: Word
    aliases: Annotated[list[Word], BeforeValidator(_words)] = []
    type: EntityType = EntityType.PERSON
    state: Optional = Field(None, description="for whom a person acts, or where a place lies: a name or a code")
    wikidata: Annotated[WikidataId | None, BeforeValidator(_empty)] = None
    offices: Annotated[list[Office], BeforeValidator(_offices)] = []


@dataclass(frozen=True, slots=True)
class Post:
    """An office that others refer to by its id."""

    id: str
    title: str
    of: str


@dataclass(frozen=True, slots=True)
class Link:
    """That a person held an office: a `post`, or one of a body."""

    holder: str
    post: str
    title: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A line that is about something else than entities and their offices."""

    schema: str


Parsed = Record | Post | Link | Passed


def parse(row: Mapping[str, Any]) -> Parsed:
    """The record of a row; `BadRecordError` if it makes no sense."""
    try:
        return _statement(row) if "schema" in row and isinstance(row.get("properties"), Mapping) else _plain(row)
    except ValidationError as error:
        told = (f"{'.'.join(map(str, e['loc'])) or 'row'}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors())
        raise BadRecordError("; ".join(told)) from error


def _plain(row: Mapping[str, Any]) -> Parsed:
    """A row of our own columns; `schema` and `countries`, as some tables have them, stand for `type` and `state`."""
    given = {name: value for name, value in row.items() if value not in (None, "")}
    if "schema" in given and "type" not in given:
        if given["schema"] not in SCHEMATA:
            return Passed(str(given["schema"]))
        given["type"] = SCHEMATA[given["schema"]]
    if "countries" in given and "state" not in given:
        given["state"] = next(iter(_parts(str(given["countries"]))), None)
    return Record.model_validate(given)


def _statement(row: Mapping[str, Any]) -> Parsed:
    """An entity of FollowTheMoney: every property is a list."""
    schema, properties, id_ = str(row["schema"]), row["properties"], str(row.get("id") or "")
    if schema in SCHEMATA:
        names = list(dict.fromkeys([*filter(None, [row.get("caption")]), *_all(properties, NAMES)]))
        first = {"name": names[0], "aliases": names[1:]} if names else {}
        state, wikidata = _first(properties, STATES), _first(properties, ("wikidataId",))
        wikidata = wikidata or (id_ if re.fullmatch(r"Q\d+", id_) else None)
        return Record.model_validate({"id": id_, "type": SCHEMATA[schema], "state": state, "wikidata": wikidata, **first})
    if schema == "Position":
        title, of = _first(properties, ("name",)), _first(properties, ("organization", "country", "subnationalArea"))
        return Post(id_, title, of) if title and of else Passed(schema)
    if schema in LINKS:
        return _link(schema, properties)
    return Passed(schema)


def _link(schema: str, properties: Mapping[str, Any]) -> Link:
    who, what = (_first(properties, (name,)) for name in LINKS[schema])
    if not who or not what:
        raise BadRecordError(f"{' and '.join(LINKS[schema])}: both are needed")
    days = []
    for name in ("startDate", "endDate"):
        day = _first(properties, (name,))
        try:
            days.append(_day(day) if day else None)
        except ValueError as error:
            raise BadRecordError(f"{name}: {day!r} {error}") from error
    return Link(who, what, _first(properties, ("role",)), *days)


def _all(properties: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """All values of some properties."""
    return [str(value) for name in names for value in _list(properties.get(name))]


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> str | None:
    return next(iter(_all(properties, names)), None)


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

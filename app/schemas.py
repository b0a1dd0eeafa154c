"""What the API serves, made from the kinds of fact: a kind added to `nlp.kinds` is served without a word here."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from graph.views import FactView
from graph.vocabulary import EntityType, FactKind, PartField, Precision, ValueField
from nlp.kinds import KINDS


class Schema(BaseModel):
    """Base of all that is served; built from our own objects by attribute."""

    model_config = ConfigDict(from_attributes=True)


class EntityReference(Schema):
    """An actor or place."""

    id: str = Field(examples=["ent_5d1f0c2a9b7e4f60"])
    type: EntityType
    name: str = Field(description="its preferred name", examples=["Volodymyr Zelensky"])
    mention: str | None = Field(
        None, description="the words of the text; absent outside one document", exclude_if=lambda value: value is None
    )


class DateSpan(Schema):
    """The days in which something happened, both ends included."""

    start: dt.date
    end: dt.date
    precision: Precision
    text: str = Field("", description="the words of the text")


class Evidence(Schema):
    """The words that state a fact: `text[start:end] == quote`, counted in Unicode code points."""

    document_id: str
    start: int
    end: int
    quote: str
    status: str = Field(description="what these words say of the status, or of the stance")
    said_by: EntityReference | None = Field(None, description="to whom the text attributes it")
    published_at: dt.date | None = None


def _part(field: PartField, kind: FactKind) -> tuple[Any, Any]:
    role = f"{'who' if field.many else 'the one who'} takes part as {field.role}"
    if field.many:
        return list[EntityReference], Field(description=role)
    if field.least:
        return EntityReference, Field(description=role)
    return EntityReference | None, Field(None, description=role)


def _value(field: ValueField) -> tuple[Any, Any]:
    words = Literal[field.choices] if field.choices else str
    return words | None, Field(None, description="one of a few words" if field.choices else "in the words of the text")


def _model(kind: FactKind) -> type[Schema]:
    """The schema of a kind of fact, from its fields."""
    fields: dict[str, Any] = {
        "id": (str, ...),
        "kind": (Literal[kind.name], kind.name),
        kind.status_field: (Literal[kind.statuses], ...),
        **{part.name: _part(part, kind) for part in kind.parts},
        **{value.name: _value(value) for value in kind.values},
        **({"place": (EntityReference | None, None)} if kind.has_place else {}),
        **{date: (DateSpan | None, None) for date in kind.dates},
        "confidence": (float, Field(ge=0, le=1, description="probability that the documents say so")),
        "sources": (int, Field(description="number of independent texts that say so")),
        "evidence": (list[Evidence], ...),
    }
    return create_model(kind.name.capitalize(), __base__=Schema, __doc__=kind.summary, **fields)


MODELS: dict[str, type[Schema]] = {name: _model(kind) for name, kind in KINDS.items()}
Fact: Any = Annotated[Union[tuple(MODELS.values())], Field(discriminator="kind")]  # noqa: UP007
"""A fact of any kind, told apart by `kind`."""


def fact(view: FactView) -> Schema:
    """A fact as it is served."""
    kind = KINDS[view.kind]
    fields: dict[str, Any] = {
        "id": view.id,
        kind.status_field: view.status,
        "place": view.place,
        "confidence": view.confidence,
        "sources": view.sources,
        "evidence": list(view.evidence),
    }
    for part in kind.parts:
        entities = [entity for role, entity in view.parts if role == part.role]
        fields[part.name] = entities if part.many else next(iter(entities), None)
    return MODELS[view.kind].model_validate({**view.values, **view.dates, **fields})


def page(item: Any, name: str) -> type[Schema]:
    """The schema of a page of items."""
    return create_model(
        f"{name}Page",
        __base__=Schema,
        __doc__="A page: hand `next_cursor` back as `cursor` for the next; null means that this is the last.",
        items=(Sequence[item], ...),
        next_cursor=(str | None, None),
    )


PAGES: dict[str, type[Schema]] = {name: page(model, name.capitalize()) for name, model in MODELS.items()}

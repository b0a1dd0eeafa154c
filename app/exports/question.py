"""What is to be exported: every filter that the lists of facts have, for facts of all kinds."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model
from sqlalchemy.orm import Session

from app.context import Context
from app.exports import FORMATS
from app.exports.tables import TABLES
from app.fields import Words
from app.questions import NAME, Kinds, Names, Period, Statuses, split_words
from graph.find import ACTORS
from graph.queries import FactFilter
from nlp.kinds import KINDS

PART_ROLES = tuple(dict.fromkeys(part.role for kind in KINDS.values() for part in kind.parts))
CHOICES = {value.name: value.choices for kind in KINDS.values() for value in kind.values if value.choices}
WORDS = tuple(dict.fromkeys(value.name for kind in KINDS.values() for value in kind.values if not value.choices))
RENAMED = {"format": "meeting_format"}
"""A value whose name the form of the export has taken."""


def _filters() -> dict[str, Any]:
    fields: dict[str, Any] = {
        role: (Names, Field([], description=f"{role}: {NAME}; repeated: all of them")) for role in PART_ROLES
    }
    for name, choices in CHOICES.items():
        one_of = Annotated[list[Literal[choices]], BeforeValidator(split_words)]  # type: ignore[valid-type]
        fields[RENAMED.get(name, name)] = (one_of, Field([], description=f"any of these values of {name}"))
    return fields | {name: (Words | None, Field(None, description=f"words that the {name} contains")) for name in WORDS}


class _Base(Period):
    """Base of the question for an export."""

    format: Literal[tuple(FORMATS)] = Field("jsonl", description="form of the export")  # type: ignore[valid-type]
    table: Literal[tuple(TABLES)] = Field(  # type: ignore[valid-type]
        "facts",
        description="what jsonl, csv and parquet hold: "
        + "; ".join(f"`{name}`, {each.summary}" for name, each in TABLES.items()),
    )
    kinds: Kinds = Field([], description="kinds of fact; all unless given")
    status: Statuses = Field([], description="statuses or stances; all unless given")
    entity: Names = Field(
        [], description=f"who takes part, in whatever role: {NAME}; repeated: all of them", examples=[["Putin"]]
    )
    place: Words | None = Field(None, description=f"where: {NAME}")


ExportQuestion = create_model("ExportQuestion", __base__=_Base, __doc__="What is to be exported, and as what.", **_filters())


def asked(session: Session, parts: Context, question: Any) -> FactFilter:
    """The filter that a question means; raises what `Finder.follow` raises for names that fit none or several."""

    def ids(names: list[str]) -> list[str]:
        return [parts.finder.follow(session, name, ACTORS).id for name in names]

    taking_part = [(role, id_) for role in PART_ROLES for id_ in ids(getattr(question, role))]
    kinds = question.kinds or (KINDS if question.status else ())
    return FactFilter(
        kinds=dict.fromkeys(kinds, question.status),
        parts=[*taking_part, *((None, id_) for id_ in ids(question.entity))],
        choices={name: values for name in CHOICES if (values := getattr(question, RENAMED.get(name, name)))},
        words={name: text for name in WORDS if (text := getattr(question, name))},
        place_id=parts.place_id(session, question.place),
        since=question.since,
        until=question.until,
    )

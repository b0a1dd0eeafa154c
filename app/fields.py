"""Types of the fields that clients send."""

import datetime as dt
import re
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints


def storable(value: str) -> str:
    """A text that every database can hold; `ValueError` where it is none."""
    if "\0" in value:
        raise ValueError(f"holds a NUL character at {value.index(chr(0))}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"holds half a character at {error.start}") from error
    return value


def _day(value: Any) -> Any:
    """A day in the one form in which it is described; pydantic would take a number for seconds since 1970."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("a day is written like 2019-12-10")
    return value


DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Day = Annotated[dt.date, BeforeValidator(_day)]
Words = Annotated[str, AfterValidator(storable), Field(json_schema_extra={"pattern": "^[^\\u0000]*$"})]
Line = Annotated[Words, StringConstraints(max_length=2_000)]
DocumentId = Annotated[Words, Path(description="the id of a document, or your external id of it", examples=["sample-2019-paris"])]
EntityId = Annotated[Words, Path(description="an id, a name, or `wd:` and a Wikidata id", examples=["Zelensky"])]
FactId = Annotated[Words, Path(description="the id of a fact, as lists of facts such as `/v1/meetings` give it")]

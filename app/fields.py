"""Types of the fields that clients send."""

from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, StringConstraints


def storable(value: str) -> str:
    """A text that every database can hold; `ValueError` where it is none."""
    if "\0" in value:
        raise ValueError(f"holds a NUL character at {value.index(chr(0))}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"holds half a character at {error.start}") from error
    return value


Words = Annotated[str, AfterValidator(storable)]
Line = Annotated[Words, StringConstraints(max_length=2_000)]
DocumentId = Annotated[Words, Path(description="the id of a document, or your external id of it", examples=["sample-2019-paris"])]
EntityId = Annotated[Words, Path(description="an id, a name, or `wd:` and a Wikidata id", examples=["Zelensky"])]
FactId = Annotated[Words, Path(description="the id of a fact, as lists of facts such as `/v1/meetings` give it")]

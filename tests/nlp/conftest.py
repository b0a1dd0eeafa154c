"""The reader, with the English model loaded once for all tests of the room."""

import datetime as dt
from collections.abc import Callable

import pytest

from nlp.pipeline import Reader, load_reader
from nlp.tokens import Doc

Naming = Callable[..., Doc]


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The whole pipeline."""
    return load_reader(learned=False)


@pytest.fixture
def named(reader: Reader) -> Naming:
    """Reads a text of a day into a document with actors and mentions, as far as names and identity tell."""

    def read(text: str, day: str = "2020-01-15") -> Doc:
        with reader.nlp.select_pipes(disable=["dates", "coreference", "claims"]):
            return reader.document(text, dt.date.fromisoformat(day))

    return read


@pytest.fixture
def parsed(reader: Reader) -> Naming:
    """Reads a text of a day into a document by the whole pipeline."""

    def read(text: str, day: str = "2025-06-15") -> Doc:
        return reader.document(text, dt.date.fromisoformat(day))

    return read

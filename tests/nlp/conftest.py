"""The reader, with the English model loaded once for all tests of the room."""

import datetime as dt
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from nlp.pipeline import Reader, load_reader

Naming = Callable[..., Doc]


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The whole pipeline."""
    return load_reader(learned=False)


@pytest.fixture
def named(reader: Reader) -> Naming:
    """Reads a text of a day into a document with actors and mentions, as far as names and identity tell."""

    def read(text: str, day: str = "2020-01-15") -> Doc:
        doc = reader.nlp.make_doc(text)
        doc._.published_at = dt.date.fromisoformat(day)
        with reader.nlp.select_pipes(disable=["dates", "coreference", "claims"]):
            return reader.nlp(doc)

    return read


@pytest.fixture
def parsed(reader: Reader) -> Naming:
    """Reads a text of a day into a document by the whole pipeline."""

    def read(text: str, day: str = "2025-06-15") -> Doc:
        doc = reader.nlp.make_doc(text)
        doc._.published_at = dt.date.fromisoformat(day)
        return reader.nlp(doc)

    return read

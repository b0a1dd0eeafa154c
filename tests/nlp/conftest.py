"""The English model with the components that tell who is named, loaded once for all tests of the room."""

import datetime as dt
from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp import identity, names  # noqa: F401  (they register their components)
from nlp.actors import register
from nlp.pipeline import load_model

Naming = Callable[..., Doc]


@pytest.fixture(scope="session")
def naming_pipeline() -> Language:
    """The model, `names` and `identity`."""
    register()
    nlp = load_model()
    nlp.add_pipe("names")
    nlp.add_pipe("identity")
    return nlp


@pytest.fixture
def named(naming_pipeline: Language) -> Naming:
    """Reads a text of a day into a document with actors and mentions."""

    def read(text: str, day: str = "2020-01-15") -> Doc:
        doc = naming_pipeline.make_doc(text)
        doc._.published_at = dt.date.fromisoformat(day)
        return naming_pipeline(doc)

    return read

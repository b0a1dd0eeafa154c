"""Coreference: which actors pronouns and descriptions mean."""

import datetime as dt

import pytest
from spacy.language import Language

from nlp.actors import mentions
from nlp.pipeline import build


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build()


def meant(nlp: Language, text: str, words: str) -> set[str]:
    """The names of the actors that the last mention ending with `words` means."""
    doc = nlp.make_doc(text)
    doc._.published_at = dt.date(2025, 6, 15)
    doc = nlp(doc)
    found = [mention for mention in mentions(doc) if mention.span.text.endswith(words) and mention.kind != "name"]
    return {actor.name for actor in found[-1].actors} if found else set()


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        (
            "French President Emmanuel Macron met Vice President Kamala Harris. Later the vice president left.",
            "vice president",
            {"Kamala Harris"},
        ),
        (
            "The President of France, Emmanuel Macron, and the Chancellor of Germany, Olaf Scholz, met. They left early.",
            "They",
            {"Emmanuel Macron", "Olaf Scholz"},
        ),
        (
            "Peru and Chile signed the accord in the presence of Brazil. Both countries praised it.",
            "countries",
            {"Peru", "Chile"},
        ),
        (
            "Prime Minister Narendra Modi received Prime Minister Shinzo Abe. The two Prime Ministers dined.",
            "Prime Ministers",
            {"Narendra Modi", "Shinzo Abe"},
        ),
    ],
)
def test_description_or_pronoun_means_those_named_before(nlp: Language, text: str, words: str, names: set[str]) -> None:
    assert meant(nlp, text, words) == names

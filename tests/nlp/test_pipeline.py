"""The reader: exact offsets, any text, the same result in any company, and the models it looks for."""

import datetime as dt

import pytest

from graph.vocabulary import Claim, EntityType, Reading, Span
from nlp.kinds import KINDS
from nlp.pipeline import ModelMissingError, Reader, Text, load_model, load_reader

DAY = dt.date(2025, 6, 15)
NEWS = (
    "President Emmanuel Macron met Olaf Scholz in Berlin on Tuesday. The two leaders backed the truce, "
    "which Iran rejected.\n\nThe European Union imposed sanctions on Belarus. "
    "It will hold talks with Ukraine, Sergei Lavrov said."
)
TEXTS = [
    NEWS,
    "😀 Egypt met 𐍈 Jordan. 🇪🇬 Egypt met Jordan in 𐍈 Amman 👩‍👩‍👧.",
    "Egypt met Jordan.\r\nEgypt condemned the coup.\r\n",
    "Egypt\x00met\x00Jordan. Egypt met Jordan.",
    "\ufeffEgypt met Jordan. \u202eEgypt\u00a0met\u2028Libya.",
]


def spans(reading: Reading) -> list[Span]:
    """All stretches of the text that a reading points at."""
    of_entities = [span for entity in reading.entities for span in entity.mentions]
    parts = [part for claim in reading.claims for part in (*claim.parts, *((claim.place,) if claim.place else ()))]
    return [*of_entities, *(part.mention for part in parts), *(claim.evidence for claim in reading.claims)]


def entities(claim: Claim) -> set[str]:
    named = {part.entity for part in claim.parts} | ({claim.place.entity} if claim.place else set())
    return named | ({claim.said_by} if claim.said_by else set())


@pytest.mark.parametrize("text", TEXTS)
def test_every_span_is_words_of_the_text(reader: Reader, text: str) -> None:
    found = spans(reader.read(text, DAY))
    assert found
    for span in found:
        words = text[span.start : span.end]
        assert words
        assert words == words.strip()


@pytest.mark.parametrize("text", TEXTS)
def test_claims_keep_to_the_contract(reader: Reader, text: str) -> None:
    reading = reader.read(text, DAY)
    types = {entity.key: entity.type for entity in reading.entities}
    assert len(types) == len(reading.entities)
    for claim in reading.claims:
        assert entities(claim) <= types.keys()
        assert EntityType.PLACE not in {types[part.entity] for part in claim.parts}
        assert claim.status in KINDS[claim.kind].statuses
        assert 0 < claim.confidence <= 1
        assert claim.rule


def test_offsets_count_code_points(reader: Reader) -> None:
    text = "😀 𐍈 👩‍👩‍👧.\nEgypt met Jordan."
    (claim,) = reader.read(text).claims
    assert [text[part.mention.start : part.mention.end] for part in claim.parts] == ["Egypt", "Jordan"]
    assert text[claim.evidence.start : claim.evidence.end] == "Egypt met Jordan."


@pytest.mark.parametrize("text", ["", " ", " \t ", "\n\n\n", ",", "\x00", "." * 1200, "(" * 700, "\u200b\ufeff", "a" * 3000])
def test_nothing_is_read_in_texts_without_words(reader: Reader, text: str) -> None:
    assert reader.read(text) == Reading()


def test_a_very_long_line_of_commas_takes_no_long_time(reader: Reader) -> None:
    text = "Egypt met Jordan. " + "," * 4000 + " Egypt met Jordan."
    first, *_, last = reader.read(text).claims
    assert text[first.evidence.start : first.evidence.end] == "Egypt met Jordan."
    assert text[last.parts[0].mention.start : last.parts[0].mention.end] == "Egypt"
    assert last.parts[0].mention.start > 4000


def test_without_a_day_a_relative_date_stays_unknown(reader: Reader) -> None:
    (claim,) = reader.read("Egypt met Jordan on Tuesday.").claims
    assert "date" not in claim.dates
    (dated,) = reader.read("Egypt met Jordan on 5 May 2020.").claims
    assert dated.dates["date"].start == dt.date(2020, 5, 5)


def test_many_are_read_in_order_as_they_are_one_by_one(reader: Reader) -> None:
    texts = [*TEXTS, "", "Kenya met Uganda."]
    many = list(reader.read_many(Text(text, DAY) for text in texts))
    assert many == [reader.read(text, DAY) for text in texts]


def test_reading_is_deterministic(reader: Reader) -> None:
    assert reader.read(NEWS, DAY) == reader.read(NEWS, DAY)


def test_the_reader_is_loaded_once(reader: Reader) -> None:
    assert load_reader(learned=False) is reader


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelMissingError, match="en_core_web_none"):
        load_model("en_core_web_none")


@pytest.mark.parametrize(("form", "lemma"), [("hoped", "hope"), ("staged", "stage"), ("dined", "dine"), ("slated", "slate")])
def test_lemmas_of_the_news(reader: Reader, form: str, lemma: str) -> None:
    doc = reader.document(f"Egypt had {form} it.")
    assert doc[2].lemma_ == lemma

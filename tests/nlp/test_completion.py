"""Completion: a sentence that leaves out who took part is about what was named before, or about nothing."""

import datetime as dt

import pytest

from nlp.pipeline import Reader


def meetings(reader: Reader, text: str) -> list[tuple[str, set[str]]]:
    claims = [claim for claim in reader.read(text, dt.date(2025, 6, 15)).claims if claim.kind == "meeting"]
    return [(claim.status, set(claim.entities("participant"))) for claim in claims]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Egypt will hold talks with Iran. The talks were called off.", "cancelled"),
        ("Egypt will hold talks with Iran. Those talks were cancelled.", "cancelled"),
    ],
)
def test_a_definite_noun_is_what_was_named_before(reader: Reader, text: str, status: str) -> None:
    assert (status, {"state/EGY", "state/IRN"}) in meetings(reader, text)


@pytest.mark.parametrize("text", ["The talks were called off.", "Egypt held talks with Iran. A summit was called off."])
def test_what_is_new_or_stands_alone_is_not_completed(reader: Reader, text: str) -> None:
    assert "cancelled" not in {status for status, _ in meetings(reader, text)}


def test_what_stands_far_back_is_not_meant(reader: Reader) -> None:
    text = "Egypt will hold talks with Iran. " + "It rained in the hills. " * 45 + "The talks were called off."
    assert "cancelled" not in {status for status, _ in meetings(reader, text)}


def test_a_completed_claim_is_less_sure(reader: Reader) -> None:
    first, second = reader.read("Egypt will hold talks with Iran. The talks were called off.").claims
    assert second.confidence < first.confidence

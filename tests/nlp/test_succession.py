"""Offices that pass from one to another."""

import datetime as dt

import pytest

from nlp.pipeline import Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ghana's president, Abena Osei, left. Her predecessor, Kofi Mensah, stayed.",
            {("Abena Osei", "current"), ("Kofi Mensah", "former")},
        ),
        (
            "Ghana's president, Abena Osei, left. Her successor, Kofi Mensah, stayed.",
            {("Abena Osei", "current"), ("Kofi Mensah", "current")},
        ),
        (
            "Ghana's president, Abena Osei, spoke. Kofi Mensah will succeed her in July.",
            {("Abena Osei", "current"), ("Kofi Mensah", "incoming")},
        ),
        (
            "Ghana's former president, Abena Osei, spoke. Kofi Mensah took over from Osei.",
            {("Abena Osei", "former"), ("Kofi Mensah", "current")},
        ),
        ("Ghana's president, Abena Osei, spoke. Kofi Mensah never succeeded Osei.", {("Abena Osei", "current")}),
    ],
)
def test_an_office_passes_on(reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    reading = reader.read(text, dt.date(2025, 6, 15))
    names = {entity.key: entity.name for entity in reading.entities}
    claims = [claim for claim in reading.claims if claim.kind == "role"]
    assert {(names[claim.entities("person")[0]], claim.status) for claim in claims} == expected
    assert {(names[claim.entities("of")[0]], claim.values["title"]) for claim in claims} == {("Ghana", "president")}

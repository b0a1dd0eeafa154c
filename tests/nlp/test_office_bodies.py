"""Offices and their bodies: named with the office, shared out in turn, or clear from the context."""

import datetime as dt

import pytest

from nlp.pipeline import Reader


def bodies(reader: Reader, text: str) -> dict[str, str]:
    """The body of the office of each person."""
    reading = reader.read(text, dt.date(2025, 6, 15))
    names = {entity.key: entity.name for entity in reading.entities}
    claims = [claim for claim in reading.claims if claim.kind == "role"]
    return {names[c.entities("person")[0]]: names[c.entities("of")[0]] for c in claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Abena Osei, the foreign minister of Ghana, left.", {"Abena Osei": "Ghana"}),
        ("Ghana's foreign minister, Abena Osei, left.", {"Abena Osei": "Ghana"}),
        ("The envoys of Ghana and Togo met. Abena Osei, a diplomat, left.", {}),
    ],
)
def test_body(reader: Reader, text: str, expected: dict[str, str]) -> None:
    assert bodies(reader, text) == expected


def test_bodies_are_shared_out_in_turn(reader: Reader) -> None:
    found = bodies(reader, "British and French foreign ministers Peter Walker and Daniel Moreno left Cairo.")
    assert found == {"Peter Walker": "United Kingdom", "Daniel Moreno": "France"}

"""Offices: who holds them, and of which state or body they are."""

import datetime as dt

import pytest

from nlp.pipeline import Reader


def roles(reader: Reader, text: str) -> set[tuple[str, str, str]]:
    """Person, body and status of each role."""
    reading = reader.read(text, dt.date(2025, 6, 15))
    names = {entity.key: entity.name for entity in reading.entities}
    claims = [claim for claim in reading.claims if claim.kind == "role"]
    return {(names[c.entities("person")[0]], names[c.entities("of")[0]], c.status) for c in claims}


@pytest.mark.parametrize(
    ("text", "person", "body", "status"),
    [
        ("Ghanaian President Abena Osei spoke.", "Abena Osei", "Ghana", "current"),
        ("Abena Osei, the president of Ghana, spoke.", "Abena Osei", "Ghana", "current"),
        ("Ghana's foreign minister, Abena Osei, spoke.", "Abena Osei", "Ghana", "current"),
        ("Abena Osei is the president of Ghana.", "Abena Osei", "Ghana", "current"),
        ("Abena Osei was appointed as foreign minister of Ghana.", "Abena Osei", "Ghana", "current"),
        ("Former Ghanaian President Abena Osei spoke.", "Abena Osei", "Ghana", "former"),
        ("Abena Osei, the acting president of Ghana, spoke.", "Abena Osei", "Ghana", "acting"),
    ],
)
def test_roles(reader: Reader, text: str, person: str, body: str, status: str) -> None:
    assert (person, body, status) in roles(reader, text)


@pytest.mark.parametrize("text", ["The president of Ghana spoke.", "Abena Osei spoke in Ghana.", "Ghana has no president."])
def test_no_role(reader: Reader, text: str) -> None:
    assert roles(reader, text) == set()

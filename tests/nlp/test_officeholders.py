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
        ("United States Secretary of State Paul Carter spoke.", "Paul Carter", "United States", "current"),
        ("Ghana's state secretary, Herr Egon Osei, spoke.", "Egon Osei", "Ghana", "current"),
        ("The Volta Foundation, whose chairman is Abena Osei, spoke.", "Abena Osei", "Volta Foundation", "current"),
        ("Joshua Adu and Abena Osei, who leads the Volta Foundation, spoke.", "Abena Osei", "Volta Foundation", "current"),
    ],
)
def test_roles(reader: Reader, text: str, person: str, body: str, status: str) -> None:
    assert (person, body, status) in roles(reader, text)


@pytest.mark.parametrize("text", ["The president of Ghana spoke.", "Abena Osei spoke in Ghana.", "Ghana has no president."])
def test_no_role(reader: Reader, text: str) -> None:
    assert roles(reader, text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lieutenant-General Kofi Mensah of Ghana spoke.", set()),
        ("Bishop Kofi Mensah of Ghana spoke.", set()),
        ("Ghanaian FM Osei arrived.", {("Osei", "Ghana", "current")}),
        ("Rice (US PermRep) rang Osei.", {("Rice", "United States", "current")}),
        ("SRSG Osei spoke.", {("Osei", "United Nations", "current")}),
        (
            "Foreign Ministers Abena Osei of Ghana and Kofi Mensah of Togo met.",
            {("Abena Osei", "Ghana", "current"), ("Kofi Mensah", "Togo", "current")},
        ),
    ],
)
def test_short_and_plural_titles(reader: Reader, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert roles(reader, text) == expected


def test_times_before_a_title_are_no_words_of_it(reader: Reader) -> None:
    reading = reader.read("On Friday Ghanaian President Abena Osei spoke.", dt.date(2025, 6, 15))
    assert [claim.values["title"] for claim in reading.claims if claim.kind == "role"] == ["President"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Kofi Mensah, who chairs a committee for the defence of the river, spoke.", "committee for the defence of the river"),
        ("Kofi Mensah, who advises President Abena Osei of Ghana, spoke.", "Ghana"),
        ("Kofi Mensah, the retired admiral and former minister who heads the Volta Foundation, spoke.", "Volta Foundation"),
    ],
)
def test_offices_told_by_verbs(reader: Reader, text: str, body: str) -> None:
    assert ("Kofi Mensah", body, "current") in roles(reader, text)


def test_who_chaired_a_body_for_a_day_has_no_office(reader: Reader) -> None:
    assert roles(reader, "Kofi Mensah, who chaired the Volta Committee on Thursday, spoke.") == set()

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
        ("Abena Osei, president of Ghana's National Assembly, left.", {"Abena Osei": "Ghana's National Assembly"}),
        ("Ghana protested. Its ambassador to the United Nations, Abena Osei, left.", {"Abena Osei": "Ghana"}),
        ("Ghana and Brazil signed. Paul Carter, the secretary of state, was absent.", {"Paul Carter": "United States"}),
        ("Ghana's foreign minister, Abena Osei, met Oscar Montes, her opposite number.", {"Abena Osei": "Ghana"}),
        ("Abena Osei, the head of the electoral council, spoke in Ghana.", {"Abena Osei": "electoral council"}),
        ("Ghana's central bank governor, Abena Osei, left.", {"Abena Osei": "central bank"}),
        ("Ghana protested. Abena Osei, a spokeswoman for its foreign ministry, left.", {"Abena Osei": "Ghana"}),
        ("Togo protested. Togo left. Ghana stayed, but Abena Osei, the defence minister, did not.", {"Abena Osei": "Ghana"}),
        ("Ghana spoke. Abena Osei, the army commander, left.", {"Abena Osei": "Ghana"}),
        ("Joshua Mensah, the leader of the Patriotic Union, left.", {"Joshua Mensah": "Patriotic Union"}),
        ("Britain spoke. President Osei left.", {}),
        (
            "The foreign ministers of Ghana, Togo and Brazil, Abena Osei, Kofi Mensah and Paulo Neves, met.",
            {"Abena Osei": "Ghana", "Kofi Mensah": "Togo", "Paulo Neves": "Brazil"},
        ),
        (
            "The two foreign ministers, Ghana's Abena Osei and Brazil's Paulo Neves, met.",
            {"Abena Osei": "Ghana", "Paulo Neves": "Brazil"},
        ),
        ("Abena Osei, Minister for Foreign Affairs of Ghana, left.", {"Abena Osei": "Ghana"}),
        ("Ghana objected, said its UN ambassador, Abena Osei.", {"Abena Osei": "Ghana"}),
        (
            "Brazil spoke. Abena Osei, the Special Representative of the Secretary-General, left.",
            {"Abena Osei": "United Nations"},
        ),
        (
            "The National Unity Government spoke, and its prime minister, Abena Osei, left.",
            {"Abena Osei": "National Unity Government"},
        ),
        ("Ghana spoke. Ambassador Osei left.", {}),
    ],
)
def test_body(reader: Reader, text: str, expected: dict[str, str]) -> None:
    assert bodies(reader, text) == expected


def test_states_that_a_pronoun_means_are_shared_out(reader: Reader) -> None:
    text = "Ghana and Togo made peace. Their foreign ministers, Abena Osei and Kofi Mensah, shook hands."
    assert bodies(reader, text) == {"Abena Osei": "Ghana", "Kofi Mensah": "Togo"}


def test_bodies_are_shared_out_in_turn(reader: Reader) -> None:
    found = bodies(reader, "British and French foreign ministers Peter Walker and Daniel Moreno left Cairo.")
    assert found == {"Peter Walker": "United Kingdom", "Daniel Moreno": "France"}

"""Several occasions in one clause, and what the text around a sentence tells of when and where."""

import datetime as dt

import pytest

from graph.vocabulary import Reading
from nlp.pipeline import Reader

DAY = dt.date(2025, 6, 18)


def told(reading: Reading) -> list[tuple[set[str], str | None, str | None]]:
    """Who met, on which day they began and where."""
    names = {entity.key: entity.name for entity in reading.entities}
    return [
        (
            {names[key] for key in claim.entities("participant")},
            claim.dates["date"].start.isoformat() if claim.dates else None,
            names[claim.place.entity] if claim.place else None,
        )
        for claim in reading.claims
        if claim.kind == "meeting"
    ]


@pytest.mark.parametrize(
    ("text", "meetings"),
    [
        (
            "Antony Blinken met Emmanuel Macron in Paris on 3 June and Olaf Scholz in Berlin on 5 June.",
            [
                ({"Antony Blinken", "Emmanuel Macron"}, "2025-06-03", "Paris"),
                ({"Antony Blinken", "Olaf Scholz"}, "2025-06-05", "Berlin"),
            ],
        ),
        (
            "Emmanuel Macron and Olaf Scholz sat down together in Vienna on 3 March and at Ohrid on 12 April.",
            [
                ({"Emmanuel Macron", "Olaf Scholz"}, "2025-03-03", "Vienna"),
                ({"Emmanuel Macron", "Olaf Scholz"}, "2025-04-12", "Ohrid"),
            ],
        ),
        (
            "Joe Biden met Xi Jinping in Bali on Monday and Tuesday.",
            [({"Joe Biden", "Xi Jinping"}, "2025-06-16", "Bali")],
        ),
        (
            "Emmanuel Macron met Olaf Scholz in Berlin on 3 June, and on 5 June France left the pact.",
            [({"Emmanuel Macron", "Olaf Scholz"}, "2025-06-03", "Berlin")],
        ),
    ],
)
def test_each_occasion_is_a_meeting(reader: Reader, text: str, meetings: list[tuple[set[str], str, str]]) -> None:
    assert told(reader.read(text, DAY)) == meetings


def test_a_visitor_is_received_where_and_when_he_arrived(reader: Reader) -> None:
    reading = reader.read("Wang Yi arrived in Paris on Monday. Emmanuel Macron received him for an hour.", DAY)
    assert ({"Emmanuel Macron", "Wang Yi"}, "2025-06-16", "Paris") in told(reading)


def test_another_meeting_is_not_at_the_same_time(reader: Reader) -> None:
    reading = reader.read("Emmanuel Macron met Wang Yi in Paris on Monday. He had met Sergei Lavrov as well.", DAY)
    assert ({"Emmanuel Macron", "Sergey Lavrov"}, None, None) in told(reading)


def test_what_a_report_tells_of_these_days_was_where_it_comes_from(reader: Reader) -> None:
    text = (
        "CAIRO, June 18 (Wire) - The truce held overnight and the roads were open again, officials said here. "
        "Antony Blinken met Badr Abdelatty on Tuesday. Joe Biden telephoned Wang Yi on Tuesday. "
        "Emmanuel Macron met Olaf Scholz in May."
    )
    assert [place for _, _, place in told(reader.read(text, DAY))] == ["Cairo", None, None]


def test_here_is_the_dateline_of_its_own_report(reader: Reader) -> None:
    text = "TUNIS - Roads were open.\n\nALGIERS - The truce held for a day. Antony Blinken met Wang Yi here in May."
    assert [place for _, _, place in told(reader.read(text, DAY))] == ["Algiers"]

"""Merging lists of office holders: who is one person, and which terms are one."""

from typing import Any

import pytest

from nlp.data.people import People, former_office, usual

Row = dict[str, Any]


def officer(person: str, *terms: list[str | None], **more: object) -> Row:
    return {"person": person, "terms": list(terms), **more}


def merged(*rows: Row) -> list[Row]:
    """The persons that rows of officers make."""
    people = People({"Iceland": "state/ISL"})
    for row in rows:
        people.add_officers([row])
    return people.rows()


def test_spellings_of_one_officer_are_one_person() -> None:
    found = merged(
        officer("Jon Hannibalsson", ["foreign minister", "state/ISL", "1988", "1991"]),
        officer("Jón Hannibalson", ["foreign minister", "state/ISL", "1991", "1995"]),
    )
    assert [person["names"] for person in found] == [["Jon Hannibalsson", "Jón Hannibalson"]]


@pytest.mark.parametrize(
    ("name", "years", "count"),
    [
        ("Bjarni Benediktsson", ("2017", "2024"), 2),
        ("Bjarni Benediktsson", ("1990", "1995"), 1),
        ("Bjarki Benediktsson", ("1990", "1995"), 2),
    ],
)
def test_a_namesake_long_after_is_another_person(name: str, years: tuple[str, str], count: int) -> None:
    earlier = officer("Bjarni Benediktsson", ["prime minister", "state/ISL", "1963", "1970"])
    assert len(merged(earlier, officer(name, ["prime minister", "state/ISL", *years]))) == count


def test_a_term_by_years_tells_the_unknown_start_and_does_not_repeat_a_dated_one() -> None:
    found = merged(
        officer("Ana Jonsdottir", ["foreign minister", "state/ISL", None, "2003-08"]),
        officer(
            "Ana Jonsdottir", ["foreign minister", "state/ISL", "2001", "2003"], ["foreign minister", "state/ISL", "1990", "1992"]
        ),
    )
    assert found[0]["terms"] == [
        ["foreign minister", "state/ISL", "2001", "2003-08"],
        ["foreign minister", "state/ISL", "1990", "1992"],
    ]


def test_a_gender_of_nobody_is_an_error() -> None:
    with pytest.raises(ValueError, match="Ana Jonsdottir has no term"):
        merged({"person": "Ana Jonsdottir", "gender": "f"})


def identified(wikidata: str, person: str, since: str = "", until: str = "") -> dict[str, str]:
    office = "prime minister" if since else ""
    return {"wikidata": wikidata, "of": "state/ISL", "person": person, "office": office, "since": since, "until": until}


def test_an_id_is_given_to_the_person_held_and_a_successor_ends_the_open_term() -> None:
    people = People({})
    people.add_officers([officer("Davið Oddsson", ["prime minister", "state/ISL", "1991", None])])
    people.add_identified([identified("Q1", "Davíð Oddsson"), identified("Q2", "Halldór Ásgrímsson", "2004")])
    first, second = people.rows()
    assert (first["wikidata"], first["terms"]) == ("Q1", [["prime minister", "state/ISL", "1991", "2004"]])
    assert (second["wikidata"], second["terms"]) == ("Q2", [["prime minister", "state/ISL", "2004", None]])


def test_an_earlier_holder_ends_no_later_term() -> None:
    people = People({})
    people.add_officers([officer("Halldór Ásgrímsson", ["prime minister", "state/ISL", "2004", None])])
    people.add_identified([identified("Q1", "Davíð Oddsson", "1991", "2004")])
    assert [person["terms"][0][3] for person in people.rows()] == [None, "2004"]


def test_heads_before_1989_are_taken_by_year_and_named_as_news_does() -> None:
    people = People({"Iceland": "state/ISL"})
    head = {"country": "Iceland", "person": "Geir Thors", "start": 1951, "end": 1955}
    people.add_former([
        {**head, "office": "Acting Prime minister"},
        {**head, "office": "President", "end": 1990},
        {**head, "office": "President", "start": 1930, "end": 1940},
        {**head, "office": "President", "person": "Council of State"},
    ])  # fmt: skip
    assert [(person["name"], person["terms"]) for person in people.rows()] == [
        ("Geir Thors", [["acting prime minister", "state/ISL", "1951", "1955"]])
    ]


@pytest.mark.parametrize(
    ("listed", "office"),
    [
        ("Chairman (1945–1976), paramount leader", "leader"),
        ("Acting President (1962–1963), President", "president"),
        ("Interim Prime minister", "acting prime minister"),
        ("de facto President", "president"),
        ("Yang di-Pertuan Agong", "king"),
        ("Luigi Montironi, Captains Regent", None),
    ],
)
def test_offices_of_the_lists(listed: str, office: str | None) -> None:
    assert former_office(listed) == office


@pytest.mark.parametrize(
    ("office", "of", "name"),
    [
        ("secretary of defense", "state/USA", "defence minister"),
        ("foreign secretary", "state/GBR", "foreign minister"),
        ("foreign secretary", "state/IND", "foreign secretary of the civil service"),
        ("member of the Presidency", "state/BIH", "member of the Presidency"),
    ],
)
def test_offices_by_their_usual_name(office: str, of: str, name: str) -> None:
    assert usual(office, of) == name

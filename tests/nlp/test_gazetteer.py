"""The gazetteer: what a word can mean, and who held which office when."""

import datetime as dt

import pytest

from graph.vocabulary import EntityType
from nlp.gazetteer import Gazetteer, fold, same_office, surname


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("surface", "key", "how"),
    [
        ("Turkey", "state/TUR", "name"),
        ("Türkiye", "state/TUR", "name"),
        ("Turkish", "state/TUR", "demonym"),
        ("Poles", "state/POL", "people"),
        ("Kyiv", "state/UKR", "capital"),
        ("Kremlin", "state/RUS", "seat"),
        ("Downing Street", "state/GBR", "seat"),
        ("Elysée Palace", "state/FRA", "seat"),
        ("Zaire", "state/COD", "name"),
        ("USSR", "state/SUN", "name"),
        ("ECOWAS", "organization/economic-community-of-west-african-states", "name"),
        ("FARC", "group/revolutionary-armed-forces-of-colombia", "name"),
    ],
)
def test_a_surface_means_what_it_names(gazetteer: Gazetteer, surface: str, key: str, how: str) -> None:
    sense = gazetteer.senses(surface)[0]
    assert (sense.entry.key, sense.how) == (key, how)


@pytest.mark.parametrize(
    ("surface", "keys"), [("Congolese", {"state/COD", "state/COG"}), ("Dominican", {"state/DOM", "state/DMA"})]
)
def test_a_surface_may_mean_several(gazetteer: Gazetteer, surface: str, keys: set[str]) -> None:
    assert {sense.entry.key for sense in gazetteer.senses(surface)} == keys


@pytest.mark.parametrize("word", ["us", "Male", "Island", "turkey", "Davos", "Pale"])
def test_common_words_mean_nothing(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.senses(word) == []


def test_every_un_member_has_a_name_an_adjective_and_a_capital(gazetteer: Gazetteer) -> None:
    states = [entry for entry in gazetteer.entries.values() if entry.type is EntityType.STATE and entry.country]
    assert len(states) > 195
    assert {"United States", "Russia", "Ukraine", "Vatican", "Eswatini", "Timor-Leste"} <= {n for s in states for n in s.names}


def test_it_knows_many_bodies_and_people(gazetteer: Gazetteer) -> None:
    kinds = [entry.type for entry in gazetteer.entries.values()]
    assert kinds.count(EntityType.ORGANIZATION) + kinds.count(EntityType.GROUP) > 400
    assert kinds.count(EntityType.PERSON) > 3000


@pytest.mark.parametrize(
    ("of", "office", "day", "name"),
    [
        ("state/TUR", "president", "2015-01-01", "Recep Tayyip Erdoğan"),
        ("state/TUR", "prime minister", "1994-01-01", "Tansu Çiller"),
        ("state/RUS", "foreign minister", "2012-06-01", "Sergey Lavrov"),
        ("state/USA", "president", "1991-06-01", "George H. W. Bush"),
        ("state/USA", "president", "2003-06-01", "George W. Bush"),
        ("organization/united-nations", "secretary-general", "1999-03-01", "Kofi Annan"),
        ("state/USA", "secretary of state", "1978-09-10", "Cyrus Vance"),
        ("state/GBR", "foreign minister", "1986-05-01", "Geoffrey Howe"),
        ("state/IND", "foreign minister", "1997-05-01", "I. K. Gujral"),
        ("state/COD", "prime minister", "1962-05-01", "Cyrille Adoula"),
        ("state/SUN", "prime minister", "1970-05-01", "Alexei Kosygin"),
        ("state/MRT", "president", "1995-05-01", "Maaouya Ould Sid'Ahmed Taya"),
        ("state/JOR", "king", "2005-05-01", "Abdullah II"),
    ],
)
def test_who_held_an_office(gazetteer: Gazetteer, of: str, office: str, day: str, name: str) -> None:
    assert [entry.name for entry in gazetteer.holders(of, office, dt.date.fromisoformat(day))] == [name]


def test_persons_are_found_by_any_spelling_and_by_surname(gazetteer: Gazetteer) -> None:
    assert [e.name for e in gazetteer.persons("Volodymyr Zelenskyy")] == ["Volodymyr Zelensky"]
    assert [e.name for e in gazetteer.persons("de Mistura")] == ["Staffan de Mistura"]
    assert "Xi Jinping" in [e.name for e in gazetteer.persons("Xi")]
    assert {e.name for e in gazetteer.persons("Bush")} >= {"George H. W. Bush", "George W. Bush"}


def test_kinsmen_of_one_state_stay_apart(gazetteer: Gazetteer) -> None:
    assert {e.key for e in gazetteer.persons("Sabah al-Ahmad al-Sabah")}.isdisjoint(
        {e.key for e in gazetteer.persons("Sabah al-Khalid al-Sabah")}
    )


@pytest.mark.parametrize(
    ("name", "wikidata"),
    [("Vladimir Putin", "Q7747"), ("Emmanuel Macron", "Q3052772"), ("Li Qiang", "Q4414390"), ("Sergey Lavrov", "Q58217")],
)
def test_leaders_since_2021_bear_their_wikidata_ids(gazetteer: Gazetteer, name: str, wikidata: str) -> None:
    assert [entry.wikidata for entry in gazetteer.persons(name) if name in entry.names] == [wikidata]


def test_no_two_entries_bear_one_wikidata_id(gazetteer: Gazetteer) -> None:
    ids = [entry.wikidata for entry in gazetteer.entries.values() if entry.wikidata]
    assert len(set(ids)) == len(ids) > 800


def test_namesakes_in_different_states_and_premiers_in_turn_stay_apart(gazetteer: Gazetteer) -> None:
    assert {entry.state for entry in gazetteer.persons("Albert II")} == {"state/BEL", "state/MCO"}
    assert {entry.name for entry in gazetteer.persons("Li Keqiang")} == {"Li Keqiang"}


def test_a_term_without_an_end_goes_on(gazetteer: Gazetteer) -> None:
    open_term = next(term for term in gazetteer.terms("person/vladimir-putin") if term.end is None)
    assert open_term.holds(dt.date(2025, 6, 1))
    assert not open_term.holds(dt.date(2011, 6, 1))


def test_women_are_known_as_such(gazetteer: Gazetteer) -> None:
    names = ("Indira Gandhi", "Golda Meir", "Dalia Grybauskaitė", "Sirimavo Bandaranaike", "Tarja Halonen")
    assert {gazetteer.persons(name)[0].gender for name in names} == {"f"}


@pytest.mark.parametrize(("word", "first"), [("Sergey", True), ("Washington", False), ("Marine", False), ("Foreign", False)])
def test_a_first_name_is_no_word_of_other_use(gazetteer: Gazetteer, word: str, first: bool) -> None:
    assert gazetteer.is_first_name(word) is first


def test_terms_of_nobody_are_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.terms("person/nobody") == ()
    assert gazetteer.entry("person/nobody") is None


@pytest.mark.parametrize(
    ("left", "right"),
    [("Željka Cvijanović", "zeljka cvijanovic"), ("Ban Ki-moon", "BAN KI MOON"), ("Côte d’Ivoire", "Cote d'Ivoire")],
)
def test_folding_makes_spellings_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("name", "last"),
    [("Staffan de Mistura", "de Mistura"), ("Bashar al-Assad", "al-Assad"), ("Mohammed bin Salman", "bin Salman")],
)
def test_a_surname_keeps_its_particles(name: str, last: str) -> None:
    assert surname(name) == last


def test_an_acting_president_holds_the_office() -> None:
    assert same_office("president", "acting president")
    assert not same_office("president", "vice president")


def test_offices_are_compared_by_their_usual_names() -> None:
    assert same_office("secretary-general", "secretary general")
    assert same_office("foreign minister", "foreign secretary")

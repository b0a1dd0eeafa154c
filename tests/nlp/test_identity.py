"""Identity: whose names these are."""

from collections.abc import Callable

import pytest

from nlp.actors import Actor
from nlp.gazetteer import Gazetteer
from nlp.persons import Person, known
from nlp.tokens import Doc

Naming = Callable[..., Doc]


def actor(doc: Doc, words: str) -> Actor:
    """The actor of the first mention with these words."""
    found: Actor = next(m.actors[0] for m in doc.mentions if m.span.text == words)
    return found


def test_a_surname_is_the_person_named_before(named: Naming) -> None:
    doc = named("Andriy Yermak spoke first. Yermak then left.", "2024-05-01")
    assert actor(doc, "Yermak") is actor(doc, "Andriy Yermak")
    assert actor(doc, "Yermak").names[0] == "Andriy Yermak"


def test_spellings_of_one_name_are_one_person(named: Naming) -> None:
    doc = named("Volodymyr Zelensky spoke. Later Zelenskyy left Ukraine.", "2024-05-01")
    assert actor(doc, "Volodymyr Zelensky") is actor(doc, "Zelenskyy")


@pytest.mark.parametrize(
    ("text", "day", "words", "key"),
    [
        ("Putin met the Russian delegation.", "2015-05-01", "Putin", "person/vladimir-putin"),
        ("President George Bush spoke in Washington.", "1991-05-01", "George Bush", "person/george-h-w-bush"),
        ("President George Bush spoke in Washington.", "2003-05-01", "George Bush", "person/george-w-bush"),
        ("President Bush spoke to the American people.", "2003-05-01", "Bush", "person/george-w-bush"),
        ("Secretary of State Clinton left the United States.", "2011-05-01", "Clinton", "person/hillary-clinton"),
    ],
)
def test_office_and_day_tell_who_is_meant(named: Naming, text: str, day: str, words: str, key: str) -> None:
    assert actor(named(text, day), words).key == key


@pytest.mark.parametrize(
    ("surname", "office", "state", "name"),
    [
        ("Abe", "prime minister", "JPN", "Shinzo Abe"),
        ("Abe", "foreign minister", "JPN", "Shintaro Abe"),
        ("Trudeau", "prime minister", "CAN", "Justin Trudeau"),
        ("Bush", "president", "USA", None),
    ],
)
def test_kinsmen_in_a_text_without_a_day(surname: str, office: str, state: str, name: str | None) -> None:
    entry = known(Person([surname], offices={office}, bodies={f"state/{state}"}), Gazetteer.load(), None, set())
    assert (entry.name if entry else None) == name


def test_a_bare_surname_without_its_state_stays_unknown(named: Naming) -> None:
    doc = named("A farmer called Mr Abbott sold two cows.", "2014-05-01")
    assert not actor(doc, "Abbott").known
    assert actor(doc, "Abbott").name == "Abbott"


@pytest.mark.parametrize(("text", "known"), [("the American archives", True), ("the market", False)])
def test_a_full_name_of_long_ago_is_known_only_where_its_state_is_spoken_of(named: Naming, text: str, known: bool) -> None:
    assert actor(named(f"Dean Rusk is a name in {text}.", "2024-05-01"), "Dean Rusk").known is known


@pytest.mark.parametrize(
    ("office", "known"), [("Russian envoy", True), ("Former Soviet official", True), ("Bulgarian Foreign Minister", False)]
)
def test_the_office_of_another_state_tells_a_namesake(named: Naming, office: str, known: bool) -> None:
    assert actor(named(f"{office} Sergei Ivanov spoke in Astana.", "2025-04-08"), "Sergei Ivanov").known is known


def test_namesakes_of_one_family_are_not_mixed_up(named: Naming) -> None:
    doc = named("Hamad bin Jassim al-Thani, the prime minister of Qatar, flew home.", "2008-05-22")
    assert actor(doc, "Hamad bin Jassim al-Thani").key == "person/hamad-bin-jassim-bin-jaber-al-thani"


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        ("Turkish President Recep Tayyip Erdogan spoke.", "Recep Tayyip Erdogan", "state/TUR"),
        ("Abla Dzifa, the foreign minister of Ghana, spoke.", "Abla Dzifa", "state/GHA"),
        ("King Juan Carlos of Spain was asked to mediate.", "Juan Carlos", "state/ESP"),
        ("Japan's Taro Yamamoto objected.", "Taro Yamamoto", "state/JPN"),
    ],
)
def test_a_person_acts_for_the_state_beside_the_name(named: Naming, text: str, words: str, state: str) -> None:
    served = actor(named(text), words).state
    assert served is not None
    assert served.key == state


def test_titles_are_the_words_of_the_text(named: Naming) -> None:
    doc = named("Ukraine's chief of staff, Andriy Yermak, met Deputy Foreign Minister Marcin Nowak.", "2024-05-01")
    assert actor(doc, "Andriy Yermak").titles == ["chief of staff"]
    assert actor(doc, "Marcin Nowak").titles == ["Deputy Foreign Minister"]


def test_an_envoy_does_not_serve_the_state_he_is_sent_to(named: Naming) -> None:
    doc = named("Washington's special envoy for Haiti, Lawrence Pezzullo, resigned.", "1994-05-01")
    served = actor(doc, "Lawrence Pezzullo").state
    assert served is not None
    assert served.key == "state/USA"


def test_an_acronym_goes_with_its_expansion(named: Naming) -> None:
    doc = named("The Popular Harvest Movement (PHM) signed. The PHM will disarm.")
    assert len({m.actors[0] for m in doc.mentions if m.span.text in ("Popular Harvest Movement", "PHM")}) == 1


def test_a_part_of_the_name_echoes_the_body(named: Naming) -> None:
    doc = named("The United Nations Security Council met. The Council adopted a resolution.")
    assert actor(doc, "Council") is actor(doc, "United Nations Security Council")


def test_an_office_is_its_holder_where_the_text_names_him(named: Naming) -> None:
    doc = named("Recep Tayyip Erdogan flew home. The Turkish president said the talks went well.", "2019-05-01")
    said = next(m for m in doc.mentions if m.kind == "description")
    assert said.actors[0].key == "person/recep-tayyip-erdogan"


def test_an_office_whose_holder_is_not_named_is_the_state(named: Naming) -> None:
    doc = named("The Turkish president said the talks went well.", "2019-05-01")
    said = next(m for m in doc.mentions if m.kind == "description")
    assert said.actors[0].key == "state/TUR"
    assert said.metonym


def test_each_token_knows_its_widest_mention(named: Naming) -> None:
    doc = named("The Turkish foreign ministry denied it.")
    mention = doc.mention_of[1]
    assert mention.span.text == "Turkish foreign ministry"
    assert doc.actors == [mention.actors[0]]


def test_an_empty_text_has_no_actors(named: Naming) -> None:
    doc = named("")
    assert doc.mentions == []
    assert doc.actors == []

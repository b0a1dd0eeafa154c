"""Names: which words name an actor or a place, and of what kind."""

from collections.abc import Callable

import pytest

from nlp.pipeline import Reader
from nlp.tokens import Doc

Naming = Callable[..., Doc]


def found(doc: Doc) -> list[tuple[str, str, str]]:
    """Words, type and actor's name of each mention that is a name."""
    return [(m.span.text, str(m.actors[0].type), m.actors[0].name) for m in doc.mentions if m.kind == "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv refuses to accept the terms.", ("Kyiv", "state", "Ukraine")),
        ("The minister visited Kyiv on Monday.", ("Kyiv", "place", "Kyiv")),
        ("The talks in Moscow lasted three days.", ("Moscow", "place", "Moscow")),
        ("Germany urged Tehran to return to the talks.", ("Tehran", "state", "Iran")),
        ("Relations with Tehran are strained.", ("Tehran", "state", "Iran")),
        ("He flew to Ankara after the summit.", ("Ankara", "place", "Ankara")),
        ("GENEVA (Agency) - The envoys met on Monday.", ("GENEVA", "place", "Geneva")),
        ("The Kremlin dismissed the proposal.", ("Kremlin", "state", "Russia")),
        ("They met in the Kremlin.", ("Kremlin", "place", "Kremlin")),
        ("It was Beijing, in the end, that procured the truce.", ("Beijing", "state", "China")),
        ("Brussels insists on sending observers.", ("Brussels", "organization", "European Union")),
    ],
)
def test_a_capital_is_the_state_or_the_place(named: Naming, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in found(named(text))


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("The Turkish foreign ministry denied it.", "Turkish foreign ministry", ["Turkey"]),
        ("Russian officials insist on the terms.", "Russian officials", ["Russia"]),
        ("The government of Japan protested.", "government of Japan", ["Japan"]),
        ("EU foreign ministers agreed on sanctions.", "EU foreign ministers", ["European Union"]),
        ("Greek and Turkish diplomats sat down to talks.", "Greek and Turkish diplomats", ["Greece", "Turkey"]),
    ],
)
def test_an_institution_stands_for_its_state(named: Naming, text: str, words: str, names: list[str]) -> None:
    mention = next(m for m in named(text).mentions if m.span.text == words)
    assert [actor.name for actor in mention.actors] == names
    assert mention.metonym


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Croatia's parliament rejected the text.", "Croatia's parliament", "organization"),
        ("The Syrian opposition refused to attend.", "Syrian opposition", "group"),
        ("He wrote in The Washington Post on Monday.", "Washington Post", "organization"),
        ("The Bank of England raised its rate.", "Bank of England", "organization"),
        ("The ruling Zarkov party rejected the criticism.", "Zarkov", "organization"),
        ("Al Qaeda claimed the attack.", "Al Qaeda", "group"),
        ("The Foo Liberation Front rejected the truce.", "Foo Liberation Front", "group"),
    ],
)
def test_a_longer_name_is_no_state(named: Naming, text: str, words: str, kind: str) -> None:
    mention = next(m for m in named(text).mentions if m.span.text.removeprefix("The ") == words)
    assert str(mention.actors[0].type) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ukrainian President Volodymyr Zelensky spoke.", "Volodymyr Zelensky"),
        ("Ukraine's chief of staff, Andriy Yermak, agreed.", "Andriy Yermak"),
        ("Foreign Minister Xyzar Abcdov arrived.", "Xyzar Abcdov"),
        ("Mr Aden's name was taken off the list.", "Aden"),
        ("The envoy met Staffan de Mistura.", "Staffan de Mistura"),
        ("Secretary of State John Kerry left.", "John Kerry"),
        ("Michael Jordan visited North Korea.", "Michael Jordan"),
    ],
)
def test_a_person_is_the_bare_name(named: Naming, text: str, name: str) -> None:
    assert (name, "person") in [(words, kind) for words, kind, _ in found(named(text))]


def test_words_that_merely_look_like_names_are_left_out(named: Naming) -> None:
    doc = named("They told us about the turkey. Pro-Russian rebels fled.")
    assert "us" not in [m.span.text for m in doc.mentions]
    assert all(m.actors[0].name != "Russia" for m in doc.mentions)


def test_a_party_that_many_states_have_needs_its_state(named: Naming) -> None:
    abroad = named("Iurie Rosca, leader of the Christian Democrats, spoke in Moldova.")
    at_home = named("The Christian Democrats won the vote in Germany.")
    assert ("Christian Democrats", "organization", "Christian Democrats") in found(abroad)
    assert ("Christian Democrats", "organization", "Christian Democratic Union") in found(at_home)


def test_possessive_endings_are_no_part_of_a_name(named: Naming) -> None:
    assert ("Germany", "state", "Germany") in found(named("Germany's offer stands."))


def test_the_document_votes_on_a_surname(named: Naming) -> None:
    doc = named(
        "Atal Bihari Vajpayee, the Indian prime minister, was alone. Vajpayee has accepted. A visit by Vajpayee is planned.",
        "2001-07-16",
    )
    assert [kind for words, kind, _ in found(doc) if words.endswith("Vajpayee")] == ["person"] * 3


def test_a_dateline_is_cut_off(named: Naming) -> None:
    names = found(named("PRAGUE - NATO will meet in the city next week."))
    assert ("NATO", "organization", "NATO") in names


def test_the_koreas_are_the_north_and_the_south(named: Naming) -> None:
    doc = named("North Korea fired a missile. The South called it a provocation.")
    assert ("South", "state", "South Korea") in found(doc)


def test_a_name_that_is_cut_off_behind_its_article_is_read(reader: Reader) -> None:
    assert reader.read("Prime Minister Ahmed al- met Vladimir Putin. Ahmed al- said so.").entities

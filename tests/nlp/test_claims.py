"""Claims: which actors a noun phrase stands for, where an event was, and what points at what."""

from collections.abc import Callable

import pytest

from nlp.claims import actor_parts, for_institutions, host_of, represented, sentence
from nlp.places import place_of
from nlp.tokens import Doc, Token

Reading = Callable[..., Doc]


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "noun", "keys"),
    [
        ("Egypt spoke.", "Egypt", ["state/EGY"]),
        ("Egyptian officials spoke.", "officials", ["state/EGY"]),
        ("The president of Egypt spoke.", "president", ["state/EGY"]),
        ("Egyptian farmers spoke.", "farmers", []),
        ("The farmers spoke.", "farmers", []),
    ],
)
def test_represented(parsed: Reading, text: str, noun: str, keys: list[str]) -> None:
    found = represented(word(parsed(text), noun))
    assert [actor.key for mention in found for actor in mention.actors] == keys


def test_parts_are_actors_and_each_is_one_part(parsed: Reading) -> None:
    doc = parsed("Egypt, Libya and Egypt met in Geneva.")
    parts = actor_parts("participant", [word(doc, "Egypt"), word(doc, "Libya"), word(doc, "Egypt"), word(doc, "Geneva")])
    assert [(part.role, part.entity) for part in parts] == [("participant", "state/EGY"), ("participant", "state/LBY")]


def test_a_pronoun_part_points_at_the_name_before_it(parsed: Reading) -> None:
    doc = parsed("Egypt spoke. It met Libya.")
    (part,) = actor_parts("participant", [word(doc, "It")])
    assert doc.text[part.mention.start : part.mention.end] == "Egypt"


def test_a_state_for_which_somebody_acted_is_named_by_its_own_words(parsed: Reading) -> None:
    doc = parsed("France waited. Emmanuel Macron, its president, imposed a ban.")
    parts = for_institutions(doc, actor_parts("imposer", [word(doc, "Macron")]))
    assert [(part.entity, doc.text[part.mention.start : part.mention.end]) for part in parts] == [("state/FRA", "France")]


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Egypt met Libya in Geneva.", "met", "place/geneva"),
        ("GENEVA (Agency) - Egypt met Libya.", "met", "place/geneva"),
        ("Egypt met Libya.", "met", None),
    ],
)
def test_place(parsed: Reading, text: str, trigger: str, place: str | None) -> None:
    found = place_of(word(parsed(text), trigger))
    assert (found.entity if found else None) == place


def test_a_visited_city_is_a_place_and_its_state_the_host(parsed: Reading) -> None:
    doc = parsed("Olaf Scholz visited Cairo.")
    place, host = host_of(word(doc, "Cairo"))
    assert place is not None
    assert host is not None
    assert (place.entity, host.entity) == ("place/cairo", "state/EGY")


def test_the_sentence_is_told_without_white_space_at_its_ends(parsed: Reading) -> None:
    doc = parsed("  Iran spoke. \n\n  Egypt met Libya.  \n")
    span = sentence(word(doc, "met"))
    assert doc.text[span.start : span.end] == "Egypt met Libya."

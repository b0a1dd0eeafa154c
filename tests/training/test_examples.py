"""Gold facts located in a view, swapped names, and the cells of the tables that they make true."""

import random

import pytest

from app.evaluation import GoldDocument
from graph.vocabulary import EntityType
from nlp.actors import Actor
from nlp.learned.frames import Frame, Stretch
from nlp.learned.labels import CHOICE_SLICE, CHOICES, RELATION, SPAN
from nlp.learned.syntax import Ties
from nlp.learned.views import Place, View, Word
from training.examples import Example, example, nearest, plural
from training.swap import Names, swapped
from training.targets import targets

TEXT = "Oslo slept. Putin met Modi. Putin backed the truce."
GOLD = GoldDocument(
    "a",
    TEXT,
    None,
    "2020-01-01",
    {
        "putin": {"type": "person", "names": ["Vladimir Putin", "Putin"]},
        "modi": {"type": "person", "names": ["Narendra Modi", "Modi"]},
    },
    [
        {"kind": "meeting", "participants": ["putin", "modi"], "format": "talks", "status": "held", "evidence": "Putin met Modi"},
        {
            "kind": "position",
            "actor": "putin",
            "stance": "supports",
            "topic": "the truce",
            "keywords": ["truce"],
            "evidence": "Putin backed the truce",
        },
    ],
)


@pytest.fixture
def learned() -> Example:
    actors = [Actor(key=name.lower(), type=EntityType.PERSON, name=name) for name in ("Putin", "Modi")]
    places = [Place(12, 17, (0,), True), Place(22, 26, (1,), True), Place(28, 33, (0,), True)]
    words = [Word(start, end, n, "dep") for n, (start, end) in enumerate(_offsets())]
    return example(GOLD, View(TEXT, [(0, 11), (12, 27), (28, 51)], words, [0, 0], places, actors))


def _offsets() -> list[tuple[int, int]]:
    found, at = [], 0
    for word in TEXT.split():
        found.append((at, at + len(word)))
        at += len(word) + 1
    return found


def frame(sentence: int, begin: int, end: int) -> tuple[Frame, Stretch]:
    """A sentence of the text, its words taken for word pieces."""
    size = end - begin
    framed = Frame(sentence, begin, begin, end, [0, 1], [[begin], [begin]], [0, 0], Ties.none(2, 2), Ties.none(2, size))
    return framed, Stretch([], [], _offsets(), [framed])


def test_a_fact_is_located_where_its_entities_stand(learned: Example) -> None:
    meeting, position = learned.facts
    assert learned.nodes == {"putin": [0], "modi": [1]}
    assert (meeting.sentence, position.sentence) == (1, 2)
    assert position.words is not None
    assert TEXT[slice(*position.words)] == "the truce"


def test_a_meeting_makes_its_pair_true_both_ways(learned: Example) -> None:
    goal = targets(learned, *frame(1, 2, 5))
    assert goal.relations == {(0, 1, RELATION["meeting"]), (1, 0, RELATION["meeting"])}
    held = CHOICE_SLICE["meeting"].start + CHOICES["meeting"].index("held")
    assert (0, 1, "meeting", held) in goal.choices
    assert goal.begins == set()


def test_a_position_makes_the_begin_of_its_topic_true(learned: Example) -> None:
    goal = targets(learned, *frame(2, 5, 9))
    assert goal.begins == {(0, 2, SPAN["supports"])}
    assert goal.ends == {(0, 2, 3)}


def test_what_another_sentence_states_counts_less_here(learned: Example) -> None:
    goal = targets(learned, *frame(2, 5, 9))
    assert goal.relations == set()
    assert 0 < goal.weights[0, 1, RELATION["meeting"]] < 1


def test_swapped_names_keep_every_stretch(learned: Example) -> None:
    names = Names({EntityType.PERSON: [{"full": "Angela Merkel", "last": "Merkel"}]})
    other = swapped(learned, names, random.Random(0), 1.0)
    assert other.view.text == "Oslo slept. Merkel met Merkel. Merkel backed the truce."
    assert [other.view.text[p.start : p.end] for p in other.view.places] == ["Merkel"] * 3
    assert [other.view.text[start:end] for start, end in other.view.sentences][1:] == [
        "Merkel met Merkel.",
        "Merkel backed the truce.",
    ]
    position = other.facts[1]
    assert position.words is not None
    assert other.view.text[slice(*position.words)] == "the truce"


def test_titles_in_the_plural() -> None:
    assert plural("foreign minister") == "foreign ministers"
    assert plural("chief of staff") == "chiefs of staff"
    assert plural("deputy") == "deputies"


def test_the_nearest_of_two() -> None:
    assert nearest("a deal, another deal here", "deal", (17, 25)) == (16, 20)

"""The documents to train with, and those kept for the decision, are gold as the guidelines have it."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from app.evaluation import GoldDocument, load
from nlp.kinds import KINDS
from training.examples import ROLES, keys_of

FOLDER = Path(__file__).parents[2] / "training"
FILES = [*sorted((FOLDER / "gold").glob("*.jsonl")), FOLDER / "aside.jsonl"]
MEASURED = sorted((Path(__file__).parents[1] / "gold").rglob("*.jsonl"))


@cache
def documents(path: Path) -> tuple[GoldDocument, ...]:
    return tuple(load([path]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_facts_are_stated_and_name_known_entities(path: Path) -> None:
    wrong = [
        (document.id, fact)
        for document in documents(path)
        for fact in document.facts
        if fact["evidence"] not in document.text
        or fact["kind"] not in KINDS
        or not {key for role in ROLES[fact["kind"]] for key in keys_of(fact.get(role))} <= document.entities.keys()
    ]
    assert not wrong


def test_no_document_stands_there_twice_and_none_is_measured_on() -> None:
    texts = Counter(document.text for path in FILES for document in documents(path))
    ids = Counter(document.id for path in FILES for document in documents(path))
    measured = {document.text for path in MEASURED if path.parent.name != "clusters" for document in documents(path)}
    assert not [id_ for id_, number in ids.items() if number > 1]
    assert not [text[:80] for text, number in texts.items() if number > 1 or text in measured]

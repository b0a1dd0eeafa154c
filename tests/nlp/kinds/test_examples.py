"""Every rule carries a sentence and what must be read from it; here each is read by the whole pipeline."""

import datetime as dt

import pytest

from graph.vocabulary import Reading
from nlp.grammar import Rule
from nlp.kinds import PAGES
from nlp.pipeline import Reader

CASES = [(kind, rule) for kind, page in PAGES.items() for rule in page.RULES]


def in_words(reading: Reading, kind: str) -> list[tuple[str, set[str]]]:
    """Of each claim of a kind the status and the names of the entities whose roles the kind asks for."""
    names = {entity.key: entity.name for entity in reading.entities}
    needed = {part.role for part in PAGES[kind].KIND.parts if part.least}
    claims = [claim for claim in reading.claims if claim.kind == kind]
    return [(claim.status, {names[part.entity] for part in claim.parts if part.role in needed}) for claim in claims]


def expected(reads: str) -> tuple[str, set[str]]:
    """`held: Emmanuel Macron, Olaf Scholz` as status and names."""
    status, _, names = reads.partition(": ")
    return status, set(names.split(", "))


@pytest.mark.parametrize(("kind", "rule"), CASES, ids=[f"{kind}.{rule.name}" for kind, rule in CASES])
def test_example_is_read_as_it_says(reader: Reader, kind: str, rule: Rule) -> None:
    reading = reader.read(rule.example, dt.date(2025, 6, 15))
    assert expected(rule.reads) in in_words(reading, kind)


def test_rule_names_are_unique() -> None:
    names = [(kind, rule.name) for kind, rule in CASES]
    assert len(names) == len(set(names))

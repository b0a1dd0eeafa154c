"""The score table of a tiny gold file, worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.evaluation import GoldDocument, GoldError, evaluate, load

GOLD = {
    "id": "paris",
    "published_at": "2019-12-10",
    "title": "Paris summit",
    "text": "Putin and Zelensky met in Paris on Monday. Both support a truce.",
    "entities": {
        "putin": {"type": "person", "names": ["Vladimir Putin", "Putin"]},
        "zelensky": {"type": "person", "names": ["Zelensky"]},
    },
    "facts": [
        {"kind": "meeting", "participants": ["putin", "zelensky"], "status": "held", "date": "2019-12-09"},
        {"kind": "position", "actor": "putin", "stance": "supports", "topic": "a truce", "keywords": ["truce"]},
        {"kind": "position", "actor": "zelensky", "stance": "supports", "topic": "a truce", "keywords": ["truce"]},
    ],
}
SERVED: list[dict[str, Any]] = [
    {"kind": "meeting", "participants": [{"name": "Vladimir Putin"}, {"name": "Zelensky"}], "status": "held", "date": None},
    {"kind": "position", "actor": {"name": "Putin"}, "stance": "supports", "topic": "truce"},
    {"kind": "position", "actor": {"name": "Macron"}, "stance": "supports", "topic": "truce"},
    {"kind": "role", "person": {"name": "Putin"}, "of": {"name": "Russia"}, "title": "president", "status": "current"},
]
TABLE = """\
kind        gold served      P      R     F1 strict F1
meeting        1      1  1.000  1.000  1.000     0.000
position       2      2  0.500  0.500  0.500     0.500
sanction       0      0  0.000  0.000  0.000     0.000
role           0      1  0.000  0.000  0.000     0.000
agreement      0      0  0.000  0.000  0.000     0.000
all            3      4  0.500  0.667  0.571     0.286
1 documents, 12 words, """


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n\n")
    return path


def serve(_: GoldDocument) -> list[Any]:
    return SERVED


def test_the_table(gold_file: Path) -> None:
    assert evaluate(load([gold_file]), serve).table().startswith(TABLE)


def test_the_figures(gold_file: Path) -> None:
    figures = evaluate(load([gold_file]), serve).figures()
    assert figures["position"] == {"gold": 2, "served": 2, "p": 0.5, "r": 0.5, "f1": 0.5, "strict_f1": 0.5}
    assert figures["documents"] == 1


def test_what_was_missed_and_what_is_extra(gold_file: Path) -> None:
    comparisons = {c.kind: c for c in evaluate(load([gold_file]), serve).comparisons}
    assert [fact["actor"] for fact in comparisons["position"].missed()] == ["zelensky"]
    assert [fact["actor"]["name"] for fact in comparisons["position"].extra()] == ["Macron"]
    assert [gold["date"] for gold, _ in comparisons["meeting"].loose()] == ["2019-12-09"]


@pytest.mark.parametrize(
    ("line", "why"), [("{", "not JSON"), ('{"id": "x"}', "'text' is missing"), ("[]", "not a gold document")]
)
def test_a_broken_gold_file_is_named_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n" + line)
    with pytest.raises(GoldError, match=rf"gold\.jsonl:2: .*{why}"):
        list(load([path]))


def test_a_missing_gold_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"nowhere\.jsonl"):
        list(load([tmp_path / "nowhere.jsonl"]))


def test_the_gold_of_the_project_can_be_loaded() -> None:
    documents = list(load(sorted(Path(__file__).parents[1].joinpath("gold").glob("*.jsonl"))))
    assert len(documents) == len({document.id for document in documents}) == 57

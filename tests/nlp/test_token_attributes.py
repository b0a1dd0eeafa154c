"""Parts of speech looked up are those that spaCy finds by searching."""

from typing import Any

import pytest
from spacy.language import Language
from spacy.pipeline.attributeruler import AttributeRuler

from nlp.pipeline import load_model
from nlp.token_attributes import NAME, QuickAttributeRuler, quicken

TEXT = """The President said that he'd meet them, but nobody of the two was there, in spite of that.

He cannot have gone to Paris himself: each other's ministers were going to talk, no one knew whose idea that had been!
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model()


def test_the_same_patterns_fit(nlp: Language) -> None:
    ruler = nlp.get_pipe(NAME)
    assert isinstance(ruler, AttributeRuler)
    quick = QuickAttributeRuler(nlp.vocab, ruler.patterns)
    assert quick.patterns == ruler.patterns
    with nlp.select_pipes(disable=[NAME, "lemmatizer", "ner"]):
        doc = nlp(TEXT)
    assert quick.match(doc) == ruler.match(doc) == quick.match(doc)
    assert len(ruler.match(doc)) > 50


def test_a_pattern_of_another_kind_is_searched_for(nlp: Language) -> None:
    patterns: list[Any] = [
        {"patterns": [[{"TAG": "NNP"}]], "attrs": {"POS": "PROPN"}, "index": 0},
        {"patterns": [[{"SHAPE": "xxxx"}], [{"LOWER": "no"}, {"LOWER": "one"}]], "attrs": {"POS": "X"}, "index": 0},
    ]
    ruler = AttributeRuler(nlp.vocab)
    ruler.add_patterns(patterns)
    with nlp.select_pipes(disable=[NAME, "lemmatizer", "ner"]):
        doc = nlp(TEXT)
    quick = QuickAttributeRuler(nlp.vocab, patterns)
    assert quick.match(doc) == ruler.match(doc)
    assert {quick(doc)[i].pos_ for _, _, i, _ in quick.match(doc)} >= {"X", "PROPN"}


@pytest.mark.parametrize(
    "token",
    [
        {"LOWER": {"REGEX": "^par"}},
        {"TAG": {"NOT_IN": ["NNP", "DT", ""]}},
        {"DEP": {"NOT_IN": [""]}, "IS_SPACE": True},
        {"LOWER": {"IN": ["paris", "them"]}, "TAG": {"NOT_IN": ["NNP"]}},
        {"LOWER": {"REGEX": "e"}, "DEP": {"NOT_IN": ["det"]}},
    ],
)
def test_each_way_to_ask(nlp: Language, token: dict[str, Any]) -> None:
    patterns: list[Any] = [{"patterns": [[token], [{"TAG": "NN"}, token]], "attrs": {"POS": "X"}, "index": 0}]
    ruler = AttributeRuler(nlp.vocab)
    ruler.add_patterns(patterns)
    with nlp.select_pipes(disable=[NAME, "lemmatizer", "ner"]):
        doc = nlp(TEXT)
    assert QuickAttributeRuler(nlp.vocab, patterns).match(doc) == ruler.match(doc) != []


def test_a_pipeline_keeps_its_order(nlp: Language) -> None:
    before = nlp.pipe_names
    quicken(nlp)
    assert nlp.pipe_names == before
    assert isinstance(nlp.get_pipe(NAME), QuickAttributeRuler)

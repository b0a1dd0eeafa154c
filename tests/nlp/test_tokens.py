"""Tokens, spans and documents say what spaCy's of the same names say."""

import gc
import weakref

import pytest
import spacy.tokens

from nlp import tokens
from nlp.pipeline import Reader

TEXT = (
    "MOSCOW - Sergei Lavrov, who had met the envoys of Egypt, Jordan and Oman on Monday, said that “talks” would go on;\n"
    "his  spokeswoman denied it.\n\nThe EU's leaders, and those of the U.S., are to meet in Geneva at 10 a.m.\t"
)
ATTRIBUTES = ("i idx text text_with_ws lower_ lemma_ pos_ tag_ dep_ ent_type_ whitespace_ "
              "is_space is_punct is_alpha is_title is_upper is_lower").split()  # fmt: skip
ONE = ("head", "left_edge", "right_edge")
SEVERAL = ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts")
Both = tuple[tokens.Doc, spacy.tokens.Doc]


@pytest.fixture(scope="module")
def both(reader: Reader) -> Both:
    """A document as the rules have it, and spaCy's."""
    with reader.nlp.select_pipes(disable=reader.ours):
        parsed = reader.nlp(TEXT)
    return tokens.Doc(parsed), parsed


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_of_tokens(both: Both, name: str) -> None:
    assert [getattr(token, name) for token in both[0]] == [getattr(token, name) for token in both[1]]


@pytest.mark.parametrize("name", ONE)
def test_tokens_of_the_tree(both: Both, name: str) -> None:
    assert [getattr(token, name).i for token in both[0]] == [getattr(token, name).i for token in both[1]]


@pytest.mark.parametrize("name", SEVERAL)
def test_ways_through_the_tree(both: Both, name: str) -> None:
    ours, theirs = ([[other.i for other in getattr(token, name)] for token in doc] for doc in both)
    assert ours == theirs
    assert any(len(others) > 1 for others in ours)


def test_sentences_and_entities(both: Both) -> None:
    for name in ("sents", "ents"):
        ours, theirs = ([(span.start, span.end, span.text, span.label_) for span in getattr(doc, name)] for doc in both)
        assert ours == theirs
        assert len(ours) > 1
    assert [token.sent.start for token in both[0]] == [token.sent.start for token in both[1]]


def test_spans(both: Both) -> None:
    places = [(start, end) for start in range(len(both[0])) for end in range(start + 1, min(start + 9, len(both[0]) + 1))]
    ours, theirs = ([doc[start:end] for start, end in places] for doc in both)
    for name in ("start_char", "end_char", "text"):
        assert [getattr(span, name) for span in ours] == [getattr(span, name) for span in theirs]
    assert [span.root.i for span in ours] == [span.root.i for span in theirs]
    assert [span[-1].i for span in ours] == [span[-1].i for span in theirs]
    assert [span[1:3].text for span in ours] == [span[1:3].text for span in theirs]


@pytest.mark.parametrize("mode", ["strict", "contract", "expand"])
def test_spans_of_characters(both: Both, mode: str) -> None:
    places = [(start, start + length) for start in range(len(TEXT)) for length in (1, 2, 5, 17)]
    ours, theirs = ([doc.char_span(start, end, alignment_mode=mode) for start, end in places] for doc in both)
    assert [span and (span.start, span.end) for span in ours] == [
        span and (span.start, span.end) if span else None for span in theirs
    ]


def test_what_stands_beside(both: Both) -> None:
    first, last = both[0][0], both[0][-1]
    assert first.nbor().i == 1
    assert last.nbor(-1).i == last.i - 1
    with pytest.raises(IndexError):
        first.nbor(-1)
    with pytest.raises(IndexError):
        last.nbor()
    with pytest.raises(IndexError):
        both[0][0:2][2]


def test_who_is_above(both: Both) -> None:
    ours = [[token.is_ancestor(other) for other in both[0]] for token in both[0]]
    theirs = [[token.is_ancestor(other) for other in both[1]] for token in both[1]]
    assert ours == theirs


def test_a_document_is_made_once(both: Both) -> None:
    assert tokens.of(both[1]) is tokens.of(both[1])


def test_an_empty_text_has_no_tokens(reader: Reader) -> None:
    assert list(reader.document("")) == []


def test_a_document_taken_apart_needs_no_garbage_collector(reader: Reader) -> None:
    doc = reader.document(TEXT)
    end = weakref.ref(doc)
    doc.dissolve()
    gc.disable()
    try:
        del doc
        assert end() is None
    finally:
        gc.enable()

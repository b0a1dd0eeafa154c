"""Sentences end where lines end, and begin behind datelines."""

import pytest

from nlp.pipeline import Reader
from nlp.sentences import datelines


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Egypt met Jordan. Iran met Oman.", ["Egypt met Jordan.", "Iran met Oman."]),
        ("Talks with Iran\nEgypt met Jordan", ["Talks with Iran", "Egypt met Jordan"]),
        ("By Our Staff\n\nEgypt met Jordan.", ["By Our Staff", "Egypt met Jordan."]),
        ("Talks\r\nEgypt met Jordan.\r\n", ["Talks", "Egypt met Jordan."]),
    ],
)
def test_lines_are_not_joined(reader: Reader, text: str, sentences: list[str]) -> None:
    doc = reader.nlp(text)
    assert [sent.text.strip() for sent in doc.sents if sent.text.strip()] == sentences


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("GENEVA - Egypt met Jordan.", ["GENEVA"]),
        ("MAR DEL PLATA, Argentina, Nov. 6 (Wire) - Leaders of 34 countries met.", ["MAR DEL PLATA"]),
        ("SYDNEY, Tuesday: Egypt met Jordan.\nROME — Iran met Oman.", ["SYDNEY", "ROME"]),
        ("Egypt - a neighbour - met Jordan.", []),
        ("NATO met Jordan on Monday.", []),
        (
            "BBC News told of talks between Egypt and Jordan on Monday, and of nothing that came of them at all - or so it said.",
            [],
        ),
    ],
)
def test_datelines_are_found(text: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in datelines(text)] == places


def test_a_report_begins_behind_its_dateline(reader: Reader) -> None:
    doc = reader.nlp("SAN JOSE, July 19 (Wire) - Envoys of Egypt and of Jordan met on Sunday.")
    assert [sent.text.strip() for sent in doc.sents][-1] == "Envoys of Egypt and of Jordan met on Sunday."

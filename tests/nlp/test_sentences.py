"""Sentences end where lines end."""

import pytest

from nlp.pipeline import Reader


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

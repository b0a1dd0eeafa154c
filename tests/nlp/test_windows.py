"""Long texts are read in windows, and read as they would be whole."""

import datetime as dt

import pytest

from nlp import windows
from nlp.pipeline import Reader, Text

DAY = dt.date(2024, 1, 2)
PARAGRAPH = (
    "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Tuesday. "
    "He said that France supports a ceasefire. The two leaders will meet again in Paris next week.\n"
)


@pytest.mark.parametrize("before", ["", "😀 \u202e\r\n"])
def test_a_text_in_windows_is_read_as_a_whole_one(reader: Reader, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    text = before + PARAGRAPH * 3
    whole = reader.read(text, DAY)
    monkeypatch.setattr(windows, "WINDOW", 60)
    assert len(list(windows.windows(reader.nlp.make_doc(text)))) > 1
    assert reader.read(text, DAY) == whole
    assert len(whole.claims) >= 6


def test_windows_add_up_to_the_text_wherever_they_are_cut(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    doc = reader.nlp.make_doc("a  b\n\n" + "," * 50 + " Macron met Scholz. " * 5 + "\t end")
    for size in (2, 3, 7, 20, 1000):
        monkeypatch.setattr(windows, "WINDOW", size)
        pieces = list(windows.windows(doc))
        assert "".join(piece.text_with_ws for piece in pieces) == doc.text
        assert all(1 <= len(piece) <= size for piece in pieces)


def test_long_and_short_texts_keep_their_order(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "WINDOW", 60)
    texts = [Text(PARAGRAPH * n, DAY) for n in (1, 3, 1, 1, 4)]
    assert list(reader.read_many(texts)) == [reader.read(text.text, DAY) for text in texts]

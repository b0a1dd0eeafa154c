"""A web page is read in the encoding that it declares, as browsers do, and never fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charset import decoded

WORDS = "Erdoğan met Zelenskyy in Genève – “talks”"
FRENCH = "Genève – “pourparlers”"


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (WORDS.encode(), None, WORDS),
        (WORDS.encode("utf-8-sig"), "latin-1", WORDS),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), None, WORDS),
        (FRENCH.encode("cp1252"), None, FRENCH),
        (FRENCH.encode("cp1252"), "ISO-8859-1", FRENCH),
        (WORDS.encode(), "no-such-charset", WORDS),
        (WORDS.encode(), "base64", WORDS),
        (WORDS.encode(), "utf\0", WORDS),
        (b"caf\xe9", "utf-8", "caf\ufffd"),
    ],
)
def test_the_encoding_is_the_mark_the_header_or_utf_8(content: bytes, charset: str | None, text: str) -> None:
    assert decoded(content, charset) == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<meta http-equiv='Content-Type' content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_a_page_says_itself_how_it_is_encoded(head: str) -> None:
    page = f"{head.format('iso-8859-2')}<p>Kovač met Łukasz"
    assert decoded(page.encode("iso-8859-2")) == page


@given(st.binary(max_size=200), st.text(max_size=10) | st.none())
def test_no_bytes_are_too_broken_to_be_read(content: bytes, charset: str | None) -> None:
    assert isinstance(decoded(content, charset), str)

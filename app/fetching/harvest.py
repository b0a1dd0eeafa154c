"""News fetched and taken in: pages that are stored are not asked for again, and nothing is thought done before it is stored."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session, sessionmaker

from app.fetching.crew import Outcome, fetch_all, text_of_feed
from app.fetching.errors import FetchError
from app.fetching.feeds import Wanted, entries
from app.fetching.fetcher import FEEDS, NOTHING_KNOWN, Fetcher, Validators
from app.sources import Source
from graph.fetches import forget, remember, remembered, stored
from graph.tables import Fetch

WINDOW = 500
"""Pages fetched before what became of them is written down."""
AGAIN_AFTER = dt.timedelta(days=1)
"""When a page that gave no document is asked for again."""


@dataclass(slots=True)
class Passed:
    """What there was no need to fetch."""

    unchanged: list[str] = field(default_factory=list)
    """Feeds with nothing new."""
    stored: int = 0
    """Pages of which there is a document."""
    asked_lately: int = 0
    """Pages that gave no document less than a day ago."""


class Harvest:
    """One run; `take_in` stores and reads the documents it is given before it returns."""

    def __init__(self, fetcher: Fetcher, sessions: sessionmaker[Session], take_in: Callable[[Iterable[Source]], object]) -> None:
        self._fetcher = fetcher
        self._sessions = sessions
        self._take_in = take_in
        self.passed = Passed()

    def feeds(self, urls: Iterable[str], *, text_of_feeds: bool = False) -> None:
        """Take in the pages that feeds tell of, or the texts that they have themselves."""
        for url in urls:
            with self._sessions.begin() as session:
                known = _validators(remembered(session, [url]))
            try:
                fetched = self._fetcher.get(url, known.get(url, NOTHING_KNOWN), FEEDS)
                pages = entries(fetched) if fetched else ()
            except FetchError as error:
                self._take_in([Source(url, problem=str(error))])
                continue
            if fetched is None:
                self.passed.unchanged.append(url)
                continue
            all_stored = self.pages(pages, text_of_feeds=text_of_feeds)
            with self._sessions.begin() as session:
                if all_stored:
                    remember(session, [_fetch(url, fetched.validators)])
                else:
                    forget(session, [url], _day_ago())  # or what is missing would not be asked for again

    def pages(self, pages: Iterable[Wanted], *, text_of_feeds: bool = False) -> bool:
        """Take in pages; whether there is a document of each now."""
        all_stored = True
        rest = iter(pages)
        while window := list(itertools.islice(rest, WINDOW)):
            all_stored &= self._window(window, text_of_feeds)
        return all_stored

    def _window(self, window: Sequence[Wanted], text_of_feeds: bool) -> bool:
        by_url = {page.url: page for page in window}
        with self._sessions.begin() as session:
            there = stored(session, by_url)
            before = remembered(session, by_url)
            lately = {url for url, fetch in before.items() if fetch.fetched_at > _day_ago()} - there
            known = _validators(before)
        self.passed.stored += len(there)
        self.passed.asked_lately += len(lately)
        missing = [page for url, page in by_url.items() if url not in there | lately]
        found = map(text_of_feed, missing) if text_of_feeds else fetch_all(self._fetcher, missing, known)
        outcomes: list[Outcome] = []
        self._take_in(_sources(found, outcomes))
        failed = [outcome for outcome in outcomes if outcome.problem]
        with self._sessions.begin() as session:
            forget(session, [outcome.wanted.url for outcome in outcomes], _day_ago())
            remember(session, (_fetch(outcome.wanted.url, outcome.validators, outcome.problem) for outcome in failed))
        return not failed and not lately


def _sources(found: Iterable[Outcome], outcomes: list[Outcome]) -> Iterator[Source]:
    """The documents to take in; what became of each page is noted in `outcomes`."""
    for outcome in found:
        outcomes.append(outcome)
        yield Source(outcome.wanted.url, None if outcome.problem else outcome.body, outcome.problem)


def _validators(fetches: Mapping[str, Fetch]) -> dict[str, Validators]:
    return {url: Validators(fetch.etag, fetch.last_modified) for url, fetch in fetches.items()}


def _fetch(url: str, validators: Validators, problem: str | None = None) -> Fetch:
    now = dt.datetime.now(dt.UTC)
    return Fetch(url=url, etag=validators.etag, last_modified=validators.last_modified, problem=problem, fetched_at=now)


def _day_ago() -> dt.datetime:
    return dt.datetime.now(dt.UTC) - AGAIN_AFTER

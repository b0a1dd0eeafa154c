"""Many pages at once, from each server one at a time."""

import itertools
import queue
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from app.fetching.errors import FetchError
from app.fetching.feeds import Wanted
from app.fetching.fetcher import NOTHING_KNOWN, Fetched, Fetcher, Validators
from app.texts import article, text_of

SERVERS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page: the body of a document, or a problem."""

    wanted: Wanted
    body: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None
    validators: Validators = NOTHING_KNOWN


def fetch_all(fetcher: Fetcher, pages: Iterable[Wanted], known: Mapping[str, Validators]) -> Iterator[Outcome]:
    """What becomes of each page, in the order in which they come."""
    by_server: defaultdict[str, list[Wanted]] = defaultdict(list)
    for page in pages:
        by_server[urlsplit(page.url).netloc.lower()].append(page)
    done: queue.SimpleQueue[Outcome | Exception] = queue.SimpleQueue()
    enough = threading.Event()

    def work(of_one_server: Sequence[Wanted]) -> None:
        for page in of_one_server:
            if enough.is_set():
                return
            try:
                done.put(_fetch(fetcher, page, known.get(page.url, NOTHING_KNOWN)))
            except Exception as error:
                done.put(error)

    crew = ThreadPoolExecutor(SERVERS_AT_ONCE, thread_name_prefix="fetching")
    try:
        for of_one_server in by_server.values():
            crew.submit(work, of_one_server)
        for _ in itertools.chain.from_iterable(by_server.values()):
            outcome = done.get()
            if isinstance(outcome, Exception):
                raise outcome
            yield outcome
    finally:
        enough.set()
        crew.shutdown(cancel_futures=True)


def text_of_feed(page: Wanted) -> Outcome:
    """A page as its feed has it, nothing fetched."""
    text = text_of(page.html) if page.html else ""
    return Outcome(page, _body(page, text, page.url)) if text.strip() else Outcome(page, problem="the feed has no text of it")


def _fetch(fetcher: Fetcher, page: Wanted, known: Validators) -> Outcome:
    try:
        fetched = fetcher.get(page.url, known)
    except FetchError as error:
        return Outcome(page, problem=str(error))
    if fetched is None:
        return Outcome(page, problem="it is as it was when it gave no document", validators=known)
    return _document(page, fetched)


def _document(page: Wanted, fetched: Fetched) -> Outcome:
    """The document of a page that came."""
    if fetched.media_type == "text/plain":
        return Outcome(page, _body(page, fetched.text, str(fetched.url)))
    found = article(fetched.text)
    if found is None:
        return Outcome(page, problem="there is no text to read in this page", validators=fetched.validators)
    seen = Wanted(
        url=page.url,
        title=page.title or found.title,
        published_at=page.published_at or found.published_at or page.found_at,
        source=page.source,
    )
    return Outcome(page, _body(seen, found.text, str(fetched.url)))


def _body(page: Wanted, text: str, url: str) -> dict[str, Any]:
    """The body of `POST /v1/documents`. The address asked for is the external id: it is known before anything is fetched."""
    body = {
        "text": text,
        "title": page.title,
        "published_at": page.published_at or page.found_at,
        "url": url,
        "external_id": page.url,
        "source": page.source or urlsplit(url).hostname,
    }
    return {name: value for name, value in body.items() if value is not None}

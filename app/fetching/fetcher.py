"""One page or feed, fetched politely: as robots.txt allows, not too often, not too long, not too much, and only if it changed."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from app import retry_after
from app.charset import decoded
from app.fetching.addresses import GuardedTransport
from app.fetching.errors import FetchError
from app.fetching.pacing import Pacing
from app.fetching.robots import Robots
from app.guard.hosts import listed
from app.settings import Settings

REDIRECTS = 5
CONNECT_S = 10.0
ROBOTS_BYTES = 512 * 1024
ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
"""Ways of compressing that cannot make gigabytes of a few bytes."""
BUSY = (429, 503)
TRIES_WHEN_BUSY = 2
REST_WHEN_BUSY = 30.0
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml", *PAGES)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said by which a later request can ask whether anything changed."""

    etag: str | None = None
    last_modified: str | None = None


NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent, of the status that it sent it with."""

    url: httpx.URL
    """Where it was found, after redirects."""
    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def text(self) -> str:
        """The content as a text."""
        return decoded(self.content, httpx.Response(200, headers=self.headers).charset_encoding)

    @property
    def media_type(self) -> str:
        """What it says that it is, such as `text/html`; empty where it says nothing."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip().lower()

    @property
    def validators(self) -> Validators:
        """By what to ask whether it has changed."""
        return Validators(self.headers.get("ETag"), self.headers.get("Last-Modified"))


class Fetcher:
    """Fetches pages, each server asked for one at a time. Safe to share between threads."""

    def __init__(self, settings: Settings, pacing: Pacing | None = None) -> None:
        self._settings = settings
        self._client = httpx.Client(
            transport=GuardedTransport(listed(settings.fetch_allowed_hosts), settings.fetch_timeout_s),
            headers={"User-Agent": settings.fetch_user_agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(settings.fetch_timeout_s, connect=min(CONNECT_S, settings.fetch_timeout_s)),
            trust_env=False,
        )
        self._pacing = pacing or Pacing()
        self._robots = Robots(settings.fetch_user_agent.partition("/")[0], self._read_robots)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str, known: Validators = NOTHING_KNOWN, media_types: tuple[str, ...] = PAGES) -> Fetched | None:
        """What is at `url`; None if it is as it was when the server gave the `known` validators.

        Raises `FetchError`, which says why there is nothing.
        """
        headers = {"Accept": ", ".join(media_types)}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        found = self._follow(url, headers, self._settings.fetch_max_bytes, heed_robots=True)
        if found.status == httpx.codes.NOT_MODIFIED:
            return None
        if found.status != httpx.codes.OK:
            raise FetchError(f"the server answers {found.status}")
        if found.media_type and found.media_type not in media_types:
            raise FetchError(f"it is {found.media_type}, and not one of {', '.join(media_types)}")
        return found

    def _follow(self, url: str, headers: dict[str, str], limit: int, *, heed_robots: bool) -> Fetched:
        """What is found in the end. Every step is checked like the first: its robots.txt here, its address as it is opened."""
        address = _checked(url)
        for _ in range(REDIRECTS + 1):
            origin = f"{address.scheme}://{address.netloc.decode('ascii')}"
            rest = self._settings.fetch_delay_s
            if heed_robots:
                if not self._robots.allows(origin, str(address)):
                    raise FetchError(f"the robots.txt of {address.host} does not allow it")
                rest = max(rest, self._robots.rest(origin))
            found = self._ask(address, headers, rest, limit)
            target = found.headers.get("Location") if httpx.codes.is_redirect(found.status) else None
            if target is None:
                return found
            address = _checked(target, address)
        raise FetchError(f"it is redirected more than {REDIRECTS} times")

    def _ask(self, address: httpx.URL, headers: dict[str, str], rest: float, limit: int) -> Fetched:
        """Ask a server, and once more if it is busy, when it is the address's turn."""
        for _ in range(TRIES_WHEN_BUSY):
            self._pacing.wait(address.host, rest)
            try:
                found = self._request(address, headers, limit)
            except httpx.TimeoutException as error:
                raise FetchError(f"{address.host} takes too long to answer") from error
            except httpx.HTTPError as error:
                raise FetchError(f"{address.host} cannot be asked: {error}") from error
            if found.status not in BUSY:
                break
            asked = retry_after.seconds(found.headers.get("Retry-After"))
            self._pacing.hold(address.host, REST_WHEN_BUSY if asked is None else asked)
        return found

    def _request(self, address: httpx.URL, headers: dict[str, str], limit: int) -> Fetched:
        """One request, within the limit of size; that of time is the connection's."""
        content = bytearray()
        with self._client.stream("GET", address, headers=headers) as response:
            if response.headers.get("Content-Encoding", "").strip().lower() not in ENCODINGS:
                raise FetchError(f"it is compressed by {response.headers['Content-Encoding']}, which was not asked for")
            for piece in response.iter_bytes():
                content += piece
                if len(content) > limit:
                    raise FetchError(f"it has more than {limit} bytes")
            return Fetched(address, response.status_code, response.headers, bytes(content))

    def _read_robots(self, url: str) -> tuple[int, str]:
        found = self._follow(url, {}, ROBOTS_BYTES, heed_robots=False)
        return found.status, found.text


def _checked(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address of the web; `FetchError` for anything else."""
    try:
        address = base.join(url) if base else httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"it is no address: {error}") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchError("it is no address that begins with http:// or https://")
    if address.userinfo:
        raise FetchError("an address with a user name in it is not asked")
    return address.copy_with(fragment=None)

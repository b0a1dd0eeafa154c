"""Pages are fetched as their servers allow, within limits, and only if they changed."""

import contextlib
import gzip
import itertools
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from app.fetching.errors import FetchError, ServerHeldError
from app.fetching.fetcher import FEEDS, REDIRECTS, Fetcher, Validators
from app.fetching.pacing import PATIENCE, Pacing
from app.settings import Settings
from tests.app.fetching.conftest import Answer, Asked, Web


class Clock:
    """Time that passes when someone sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paced(settings: Settings, clock: Clock) -> Iterator[Fetcher]:
    """A fetcher that rests for a second between two requests, by a clock of its own."""
    with Fetcher(settings.model_copy(update={"fetch_delay_s": 1.0}), Pacing(clock, clock.sleep)) as made:
        yield made


def test_a_page_comes_with_where_it_was_found(web: Web, fetcher: Fetcher) -> None:
    web.pages["/old"] = Answer(status=301, headers={"Location": "/new#part"})
    web.pages["/new"] = Answer("<p>Genève".encode("cp1252"), headers={"Content-Type": "text/html; charset=windows-1252"})
    found = fetcher.get(web.url("/old"))
    assert found is not None
    assert (str(found.url), found.text, found.media_type) == (web.url("/new"), "<p>Genève", "text/html")


def test_it_tells_who_asks(web: Web, settings: Settings) -> None:
    web.pages["/page"] = Answer("<p>They met.")
    with Fetcher(settings.model_copy(update={"fetch_user_agent": "desk/2 (+mailto:desk@example.org)"})) as fetcher:
        fetcher.get(web.url("/page"))
    assert {asked.headers["user-agent"] for asked in web.asked} == {"desk/2 (+mailto:desk@example.org)"}
    assert Settings().fetch_user_agent.startswith("backchannel/")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://localhost/x", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("gopher://localhost/", "http:// or https://"),
        ("just words", "http:// or https://"),
        ("http://", "http:// or https://"),
        ("http://[::1", "no address"),
        ("http://user:word@localhost/", "user name"),
    ],
)
def test_what_is_no_address_of_the_web_is_told(fetcher: Fetcher, url: str, sentence: str) -> None:
    with pytest.raises(FetchError, match=sentence):
        fetcher.get(url)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://localhost/", "http://user@localhost/", "//"])
def test_a_redirect_out_of_the_web_is_not_followed(web: Web, fetcher: Fetcher, target: str) -> None:
    web.pages["/out"] = Answer(status=302, headers={"Location": target})
    with pytest.raises(FetchError):
        fetcher.get(web.url("/out"))


def test_redirects_have_an_end(web: Web, fetcher: Fetcher) -> None:
    web.pages["/around"] = Answer(status=302, headers={"Location": "/around"})
    with pytest.raises(FetchError, match=f"more than {REDIRECTS} times"):
        fetcher.get(web.url("/around"))
    assert web.paths().count("/around") == REDIRECTS + 1


class TestRobots:
    ALLOWED = Answer("<p>They met.")

    def rules(self, web: Web, text: str, status: int = 200) -> None:
        web.pages["/robots.txt"] = Answer(text, status, {"Content-Type": "text/plain"})
        web.pages |= dict.fromkeys(("/a", "/b", "/a/c.html", "/a/c.pdf"), self.ALLOWED)

    def test_what_it_forbids_is_not_asked_and_it_is_read_once(self, web: Web, fetcher: Fetcher) -> None:
        self.rules(web, "User-agent: *\nDisallow: /a")
        for _ in range(2):
            with pytest.raises(FetchError, match=r"robots\.txt of localhost does not allow"):
                fetcher.get(web.url("/a"))
            assert fetcher.get(web.url("/b"))
        assert web.paths() == ["/robots.txt", "/b", "/b"]

    def test_rules_for_us_go_before_those_for_all_and_the_longest_wins(self, web: Web, fetcher: Fetcher) -> None:
        self.rules(web, "User-agent: *\nDisallow: /\n\nUser-agent: Backchannel\nDisallow: /a/\nAllow: /a/*.html$")
        assert fetcher.get(web.url("/b"))
        assert fetcher.get(web.url("/a/c.html"))
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetcher.get(web.url("/a/c.pdf"))

    @pytest.mark.parametrize(("status", "allowed"), [(404, True), (410, True), (403, True), (500, False), (502, False)])
    def test_without_it_all_is_allowed_and_nothing_where_the_server_fails(
        self, web: Web, fetcher: Fetcher, status: int, allowed: bool
    ) -> None:
        self.rules(web, "", status)
        if allowed:
            assert fetcher.get(web.url("/a"))
        else:
            with pytest.raises(FetchError, match=r"robots\.txt"):
                fetcher.get(web.url("/a"))

    def test_a_redirect_is_held_to_the_rules_where_it_leads(self, web: Web, fetcher: Fetcher) -> None:
        self.rules(web, "User-agent: *\nDisallow: /a")
        web.pages["/b"] = Answer(status=302, headers={"Location": "/a"})
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetcher.get(web.url("/b"))
        assert "/a" not in web.paths()

    def test_a_delay_that_it_asks_for_is_kept(self, web: Web, paced: Fetcher, clock: Clock) -> None:
        self.rules(web, "User-agent: *\nCrawl-delay: 7")
        for path in ("/a", "/b", "/a"):
            paced.get(web.url(path))
        assert clock.slept == [1, 7, 7]


class TestPacing:
    def test_a_server_is_asked_once_a_second_and_others_do_not_wait_for_it(self, clock: Clock) -> None:
        pacing = Pacing(clock, clock.sleep)
        for host in ("a", "b", "a", "c", "a"):
            pacing.wait(host, 1.0)
        assert clock.slept == [1, 1]

    def test_a_busy_server_is_asked_again_when_it_says(self, web: Web, paced: Fetcher, clock: Clock) -> None:
        answers = iter([Answer(status=429, headers={"Retry-After": "20"}), Answer("<p>They met.")])
        web.pages["/page"] = lambda _: next(answers)
        assert paced.get(web.url("/page"))
        assert clock.slept == [1, 20]

    def test_a_moment_may_be_given_instead_of_seconds(self, web: Web, paced: Fetcher, clock: Clock) -> None:
        moment = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 30))
        answers = iter([Answer(status=503, headers={"Retry-After": moment}), Answer("<p>They met.")])
        web.pages["/page"] = lambda _: next(answers)
        assert paced.get(web.url("/page"))
        assert clock.slept[1] == pytest.approx(30, abs=3)

    @pytest.mark.parametrize("asked", [str(PATIENCE + 30), "Fri, 31 Dec 2100 23:59:59 GMT"])
    def test_one_that_wants_long_rest_is_left_alone_with_all_its_pages(self, web: Web, paced: Fetcher, asked: str) -> None:
        web.pages["/page"] = Answer(status=429, headers={"Retry-After": asked})
        for path in ("/page", "/other"):
            with pytest.raises(ServerHeldError, match="left alone"):
                paced.get(web.url(path))
        assert web.paths() == ["/robots.txt", "/page"]

    def test_one_that_stays_busy_is_given_up(self, web: Web, paced: Fetcher) -> None:
        web.pages["/page"] = Answer(status=503, headers={"Retry-After": "soon"})
        with pytest.raises(FetchError, match="answers 503"):
            paced.get(web.url("/page"))
        assert web.paths() == ["/robots.txt", "/page", "/page"]


class TestLimits:
    @pytest.fixture
    def strict(self, settings: Settings) -> Iterator[Fetcher]:
        with Fetcher(settings.model_copy(update={"fetch_max_bytes": 1000, "fetch_timeout_s": 0.4})) as made:
            yield made

    def test_a_page_without_end_is_left(self, web: Web, strict: Fetcher) -> None:
        web.pages["/page"] = Answer(pieces=lambda: itertools.repeat(b"x" * 100))
        with pytest.raises(FetchError, match="more than 1000 bytes"):
            strict.get(web.url("/page"))

    def test_bytes_are_counted_as_they_are_uncompressed(self, web: Web, strict: Fetcher) -> None:
        web.pages["/page"] = Answer(gzip.compress(bytes(10**7)), headers={"Content-Encoding": "gzip"})
        with pytest.raises(FetchError, match="more than 1000 bytes"):
            strict.get(web.url("/page"))
        web.pages["/small"] = Answer(gzip.compress(b"<p>They met."), headers={"Content-Encoding": "gzip"})
        found = strict.get(web.url("/small"))
        assert found is not None
        assert found.text == "<p>They met."

    @pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
    def test_what_could_unfold_without_bounds_is_not_unfolded(self, web: Web, strict: Fetcher, encoding: str) -> None:
        web.pages["/page"] = Answer(b"x", headers={"Content-Encoding": encoding})
        with pytest.raises(FetchError, match="compressed by"):
            strict.get(web.url("/page"))

    def test_a_page_that_comes_too_slowly_is_left(self, web: Web, strict: Fetcher) -> None:
        def drips() -> Iterator[bytes]:
            for _ in range(1000):
                time.sleep(0.05)
                yield b"x"

        web.pages["/page"] = Answer(pieces=drips)
        started = time.monotonic()
        with pytest.raises(FetchError, match="too long to answer"):
            strict.get(web.url("/page"))
        assert time.monotonic() - started < 10

    def test_a_head_that_comes_in_drops_is_left(self, strict: Fetcher) -> None:
        def drip(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                for letter in itertools.cycle(b"HTTP/1.1 200 OK\r\nX: "):
                    connection.send(bytes([letter]))
                    time.sleep(0.02)

        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=lambda: drip(server.accept()[0]))
            thread.start()
            with pytest.raises(FetchError, match="too long to answer"):
                strict.get(f"http://localhost:{server.getsockname()[1]}/")
            thread.join()

    def test_a_server_that_does_not_answer_is_told(self, web: Web, strict: Fetcher) -> None:
        def silence(_: Asked) -> Answer:
            time.sleep(1)
            return Answer()

        web.pages["/page"] = silence
        with pytest.raises(FetchError, match="too long to answer"):
            strict.get(web.url("/page"))

    def test_what_is_no_page_is_told(self, web: Web, strict: Fetcher) -> None:
        web.pages["/page"] = Answer(b"%PDF", headers={"Content-Type": "application/pdf"})
        with pytest.raises(FetchError, match="it is application/pdf"):
            strict.get(web.url("/page"))

    def test_a_broken_answer_is_told(self, web: Web, strict: Fetcher) -> None:
        web.pages["/page"] = Answer(b"no gzip", headers={"Content-Encoding": "gzip"})
        with pytest.raises(FetchError, match="cannot be asked"):
            strict.get(web.url("/page"))


def test_what_did_not_change_is_not_sent_again(web: Web, fetcher: Fetcher) -> None:
    def page(asked: Asked) -> Answer:
        fresh = asked.headers.get("if-none-match") != '"v1"'
        return Answer("<p>They met." if fresh else "", 200 if fresh else 304, {"ETag": '"v1"', "Last-Modified": "yesterday"})

    web.pages["/feed"] = page
    first = fetcher.get(web.url("/feed"), media_types=FEEDS)
    assert first is not None
    assert first.validators == Validators('"v1"', "yesterday")
    assert fetcher.get(web.url("/feed"), first.validators, FEEDS) is None
    assert web.asked[-1].headers["if-modified-since"] == "yesterday"

"""Feeds and lists of addresses, from the server to the database: each page once, none lost, none asked for in vain."""

import datetime as dt
import gzip
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select, update

from app.fetching.errors import FetchError
from app.fetching.feeds import Wanted, entries
from app.fetching.fetcher import Fetched, Fetcher
from app.fetching.harvest import Harvest
from app.fetching.url_lists import pages
from app.ingest import Ingest
from app.readers import Reader
from app.sources import Source
from app.works import Works
from graph.database import sessions
from graph.tables import Document, Fetch
from tests.app.fetching.conftest import Answer, Asked, Web

ARTICLE = """<!DOCTYPE html><html><head><title>{title}</title>
<meta property="article:published_time" content="{day}T10:00:00Z"></head>
<body><nav>Home | World | Sports</nav><article><h1>{title}</h1>
<p>{text}</p><p>The talks lasted for two hours, and both sides said afterwards that they would go on with them next month.</p>
</article><footer>All rights reserved</footer></body></html>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Example News</title><link>http://localhost/</link>
{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>
<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><title>Talks</title>
<link href="/talks"/><updated>2023-03-02T23:30:00-05:00</updated>
<content type="html">&lt;p&gt;Long.&lt;/p&gt;</content></entry></feed>"""
MET = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-0{number}."


def article(number: int, day: str = "2019-12-10") -> Answer:
    return Answer(ARTICLE.format(title=f"Talks {number}", day=day, text=MET.format(number=number)))


def feed(web: Web, *numbers: int) -> Answer:
    items = (
        ITEM.format(title=f"Item {n}", link=web.url(f"/{n}"), date="Tue, 10 Dec 2019 08:00:00 GMT", text=MET.format(number=n))
        for n in numbers
    )
    return Answer(RSS.format(items="".join(items)), headers={"Content-Type": "application/rss+xml", "ETag": f'"{numbers}"'})


def conditional(answer: Answer) -> Callable[[Asked], Answer]:
    """The answer, or 304 to whoever has it."""
    return lambda asked: Answer(status=304) if asked.headers.get("if-none-match") == answer.headers["ETag"] else answer


@pytest.fixture
def ingest(works: Works) -> Ingest:
    return Ingest(works, 100_000)


@pytest.fixture
def harvest(engine: Engine, fetcher: Fetcher, ingest: Ingest) -> Harvest:
    return Harvest(fetcher, sessions(engine), ingest.run)


def documents(engine: Engine) -> dict[str | None, Document]:
    with sessions(engine).begin() as session:
        return {document.external_id: document for document in session.scalars(select(Document))}


def fetches(engine: Engine) -> dict[str, Fetch]:
    with sessions(engine).begin() as session:
        return {fetch.url: fetch for fetch in session.scalars(select(Fetch))}


def test_the_pages_of_a_feed_become_documents(web: Web, engine: Engine, harvest: Harvest, ingest: Ingest) -> None:
    web.pages |= {"/feed": feed(web, 1, 2), "/1": article(1), "/2": Answer(status=301, headers={"Location": "/two"})}
    web.pages["/two"] = article(2)
    harvest.feeds([web.url("/feed")])
    assert (ingest.summary.read, ingest.summary.failed) == (2, [])
    found = documents(engine)
    assert found.keys() == {web.url("/1"), web.url("/2")}
    second = found[web.url("/2")]
    assert (second.title, second.source, second.url) == ("Item 2", "Example News", web.url("/two"))
    assert second.published_at == dt.date(2019, 12, 10)
    assert second.state == "read"
    assert second.text.startswith("Volodymyr Zelensky met") or MET.format(number=2) in second.text
    assert "Home | World" not in second.text


def test_a_feed_is_asked_again_only_for_what_is_new(web: Web, engine: Engine, harvest: Harvest, ingest: Ingest) -> None:
    web.pages |= {"/feed": conditional(feed(web, 1, 2)), "/1": article(1), "/2": article(2), "/3": article(3)}
    harvest.feeds([web.url("/feed")])
    web.asked.clear()
    harvest.feeds([web.url("/feed")])
    assert web.paths() == ["/feed"]
    assert harvest.passed.unchanged == [web.url("/feed")]
    web.pages["/feed"] = conditional(feed(web, 1, 2, 3))
    harvest.feeds([web.url("/feed")])
    assert web.paths() == ["/feed", "/feed", "/3"]
    assert ingest.summary.read == 3
    assert harvest.passed.stored == 2


def test_what_a_feed_told_of_and_was_not_stored_is_asked_again_a_day_later(
    web: Web, engine: Engine, harvest: Harvest, ingest: Ingest
) -> None:
    web.pages |= {"/feed": conditional(feed(web, 1, 2)), "/1": article(1), "/2": Answer(status=500)}
    harvest.feeds([web.url("/feed")])
    assert [(failure.where, failure.reason) for failure in ingest.summary.failed] == [(web.url("/2"), "the server answers 500")]
    web.pages["/2"] = article(2)
    web.asked.clear()
    harvest.feeds([web.url("/feed")])
    assert web.paths() == ["/feed"], "not before a day is over"
    assert harvest.passed.asked_lately == 1
    with sessions(engine).begin() as session:
        session.execute(update(Fetch).values(fetched_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=2)))
    harvest.feeds([web.url("/feed")])
    assert documents(engine).keys() == {web.url("/1"), web.url("/2")}
    assert fetches(engine).keys() == {web.url("/feed")}, "of pages with a document nothing else is kept"


def test_the_validators_of_a_feed_are_kept_only_once_its_pages_are_stored(
    web: Web, engine: Engine, fetcher: Fetcher, ingest: Ingest
) -> None:
    web.pages |= {"/feed": conditional(feed(web, 1)), "/1": article(1)}

    def interrupted(sources: Iterable[Source]) -> None:
        list(sources)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Harvest(fetcher, sessions(engine), interrupted).feeds([web.url("/feed")])
    assert fetches(engine) == {}
    Harvest(fetcher, sessions(engine), ingest.run).feeds([web.url("/feed")])
    assert documents(engine).keys() == {web.url("/1")}


def test_the_texts_of_a_feed_itself_need_no_pages(web: Web, engine: Engine, harvest: Harvest, ingest: Ingest) -> None:
    web.pages["/feed"] = feed(web, 1, 2)
    harvest.feeds([web.url("/feed")], text_of_feeds=True)
    assert web.paths() == ["/robots.txt", "/feed"]
    assert ingest.summary.read == 2
    assert documents(engine)[web.url("/1")].text.strip() == MET.format(number=1)


def test_a_feed_that_is_none_or_is_not_there_is_told_and_the_next_is_read(web: Web, harvest: Harvest, ingest: Ingest) -> None:
    web.pages |= {"/page": article(1), "/feed": feed(web, 2), "/2": article(2)}
    harvest.feeds([web.url("/page"), web.url("/gone"), "nonsense", web.url("/feed")])
    assert [failure.reason for failure in ingest.summary.failed] == [
        "it is no feed",
        "the server answers 404",
        "it is no address that begins with http:// or https://",
    ]
    assert ingest.summary.read == 1


def fetched(content: str, url: str = "http://desk.example/feeds/atom") -> Fetched:
    return Fetched(httpx.URL(url), 200, httpx.Headers({"Content-Type": "application/atom+xml"}), content.encode())


def test_atom_is_a_feed_and_its_links_are_made_whole() -> None:
    assert list(entries(fetched(ATOM))) == [
        Wanted("http://desk.example/talks", "Talks", dt.date(2023, 3, 3), source="Desk", html="<p>Long.</p>")
    ]


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&d;&x;</title><item><title>&d;&x;</title><link>http://x.example/</link></item></channel></rss>"""


def test_entities_of_xml_are_not_unfolded() -> None:
    try:
        told = str(entries(fetched(BOMB)))
    except FetchError:
        return
    assert "root:" not in told
    assert len(told) < 10_000


EVENT = "\t".join(["1234", "20250212", *["x"] * 57, "20250213124500", "https://news.example/a"])
MENTION = "\t".join(["1234", "20250213120000", "20250213124500", "1", "news.example", "https://news.example/b", "1"])
KNOWLEDGE = "\t".join(
    ["20250213124500-0", "20250213124500", "1", "news.example", "https://news.example/c", "", "https://news.example/picture.jpg"]
)
DAY = dt.date(2025, 2, 13)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lists_hold_addresses_or_rows_of_gdelt(pack: Callable[[bytes], bytes]) -> None:
    lines = [
        "# a list",
        "",
        "https://news.example/plain",
        EVENT,
        MENTION,
        KNOWLEDGE,
        "20251399999999\thttp://x.example/",
        "no address",
    ]
    assert list(pages(io.BytesIO(pack("\n".join(lines).encode())))) == [
        Wanted("https://news.example/plain"),
        Wanted("https://news.example/a", found_at=DAY),
        Wanted("https://news.example/b", found_at=DAY),
        Wanted("https://news.example/c", found_at=DAY),
        Wanted("http://x.example/"),
    ]


def test_the_pages_of_a_list_become_documents_each_once(web: Web, engine: Engine, harvest: Harvest, ingest: Ingest) -> None:
    web.pages |= {"/1": article(1, "2019-12-11"), "/2": Answer(f"<p>{MET.format(number=2)}</p>" * 3), "/3": Answer("<html>")}
    web.pages["/4"] = Answer(MET.format(number=4), headers={"Content-Type": "text/plain; charset=utf-8"})
    wanted = [Wanted(web.url(f"/{n}"), found_at=DAY) for n in (1, 2, 1, 3, 4, 9)]
    assert not harvest.pages(wanted)
    found = documents(engine)
    assert {url and url[-1]: document.published_at for url, document in found.items()} == {
        "1": dt.date(2019, 12, 11),
        "2": DAY,
        "4": DAY,
    }
    assert found[web.url("/1")].source == "localhost"
    assert {failure.where[-1]: failure.reason for failure in ingest.summary.failed} == {
        "3": "there is no text to read in this page",
        "9": "the server answers 404",
    }
    web.asked.clear()
    harvest.pages(wanted)
    assert web.asked == []


def test_an_error_of_ours_while_fetching_ends_the_run_and_does_not_hang_it(
    web: Web, fetcher: Fetcher, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(fetcher, "get", broken)
    with pytest.raises(RuntimeError, match="our own fault"):
        harvest.pages(Wanted(web.url(f"/{n}")) for n in range(20))


@pytest.fixture
def command(
    web: Web, sqlite_url: str, sentence_reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs `backchannel fetch`."""
    import sys

    from app.cli import main

    monkeypatch.setenv("BACKCHANNEL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("BACKCHANNEL_FETCH_ALLOWED_HOSTS", "intranet.example, localhost")
    monkeypatch.setenv("BACKCHANNEL_FETCH_DELAY_S", "0")
    monkeypatch.setenv("BACKCHANNEL_PROCESSES", "0")
    monkeypatch.setattr("nlp.pipeline.load_reader", lambda model, *, learned: sentence_reader)

    def run(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["backchannel", "fetch", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        return int(str(ended.value.code)), *capsys.readouterr()

    return run


def test_the_command_reads_feeds_and_lists(web: Web, command: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    web.pages |= {"/feed": conditional(feed(web, 1, 2)), **{f"/{n}": article(n) for n in (1, 2, 3)}}
    assert command("feed", web.url("/feed"))[:2] == (0, "2 read, 0 already known, 0 unread, 0 failed\n")
    assert command("feed", web.url("/feed"))[1].endswith(f"nothing new: {web.url('/feed')}\n")
    list_ = tmp_path / "urls.txt"
    list_.write_text("\n".join(web.url(f"/{n}") for n in (1, 3)))
    assert command("urls", list_)[1] == "1 read, 1 already known, 0 unread, 0 failed\n"
    code, out, err = command("urls", "-", stdin=f"{web.url('/secret', '127.0.0.1')}\n".encode())
    assert (code, out) == (1, "0 read, 0 already known, 0 unread, 1 failed\n")
    assert "127.0.0.1 leads to 127.0.0.1, which is not a public address" in err
    assert command("urls", tmp_path / "nowhere")[0] == 2

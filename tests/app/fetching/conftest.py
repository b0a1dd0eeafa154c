"""A web server of the tests' own, on this machine: each page is a function of the request."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.fetching.fetcher import Fetcher
from app.settings import Settings


@dataclass
class Answer:
    """What the server sends."""

    content: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None
    """The content, as long as it takes."""


@dataclass
class Asked:
    """A request as the server saw it."""

    path: str
    headers: dict[str, str]


Page = Callable[[Asked], Answer]


class Web:
    """Pages by their paths, and what was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Page | Answer] = {}
        self.asked: list[Asked] = []

    def url(self, path: str, host: str = "localhost") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        page = self.pages.get(asked.path, Answer(status=404))
        return page if isinstance(page, Answer) else page(asked)


@pytest.fixture
def web() -> Iterator[Web]:
    """The server; it is at `localhost`, and at 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = served.answer(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            content = answer.content.encode() if isinstance(answer.content, str) else answer.content
            self.send_response(answer.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            if answer.pieces is None:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                for piece in answer.pieces() if answer.pieces else (content,):
                    self.wfile.write(piece)
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client has had enough, as it should

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """Settings that let `localhost` be asked, and not 127.0.0.1."""
    return Settings(database_url=sqlite_url, fetch_allowed_hosts="localhost", fetch_delay_s=0, fetch_timeout_s=5)


@pytest.fixture
def fetcher(settings: Settings) -> Iterator[Fetcher]:
    with Fetcher(settings) as made:
        yield made

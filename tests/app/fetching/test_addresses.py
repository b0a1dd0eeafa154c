"""Nothing of one's own network is ever asked, however its address is written and whatever leads there."""

import socket
from typing import Any

import httpcore
import pytest

from app.fetching import addresses
from app.fetching.addresses import GuardedBackend, is_public
from app.fetching.errors import FetchError, ForbiddenAddressError
from app.fetching.fetcher import Fetcher
from app.settings import Settings
from tests.app.fetching.conftest import Answer, Web

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "2a00:1450:4001:80e::200e"]
INNER = [
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "0.0.0.0", "255.255.255.255", "224.0.0.1", "198.18.0.1", "192.0.2.1", "240.0.0.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:53aa:64c::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not(address: str) -> None:
    assert not is_public(address)


class Network(httpcore.SyncBackend):
    """A network that notes which addresses are asked, and answers with nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.deaf: set[str] = set()

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        self.asked.append(host)
        if host in self.deaf:
            raise httpcore.ConnectError("deaf")
        return httpcore.MockStream([])


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network()
    monkeypatch.setattr(httpcore, "SyncBackend", lambda: made)
    return made


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names lead to; the first address of several is gone after it was looked up."""
    found: dict[str, list[str]] = {}

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        if host not in found:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found[host]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return found


HOSTS = [
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "[::1]",
    "[::ffff:10.0.0.1]",
    "[fe80::1]",
    "2130706433",
    "0x7f.1",
    "localhost",
]


@pytest.mark.parametrize("host", HOSTS)
def test_an_inner_address_is_not_asked_however_it_is_written(host: str, network: Network, sqlite_url: str) -> None:
    with Fetcher(Settings(database_url=sqlite_url)) as fetcher, pytest.raises(ForbiddenAddressError, match="not a public"):
        fetcher.get(f"http://{host}/latest/meta-data")
    assert network.asked == []


@pytest.mark.parametrize("leads_to", [["10.0.0.7"], ["93.184.216.34", "192.168.0.2"], ["2606:4700::1", "::1"]])
def test_a_name_that_leads_inside_is_not_asked(names: dict[str, list[str]], network: Network, leads_to: list[str]) -> None:
    names["news.example"] = leads_to
    with pytest.raises(ForbiddenAddressError):
        GuardedBackend((), 1).connect_tcp("news.example", 80)
    assert network.asked == []


def test_what_was_looked_at_is_what_is_asked(
    names: dict[str, list[str]], network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at the second look gains nothing: there is no second look."""
    names["news.example"] = ["93.184.216.34"]
    real = addresses.is_public

    def looked_at(address: str) -> bool:
        names["news.example"] = ["127.0.0.1"]
        return real(address)

    monkeypatch.setattr(addresses, "is_public", looked_at)
    GuardedBackend((), 1).connect_tcp("news.example", 80)
    assert network.asked == ["93.184.216.34"]


def test_the_next_address_is_asked_where_one_does_not_answer(names: dict[str, list[str]], network: Network) -> None:
    names["news.example"] = ["93.184.216.34", "93.184.216.35"]
    network.deaf = {"93.184.216.34"}
    GuardedBackend((), 1).connect_tcp("news.example", 80)
    assert network.asked == ["93.184.216.34", "93.184.216.35"]
    network.deaf = {"93.184.216.34", "93.184.216.35"}
    with pytest.raises(httpcore.ConnectError):
        GuardedBackend((), 1).connect_tcp("news.example", 80)


def test_names_that_are_allowed_may_lead_inside_and_no_others(names: dict[str, list[str]], network: Network) -> None:
    names |= {"intranet.example": ["10.0.0.7"], "sub.intranet.example": ["10.0.0.7"]}
    backend = GuardedBackend(["intranet.example"], 1)
    backend.connect_tcp("intranet.example", 80)
    with pytest.raises(ForbiddenAddressError):
        backend.connect_tcp("sub.intranet.example", 80)
    assert network.asked == ["10.0.0.7"]


def test_a_socket_of_this_machine_is_no_place_of_the_internet() -> None:
    with pytest.raises(ForbiddenAddressError):
        GuardedBackend((), 1).connect_unix_socket("/run/docker.sock")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "169.254.169.254"])
def test_a_redirect_inside_is_not_followed(web: Web, fetcher: Fetcher, host: str) -> None:
    web.pages["/out"] = Answer(status=302, headers={"Location": web.url("/secret", host)})
    with pytest.raises(ForbiddenAddressError):
        fetcher.get(web.url("/out"))
    assert "/secret" not in web.paths()


def test_a_robots_txt_that_redirects_inside_is_not_followed(web: Web, fetcher: Fetcher) -> None:
    web.pages["/robots.txt"] = Answer(status=302, headers={"Location": web.url("/secret", "127.0.0.1")})
    with pytest.raises(ForbiddenAddressError):
        fetcher.get(web.url("/page"))
    assert web.paths() == ["/robots.txt"]


def test_proxies_of_the_environment_are_left_aside(web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    web.pages["/page"] = Answer("<p>They met.")
    assert fetcher.get(web.url("/page"))


def test_a_name_without_an_address_is_told(fetcher: Fetcher, names: dict[str, list[str]]) -> None:
    with pytest.raises(FetchError, match=r"nowhere\.example has no address"):
        fetcher.get("http://nowhere.example/")

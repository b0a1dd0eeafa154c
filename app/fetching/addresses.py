"""Connections to public addresses only.

A name is resolved once, when a connection is opened, and the connection goes to an address that was looked at. So neither a
redirect, nor a name that leads elsewhere at the second look, comes to a service of one's own network. A connection also
ends an answer that takes too long, whether its head or its body comes in drops.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import httpcore
import httpx

from app.fetching.errors import FetchError, ForbiddenAddressError

PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""What there is of public addresses. The ways to write IPv4 within IPv6 lie outside of it, but for this one:"""
SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and (found not in PUBLIC_V6 or found in SIX_TO_FOUR):
        return False
    return found.is_global and not found.is_multicast


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, or of an address however it is written."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{host} has no address: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to public addresses, and to whatever the names in `allowed` lead to.

    An answer has to have come, all of it, `seconds` after it was asked for.
    """

    def __init__(self, allowed: Collection[str], seconds: float) -> None:
        self._allowed = allowed
        self._seconds = seconds
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; none is tried if one of them is not public."""
        addresses = resolve(host, port)
        if host not in self._allowed and (inner := [address for address in addresses if not is_public(address)]):
            raise ForbiddenAddressError(f"{host} leads to {inner[0]}, which is not a public address")
        for address in addresses[:-1]:
            try:
                stream = self._network.connect_tcp(address, port, timeout, local_address, socket_options)
                return _TimedStream(stream, self._seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        last = self._network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)
        return _TimedStream(last, self._seconds)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: pages come from the internet."""
        raise ForbiddenAddressError(f"{path} is no place of the internet")


class _TimedStream(httpcore.NetworkStream):
    """A stream that ends reading some seconds after the last writing, however often a drop comes."""

    def __init__(self, stream: httpcore.NetworkStream, seconds: float) -> None:
        self._stream = stream
        self._seconds = seconds
        self._asked = time.monotonic()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._asked + self._seconds - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"the answer takes more than {self._seconds:g} seconds")
        return self._stream.read(max_bytes, left if timeout is None else min(left, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._asked = time.monotonic()
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._seconds)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.HTTPTransport):
    """The transport of httpx over connections of ours; proxies of the environment are left aside, for they resolve names."""

    def __init__(self, allowed: Collection[str], seconds: float) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool.close()  # httpx has no other way to be given a backend; tests see to it that this one is used
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            network_backend=GuardedBackend(allowed, seconds),
            max_keepalive_connections=16,
            keepalive_expiry=15,
        )

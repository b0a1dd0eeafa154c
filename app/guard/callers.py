"""Who asks: someone with a key, someone on this machine while it is open, or someone unknown."""

import ipaddress
from dataclasses import dataclass, field
from typing import Literal

from app.errors import Problem
from app.guard.marks import SAFE_METHODS, Scope
from app.guard.rates import Allowance

Access = Literal["auto", "open", "keys"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what for he may."""

    name: str
    scopes: frozenset[Scope] = frozenset()
    key_id: str | None = None
    address: str | None = None
    allowance: Allowance | None = field(default=None, compare=False)

    def must(self, scope: Scope | None) -> None:
        """Raise a `Problem` unless the caller may do what needs `scope`."""
        if scope is None or scope in self.scopes:
            return
        if self.key_id is None:
            raise unauthorized("key-required", "this needs a key: send it as `Authorization: Bearer <key>` or `X-API-Key: <key>`")
        challenge = f'Bearer realm="backchannel", error="insufficient_scope", scope="{scope}"'
        has = ", ".join(sorted(self.scopes)) or "none"
        raise Problem(403, "scope-missing", f"this needs the scope `{scope}`; the key has {has}", scope=scope).saying(
            {"WWW-Authenticate": challenge}
        )


def unauthorized(code: str, detail: str) -> Problem:
    """The problem of a caller without a good key."""
    error = ', error="invalid_token"' if code == "key-invalid" else ""
    return Problem(401, code, detail).saying({"WWW-Authenticate": f'Bearer realm="backchannel"{error}'})


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_open(access: Access, host: str) -> bool:
    """Whether a service at `host` answers callers without a key."""
    return access == "open" or (access == "auto" and is_loopback(host))


def refuse_other_sites(method: str, origin: str | None, own: str, allowed: frozenset[str]) -> None:
    """Keep a page of another site from changing what is open on this machine. Raises a `Problem`."""
    if method in SAFE_METHODS or origin is None or origin in allowed:
        return
    if origin.split("://", 1)[-1] != own:
        raise Problem(403, "cross-origin", f"a page of {origin} may not change anything here without a key")

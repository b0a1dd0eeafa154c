"""Only requests for this service by its own name are answered, so that a page cannot reach it by a name of its own choice."""

from app.errors import Problem
from app.guard.callers import is_loopback
from app.settings import Settings

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Hosts:
    """The names in the Host header that are answered: those set, or on a loopback address this machine's; else any."""

    def __init__(self, settings: Settings) -> None:
        self._names = frozenset(listed(settings.allowed_hosts)) or (
            LOCAL | {settings.host} if is_loopback(settings.host) else None
        )

    def check(self, header: str) -> None:
        """Raise a `Problem` if a Host header names something else."""
        if self._names is not None and name_of(header) not in self._names:
            raise Problem(421, "host-not-allowed", "this service is not known by the name in the Host header")


def name_of(header: str) -> str:
    """The name in a Host header, without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def listed(text: str | None) -> list[str]:
    """The words of a setting that takes several, with commas between."""
    return [item.strip().lower() for item in (text or "").split(",") if item.strip()]

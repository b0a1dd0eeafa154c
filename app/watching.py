"""Waiting for changes: the tables are asked for their revision at intervals, once for all who wait."""

import asyncio

from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from graph.revision import revision

INTERVAL_S = 0.5


class RevisionWatch:
    """Tells when the tables have changed, whichever process changed them. For tasks of one event loop."""

    def __init__(self, sessions: sessionmaker[Session], interval_s: float = INTERVAL_S) -> None:
        self._sessions = sessions
        self._interval_s = interval_s
        self._asking: asyncio.Future[int] | None = None

    async def wait(self, seen: int) -> int:
        """Wait until the revision is higher than `seen`; the revision then."""
        while (now := await self._next()) <= seen:
            pass
        return now

    async def _next(self) -> int:
        """The revision after the next interval; all who wait share one question."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> int:
        await asyncio.sleep(self._interval_s)
        return await run_in_threadpool(self._revision)

    def _revision(self) -> int:
        with self._sessions.begin() as session:
            return revision(session)

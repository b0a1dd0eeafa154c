"""What all requests share: the keys, the rates, and the slots for heavy work."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from app.errors import Problem
from app.guard.callers import is_open
from app.guard.keys import Keyring
from app.guard.rates import Rates
from app.settings import Settings
from graph.audit import Deed, begin_entry, end_entry

KEEP_USES_EVERY = 30.0
"""Seconds after which the last uses of keys are written down."""

log = logging.getLogger(__name__)


class Guard:
    """The state of what guards a service."""

    def __init__(self, settings: Settings, read: sessionmaker[Session], write: sessionmaker[Session]) -> None:
        self.settings = settings
        self.open = is_open(settings.access, settings.host)
        self.keyring = Keyring(read, write)
        self.rates = Rates(settings.rate_limit, settings.anonymous_rate_limit)
        self._write = write
        self._heavy = asyncio.Semaphore(settings.max_heavy)

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """One of the few slots for heavy work; a `Problem` if none becomes free in time."""
        try:
            async with asyncio.timeout(self.settings.heavy_wait_s):
                await self._heavy.acquire()
        except TimeoutError:
            detail = f"{self.settings.max_heavy} heavy requests are at work already; try again later"
            raise Problem(503, "busy", detail).saying({"Retry-After": "1"}) from None
        try:
            yield
        finally:
            self._heavy.release()

    async def begin(self, deed: Deed) -> int:
        """Write down a deed before it is done."""
        return await run_in_threadpool(self._begin, deed)

    async def end(self, entry_id: int, status: int) -> None:
        """Write down how a deed was answered."""
        await run_in_threadpool(self._end, entry_id, status)

    async def keep_uses(self) -> None:
        """Write down, now and then, when keys were last used."""
        while True:
            await asyncio.sleep(KEEP_USES_EVERY)
            try:
                await run_in_threadpool(self.keyring.keep_uses)
            except Exception:
                log.exception("the last uses of keys could not be written down")

    def _begin(self, deed: Deed) -> int:
        with self._write.begin() as session:
            return begin_entry(session, deed)

    def _end(self, entry_id: int, status: int) -> None:
        with self._write.begin() as session:
            end_entry(session, entry_id, status)


@contextlib.asynccontextmanager
async def watching(guard: Guard) -> AsyncIterator[None]:
    """Keep the uses of keys while the service runs, and once more as it ends."""
    task = asyncio.create_task(guard.keep_uses())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await run_in_threadpool(guard.keyring.keep_uses)

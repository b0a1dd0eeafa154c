"""Works off the queue together with others, on any number of machines: PostgreSQL hands out jobs, by Procrastinate.

A job names a batch of documents and is deferred in the transaction that stores them. It says who may look at them; whether
they wait is said by their own rows, so that a job that is run twice, or too late, does no harm.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONValue
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from app.reading.room import CHARACTERS, DOCUMENTS, ReadingRoom
from graph.queue import PENDING, Waiting, abandoned, now, portion, states_of

QUEUE, TASK = "reading", "read"
REST = 5.0
"""Seconds before a job that could not be done is tried again, and before a lost connection is."""
INSPECTION = 10.0
"""Seconds between looks for jobs whose worker is gone."""
SILENCE = 30.0
"""A worker that has not been heard of for so many seconds is gone."""
ABANDONED = 1000
"""Documents without a job that are given one at a time."""
_JOBS_TO_DO = text(
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queue_name = :queue AND status IN ('todo', 'doing')"
    " AND coalesce(scheduled_at, now()) <= now())"
)

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def _pool(conninfo: str, size: int) -> AsyncIterator[AsyncConnectionPool]:
    """Connections for Procrastinate; it is not left in the middle of opening them, for then its tasks would not end."""
    pool = AsyncConnectionPool(conninfo, min_size=1, max_size=size, open=False, check=AsyncConnectionPool.check_connection)
    try:
        await pool.open(wait=True, timeout=REST)
        yield pool
    finally:
        await pool.close()


class Announcer:
    """Puts documents in the queue, within the transaction that stores them."""

    def __init__(self) -> None:
        self._app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())

    def __call__(self, session: Session, waiting: Sequence[Waiting], delay: dt.timedelta | None = None) -> None:
        """Defer jobs of a batch of documents each; after a `delay` where they are in someone's hand until then."""
        jobs: list[dict[str, JSONValue]] = []
        while waiting:
            batch = portion(waiting, DOCUMENTS, CHARACTERS)
            waiting = waiting[len(batch) :]
            jobs.append({"documents": [one.id for one in batch]})
        if jobs:
            connection = session.connection().connection.driver_connection
            when = now() + delay if delay else None
            self._app.configure_task(TASK, queue=QUEUE, connection=connection, schedule_at=when).batch_defer(*jobs)


class Fleet:
    """One worker of the fleet: runs as many jobs at once as there are readers, and one more that saves meanwhile."""

    def __init__(self, url: str, room: ReadingRoom, announce: Announcer, readers: int) -> None:
        self._room = room
        self.problem: Exception | None = None
        self._announce = announce
        self._concurrency = readers + 1
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fleet", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def open(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Take no more jobs."""
        self._closing.set()
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)

    def join(self) -> None:
        """Wait until the jobs in hand are done or put back."""
        if self._thread.is_alive():
            self._thread.join()

    @property
    def is_working(self) -> bool:
        """Whether jobs are taken."""
        return self._thread.is_alive() and not self._closing.is_set()

    def wake(self) -> None:
        """PostgreSQL tells its workers of new jobs by itself."""

    def _run(self) -> None:
        """Work until closed; a lost database is waited for."""
        while not self._closing.is_set():
            try:
                asyncio.run(self._work_and_inspect())
            except Exception as error:
                self.problem = error
                log.exception("the queue cannot be worked off; trying again in %s seconds", REST)
            self._closing.wait(REST)

    async def _work_and_inspect(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        if self._closing.is_set():  # before there was an event that could be set
            return
        async with _pool(self._conninfo, self._concurrency + 2) as pool:
            await self._work_until(self._stop, pool)

    async def _work_until(self, stop: asyncio.Event, pool: AsyncConnectionPool) -> None:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector())
        with ThreadPoolExecutor(self._concurrency, "reading") as threads:

            async def read(documents: list[str]) -> None:
                await asyncio.get_running_loop().run_in_executor(threads, self._read, documents)

            app.task(name=TASK, queue=QUEUE, retry=procrastinate.RetryStrategy(wait=int(REST)))(read)
            async with app.open_async(pool):
                worker = asyncio.create_task(
                    app.run_worker_async(
                        queues=[QUEUE],
                        concurrency=self._concurrency,
                        delete_jobs="successful",
                        install_signal_handlers=False,
                        stalled_worker_timeout=SILENCE,
                    )
                )
                others = [asyncio.create_task(self._inspect(app)), asyncio.create_task(stop.wait())]
                await asyncio.wait({worker, *others}, return_when=asyncio.FIRST_COMPLETED)
                for other in others:
                    other.cancel()
                while not worker.done():  # it ends its jobs first; a request that comes as it begins may be lost on it
                    worker.cancel()
                    await asyncio.wait({worker}, timeout=REST)
                await asyncio.gather(worker, *others, return_exceptions=True)

    def _read(self, documents: Sequence[str]) -> None:
        """A job: read its documents. Those that another has in hand are looked at once more when its lease has ended."""
        try:
            self._room.read_these(documents)
        except Exception as error:
            self.problem = error
            raise
        self.problem = None
        with self._room.reading() as session:
            left = [id_ for id_, state in states_of(session, documents).items() if state == PENDING]
        if left:
            with self._room.writing() as session:
                self._announce(session, [Waiting(id_, 0) for id_ in left], self._room.lease)

    async def _inspect(self, app: procrastinate.App) -> None:
        """Give jobs whose worker is gone to others, and documents that have no job one."""
        while True:
            try:
                for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=SILENCE):
                    await app.job_manager.retry_job(job)
                await asyncio.to_thread(self._adopt)
            except ConnectorException:
                log.warning("the queue could not be inspected", exc_info=True)
            await asyncio.sleep(INSPECTION)

    def _adopt(self) -> None:
        with self._room.writing() as session:
            if not session.scalar(_JOBS_TO_DO, {"queue": QUEUE}):
                self._announce(session, abandoned(session, ABANDONED))

"""Tells webhooks what has changed, in the background: plans deliveries, tries those that are due, notes what came of it."""

import datetime as dt
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.answers import WebhookMessage
from app.fetching.addresses import GuardedTransport
from app.fetching.errors import FetchError
from app.guard.hosts import listed
from app.routes.changes import served
from app.settings import Settings
from app.signing import signed
from graph import webhooks
from graph.webhooks import Due

AT_ONCE = 8
"""Webhooks that are told at the same time."""
TIMEOUT_S = 15.0
REST_S = 1.0
SHOWN = 300

log = logging.getLogger(__name__)


class Deliverer:
    """Delivers in threads of its own. Several processes may do so at once: a delivery is in one's hands at a time."""

    def __init__(
        self, read: sessionmaker[Session], write: sessionmaker[Session], settings: Settings, rest_s: float = REST_S
    ) -> None:
        self._read = read
        self._write = write
        self._rest_s = rest_s
        self._http = httpx.Client(
            transport=GuardedTransport(listed(settings.webhook_allowed_hosts), TIMEOUT_S),
            timeout=TIMEOUT_S,
            trust_env=False,
            headers={"User-Agent": "Backchannel", "Content-Type": "application/json"},
        )
        self._crew = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks")
        self._closing = threading.Event()
        self._background = threading.Thread(target=self._work, name="webhooks", daemon=True)

    def open(self) -> None:
        """Begin, with what an earlier run left undelivered."""
        self._background.start()

    def close(self) -> None:
        """Stop after the deliveries in hand."""
        self._closing.set()
        if self._background.is_alive():
            self._background.join()
        self._crew.shutdown()
        self._http.close()

    def deliver_due(self) -> int:
        """Plan what is to be told, and try all that is due; how many attempts were made."""
        with self._read.begin() as session:
            behind = webhooks.is_behind(session)
        if behind:
            with self._write.begin() as session:
                webhooks.plan(session)
        due = self._take()
        list(self._crew.map(self._deliver, due))
        return len(due)

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                busy = self.deliver_due()
            except SQLAlchemyError:
                log.exception("webhooks cannot be told for the moment")
                busy = 0
            if not busy:
                self._closing.wait(self._rest_s)

    def _take(self) -> list[Due]:
        now = dt.datetime.now(dt.UTC)
        with self._read.begin() as session:
            if not webhooks.any_due(session, now):
                return []
        with self._write.begin() as session:
            webhooks.forget_ended(session, now)
            return webhooks.take_due(session, now)

    def _deliver(self, due: Due) -> None:
        with self._read.begin() as session:
            told = [served(item) for item in webhooks.content(session, due)]
        message = WebhookMessage.model_validate({"webhook_id": due.webhook_id, "delivery_id": due.id, "changes": told})
        status, error = self._send(due, message.model_dump_json().encode())
        if error:
            log.warning("webhook %s was not told (delivery %d): %s", due.webhook_id, due.id, error)
        with self._write.begin() as session:
            webhooks.end(session, due.id, status, error, dt.datetime.now(dt.UTC))

    def _send(self, due: Due, body: bytes) -> tuple[int | None, str | None]:
        """The status that the receiver answered with, and what is wrong with that."""
        headers = signed(due.secret, f"delivery_{due.id}", body, int(time.time()))
        try:
            with self._http.stream("POST", due.url, content=body, headers=headers) as response:
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL, FetchError) as error:
            return None, (str(error) or type(error).__name__)[:SHOWN]
        return status, None if response.is_success else f"answered with {status}"

"""What is counted and timed, for Prometheus: by this process since it began, and of the queue as the database has it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from graph.store import PENDING, revision
from graph.tables import Document

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SHORT = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes in which times are counted, in seconds."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # they are twice the lines; the function has no types
registry = CollectorRegistry()
"""What this process counts, however many applications it serves."""
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)

documents = Counter("backchannel_documents", "Documents by what became of them", ["outcome"], registry=registry)
words = Counter("backchannel_words", "Words of the documents that were read", registry=registry)
reading_seconds = Histogram("backchannel_reading_seconds", "Reading one document", registry=registry, buckets=_SHORT)
resolution_seconds = Histogram(
    "backchannel_resolution_seconds", "Storing and resolving what documents say, a transaction", registry=registry, buckets=_SHORT
)
path_seconds = Histogram("backchannel_path_seconds", "Searches in the graph", ["search"], registry=registry, buckets=_SHORT)
request_seconds = Histogram(
    "backchannel_http_request_seconds", "Requests", ["method", "route", "status"], registry=registry, buckets=_SHORT
)
requests_in_progress = Gauge("backchannel_http_requests_in_progress", "Requests not answered yet", registry=registry)


@contextmanager
def timed(histogram: Histogram) -> Iterator[None]:
    """Count how long something takes that does not fail."""
    started = time.perf_counter()
    yield
    histogram.observe(time.perf_counter() - started)


@contextmanager
def served(address: str, port: int) -> Iterator[int]:
    """Tell what this process counts at a port of its own, for programs that serve nothing else; gives the port."""
    server, thread = start_http_server(port, address, registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class QueueCollector(Collector):
    """The queue, asked of the database whenever Prometheus asks; `backchannel_database_up` is 0 where it does not answer."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def collect(self) -> Iterator[Metric]:
        """The metrics of the queue."""
        waiting = select(func.count(), func.min(Document.created_at)).where(Document.state == PENDING)
        try:
            with self._sessions.begin() as session:
                number, oldest = session.execute(waiting).one()
                age = time.time() - oldest.timestamp() if number else 0.0
                yield GaugeMetricFamily("backchannel_queue_documents", "Documents that wait to be read", number)
                yield GaugeMetricFamily("backchannel_queue_age_seconds", "How long the oldest of them has waited", max(0.0, age))
                yield GaugeMetricFamily("backchannel_revision", "Number of changes to the graph", revision(session))
            up = 1
        except SQLAlchemyError:
            up = 0
        yield GaugeMetricFamily("backchannel_database_up", "Whether the database answers", up)


def exposition(sessions: sessionmaker[Session]) -> bytes:
    """All metrics in the text format of Prometheus."""
    queue = CollectorRegistry()
    queue.register(QueueCollector(sessions))
    return generate_latest(registry) + generate_latest(queue)

"""Traces, where they are turned on; and that nothing of them is there where they are not."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from app import tracing
from app.complaints import complaint
from app.main import create_app
from app.reading import Reader
from app.settings import Settings
from graph.database import migrate, open_engine

LOADED = """
import sys
import app.cli, app.main
from app.settings import Settings
app.main.create_app(Settings(database_url="sqlite://"))
print([name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter", "opentelemetry.instrum"))])
"""


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """The spans of applications that are made in a test, kept in memory instead of sent."""
    exporter = InMemorySpanExporter()
    real = tracing.telemetry
    monkeypatch.setattr(tracing, "telemetry", lambda engine: real(engine, SimpleSpanProcessor(exporter)))
    yield exporter
    monkeypatch.setattr(tracing, "_tracer", None)


def test_where_it_is_off_nothing_of_it_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_request_and_its_steps_are_one_trace(sqlite_url: str, sentence_reader: Reader, spans: InMemorySpanExporter) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine)
    engine.dispose()
    app = create_app(Settings(database_url=sqlite_url, tracing="on"), sentence_reader)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        spans.clear()
        client.get("/healthz")
        client.get("/v1/meetings")
    finished = spans.get_finished_spans()
    (request,) = (span for span in finished if span.name == "GET /v1/meetings")
    of_the_request = [span for span in finished if span.context and request.context.trace_id == span.context.trace_id]
    statements = [span.attributes["db.query.text"] for span in of_the_request if span.name == "SELECT" and span.attributes]
    assert any("FROM facts" in str(statement) for statement in statements)
    assert not any("healthz" in span.name for span in finished)


def test_a_step_is_a_span_without_the_words_of_an_error(
    sqlite_url: str, sentence_reader: Reader, spans: InMemorySpanExporter
) -> None:
    create_app(Settings(database_url=sqlite_url, tracing="on"), sentence_reader)
    with pytest.raises(ValueError, match="quotes"), tracing.span("read", document_id="doc_1"):
        raise ValueError("it quotes Zelensky")
    (span,) = spans.get_finished_spans()
    assert (span.name, dict(span.attributes or {})) == ("read", {"document_id": "doc_1", "error.type": "ValueError"})
    assert "Zelensky" not in span.to_json()


def test_without_its_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(tracing.TracingMissingError) as raised:
        create_app(Settings(database_url="sqlite://", tracing="on"))
    told = complaint(raised.value)
    assert told is not None
    assert "backchannel[tracing]" in told.sentence

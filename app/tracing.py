"""Traces by OpenTelemetry: off by default, and then nothing but the interfaces that FastAPI brings along is imported."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi.telemetry import TelemetryConfig
from sqlalchemy import Connection, Engine, ExceptionContext, event

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import Tracer

OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
_SPANS = "backchannel.spans"
UNTOLD = ("/healthz", "/readyz", "/metrics")

_tracer: "Tracer | None" = None


class TracingMissingError(Exception):
    """Tracing is turned on, and what it needs is not installed."""


def telemetry(engine: Engine, processor: "SpanProcessor | None" = None) -> TelemetryConfig:
    """Trace requests, SQL and reading; spans go to `processor`, or by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT says.

    The other variables of OpenTelemetry hold too. Spans have the statements of SQL, and never their values. Raises
    `TracingMissingError` where the extra `tracing` is not installed.
    """
    global _tracer
    try:
        provider = _provider(processor)
    except ImportError as error:
        raise TracingMissingError(
            "BACKCHANNEL_TRACING is on, and its packages are missing: install backchannel[tracing]"
        ) from error
    _tracer = provider.get_tracer("backchannel")
    _trace_sql(engine, _tracer)
    return {**OFF, "tracing": True, "operation_spans": False, "tracer_provider": provider, "exclude": _is_untold}


@contextmanager
def span(name: str, **attributes: Any) -> Iterator[None]:
    """A step of the work as a span, where tracing is on."""
    if _tracer is None:
        yield
        return
    with _tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as step:
        try:
            yield
        except Exception as error:
            step.set_attribute("error.type", type(error).__qualname__)  # its message may quote a text
            raise


def _provider(processor: "SpanProcessor | None") -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": "backchannel", "service.version": version("backchannel")})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def _trace_sql(engine: Engine, tracer: "Tracer") -> None:
    """A span for each statement. OpenTelemetry's own package for this does not take SQLAlchemy 2.1."""

    def begin(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        kind = statement.partition(" ")[0].upper()
        attributes = {"db.system.name": engine.dialect.name, "db.operation.name": kind, "db.query.text": statement}
        connection.info.setdefault(_SPANS, []).append(tracer.start_span(kind, attributes=attributes))

    def end(connection: Connection, *_: Any) -> None:
        connection.info[_SPANS].pop().end()

    def fail(context: ExceptionContext) -> None:
        if context.connection is not None and context.connection.info.get(_SPANS):
            end(context.connection)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)


def _is_untold(scope: MutableMapping[str, Any]) -> bool:
    return scope.get("path") in UNTOLD

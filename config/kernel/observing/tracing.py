"""Traces by OpenTelemetry's protocol, where OTEL_EXPORTER_OTLP_ENDPOINT names a collector: a span a request, one a job.

A span holds the name of a route or a job and how it ended; no address, as ids stand in those.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from config.kernel.logs import current_id
from config.kernel.observing.failures import NEEDS
from config.kernel.version import app_version

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_ERROR_FROM = 500
_provider: TracerProvider | None = None


def start(endpoint: str) -> None:
    """Sends in the background, some at a time. Raises ImproperlyConfigured where the library is not installed."""
    global _provider
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ImproperlyConfigured(NEEDS.format(name="OTEL_EXPORTER_OTLP_ENDPOINT")) from error
    resource = Resource.create({"service.name": "tuppence", "service.version": app_version()})
    _provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
    _provider.add_span_processor(BatchSpanProcessor(exporter))


def stop() -> None:
    """Send what waits."""
    global _provider
    if _provider is not None:
        _provider.shutdown()
        _provider = None


def trace_request(request: HttpRequest, route: str, status: int, seconds: float) -> None:
    if _provider is None:
        return
    from opentelemetry.trace import SpanKind

    told = {"http.request.method": request.method or "", "http.route": route, "http.response.status_code": status}
    _trace(f"{request.method} {route}", SpanKind.SERVER, seconds, told, status >= _ERROR_FROM, request)


def trace_job(kind: str, outcome: str, seconds: float) -> None:
    if _provider is None:
        return
    from opentelemetry.trace import SpanKind

    _trace(kind, SpanKind.CONSUMER, seconds, {"job.kind": kind, "job.outcome": outcome}, outcome == "failed")


def _trace(
    name: str, kind: Any, seconds: float, told: dict[str, Any], broke: bool, request: HttpRequest | None = None
) -> None:
    from opentelemetry.trace import Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    assert _provider is not None
    # A proxy before us may have begun the trace.
    headers = {name.lower(): value for name, value in request.headers.items()} if request else {}
    above = TraceContextTextMapPropagator().extract(headers)
    ended = time.time_ns()
    span = _provider.get_tracer("tuppence").start_span(
        name, above, kind, {**told, "tuppence.id": current_id.get()}, start_time=ended - int(seconds * 1e9)
    )
    if broke:
        span.set_status(Status(StatusCode.ERROR))
    span.end(ended)

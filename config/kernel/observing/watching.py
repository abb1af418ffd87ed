"""The two moments all of it hears of: a request is answered, an attempt at a job has ended."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from config.kernel.observing import failures, metrics, slow, tracing


def start() -> None:
    """Once for each process, as the environment says."""
    slow.start()
    if settings.SENTRY_DSN:
        failures.start(settings.SENTRY_DSN)
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        tracing.start(settings.OTEL_EXPORTER_OTLP_ENDPOINT)


def request_ended(request: HttpRequest, status: int, seconds: float) -> None:
    route = metrics.route_of(request)
    metrics.count_request(route, request.method or "", status, seconds)
    tracing.trace_request(request, route, status, seconds)


def job_ended(kind: str, outcome: str, seconds: float) -> None:
    metrics.count_job(kind, outcome, seconds)
    tracing.trace_job(kind, outcome, seconds)

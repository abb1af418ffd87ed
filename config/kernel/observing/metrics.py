"""Figures in the form of Prometheus: what this process counted, and what is asked anew each time they are read.

Labels are names of ours, never an address, an id or a word of a person. Where one part has several processes, each
writes into a file of its own in the folder they share, and who is asked adds them up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_JOB_SECONDS = (0.01, 0.1, 0.5, 1.0, 5.0, 30.0, 120.0, 600.0)
Reading = Iterable[tuple[Mapping[str, str], float]]

_counted = CollectorRegistry()
_requests = Counter(
    "tuppence_requests", "Requests that were answered.", ["route", "method", "status"], registry=_counted
)
_request_seconds = Histogram(
    "tuppence_request_seconds", "Seconds until the answer.", ["route"], buckets=_SECONDS, registry=_counted
)
_jobs = Counter("tuppence_jobs", "Attempts at jobs, by how they ended.", ["kind", "outcome"], registry=_counted)
_job_seconds = Histogram(
    "tuppence_job_seconds", "Seconds an attempt took.", ["kind"], buckets=_JOB_SECONDS, registry=_counted
)
_slow = Counter("tuppence_slow_statements", "Statements that took longer than SLOW_QUERY_MS.", registry=_counted)


@dataclass(frozen=True, slots=True)
class _Gauge:
    name: str
    meaning: str
    read: Callable[[], Reading]


_gauges: dict[str, _Gauge] = {}


def gauge(name: str, meaning: str) -> Callable[[Callable[[], Reading]], Callable[[], Reading]]:
    """Register what is read each time somebody looks: values by their labels, none where there is nothing to say."""

    def register(read: Callable[[], Reading]) -> Callable[[], Reading]:
        _gauges[name] = _Gauge(f"tuppence_{name}", meaning, read)
        return read

    return register


def route_of(request: HttpRequest) -> str:
    """The name of the route a request went to, `none` where it went nowhere."""
    match = request.resolver_match
    return (match.view_name or match.route or "none") if match else "none"


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    _requests.labels(route, method if method in _METHODS else "other", str(status)).inc()
    _request_seconds.labels(route).observe(seconds)


def count_job(kind: str, outcome: str, seconds: float) -> None:
    _jobs.labels(kind, outcome).inc()
    _job_seconds.labels(kind).observe(seconds)


def count_slow_statement() -> None:
    _slow.inc()


def as_text() -> bytes:
    """All of it. What is counted costs no query, each gauge what it says."""
    counted = _counted
    if os.environ.get(SHARED_FOLDER):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    now = CollectorRegistry(auto_describe=False)
    now.register(_Now())
    return generate_latest(counted) + generate_latest(now)


class _Now(Collector):
    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for each in _gauges.values():
            found = list(each.read())
            names = sorted({name for labels, _value in found for name in labels})
            family = GaugeMetricFamily(each.name, each.meaning, labels=names)
            for labels, value in found:
                family.add_metric([labels.get(name, "") for name in names], value)
            yield family

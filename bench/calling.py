"""Calls the WSGI application in this process and counts the CPU of both the application and its database."""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.db import connection

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
ROUNDS = 9
# Long enough that the tick in which a database's CPU is counted does not matter.
ROUND_MS = 300
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU ms a call: `app` in this process, `database` in PostgreSQL's backend (0 on SQLite: it is inside)."""

    app: float
    database: float
    size: int

    @property
    def total(self) -> float:
        return self.app + self.database


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the bench. `growth` is what the largest size costs of the smallest, both databases' CPU included."""

    costs: dict[int, Cost]
    growth: float


class Caller:
    """A client of the application without a network: headers in, bytes out. Raises on any answer but 2xx."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application
        self.headers: dict[str, str] = {}

    def __call__(self, method: str, path: str, body: Any = None) -> bytes:
        payload = b"" if body is None else orjson.dumps(body)
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(payload),
            "wsgi.errors": io.StringIO(),
            "CONTENT_LENGTH": str(len(payload)) if payload else "",
            "CONTENT_TYPE": "application/json",
            **self.headers,
        }
        status: list[str] = []
        answer = self._application(environ, lambda line, headers, *rest: status.append(line))
        content = b"".join(answer)
        answer.close()
        if not status[0].startswith("2"):
            raise RuntimeError(f"{method} {path}: {status[0]} {content[:300]!r}")
        return content


def database_cpu_ms() -> float:
    """CPU the PostgreSQL backend of this connection has used so far; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def measure(calls: dict[int, Callable[[], bytes]], *, times: int) -> Measured:
    """Nine rounds in which each size has its turn, so that a machine that slows down slows them all.

    A round has `times` calls, or as many as fit into ROUND_MS. A cost is the median of its rounds; the growth is the
    median of the rounds' own ratios, largest to smallest size.
    """
    for call in calls.values():
        call()
    since = time.perf_counter()
    for call in calls.values():
        call()
    usual_ms = (time.perf_counter() - since) * 1000 / len(calls)
    times = max(FEWEST, min(times, round(ROUND_MS / usual_ms)))
    for call in calls.values():
        for _ in range(max(3, times // 4)):
            call()
    app: dict[int, list[float]] = {size: [] for size in calls}
    database: dict[int, float] = dict.fromkeys(calls, 0.0)
    for _ in range(ROUNDS):
        for size, call in calls.items():
            started, before = time.process_time(), database_cpu_ms()
            for _ in range(times):
                call()
            app[size].append((time.process_time() - started) * 1000 / times)
            database[size] += (database_cpu_ms() - before) / (ROUNDS * times)
    first, last = min(calls), max(calls)
    ratios = [large / small for small, large in zip(app[first], app[last], strict=True)]
    costs = {size: Cost(statistics.median(app[size]), database[size], len(call())) for size, call in calls.items()}
    served = costs[last].total / costs[first].total if database[first] else 0.0
    return Measured(costs, max(statistics.median(ratios), served) if served else statistics.median(ratios))

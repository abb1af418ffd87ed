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
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds a call: `app` in this process, `database` in PostgreSQL's backend (0 on SQLite, it is inside)."""

    app: float
    database: float
    size: int

    @property
    def total(self) -> float:
        return self.app + self.database


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


def measure(call: Callable[[], bytes], *, times: int) -> Cost:
    """The median of seven rounds of `times` calls, after one round that warms up."""
    for _ in range(max(3, times // 4)):
        content = call()
    app, database = [], database_cpu_ms()
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(times):
            content = call()
        app.append((time.process_time() - started) * 1000 / times)
    database = (database_cpu_ms() - database) / (ROUNDS * times)
    return Cost(statistics.median(app), database, len(content))

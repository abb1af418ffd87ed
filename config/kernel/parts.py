"""One part of an installation of several processes: pages, sockets, jobs or their schedule.

Told to end, a part that is asked by others first says so for DRAIN_SECONDS (`leaving`) and goes on serving, so that
the proxy before it has turned to others when the door closes: no request is lost by a restart.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from config.kernel import leaving, serving
from config.kernel.embedded import BEAT, WORKER, Embedded
from config.kernel.observing import doors, metrics

WEB, LIVE = "web", "live"
PARTS = (WEB, LIVE, WORKER, BEAT)
PREPARED_WITHIN = 120
_ASK_AGAIN_SECONDS = 1.0
# Of nice(1), for jobs.
GIVES_WAY = 10


def check() -> None:
    """Raises CommandError where parts could not reach each other."""
    if connection.vendor != "postgresql" or not settings.REDIS_URL:
        raise CommandError("--only needs DATABASE_URL and REDIS_URL: parts meet in PostgreSQL and Redis alone.")


def wait_until_prepared() -> None:
    """Until `manage.py prepare` of this version has run. Raises CommandError where it has not within two minutes."""
    until = time.monotonic() + PREPARED_WITHIN
    while not _is_prepared():
        if time.monotonic() > until:
            raise CommandError("The database is not of this version. Run: manage.py prepare")
        time.sleep(_ASK_AGAIN_SECONDS)
    connections.close_all()


def _is_prepared() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError:
        connections.close_all()
        return False


def serve_pages(host: str, port: int, processes: int) -> None:
    """Pages and API on WSGI until SIGTERM or SIGINT; `processes` of them share the port."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    class Pages(MPServer):
        """Goes on for DRAIN_SECONDS once it is told to end; told again it ends at once."""

        def signal_handler_interrupt(self, *given: Any, **named: Any) -> None:
            ending: Callable[[], None] = super().signal_handler_interrupt
            if leaving.is_announced():
                ending()
                return
            leaving.announce()
            threading.Timer(settings.DRAIN_SECONDS, ending).start()

    with tempfile.TemporaryDirectory(prefix="tuppence-") as folder:
        os.environ[leaving.RUN_DIR] = folder
        if processes > 1:
            os.environ[metrics.SHARED_FOLDER] = folder
        # Workers begin with nothing of this process: neither its connections nor code that is older than theirs.
        multiprocessing.set_start_method("spawn", force=True)
        Pages(
            "config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            # Each holds one connection to the database at most.
            blocking_threads=settings.DB_POOL_MAX,
            workers_kill_timeout=serving.JOBS_SECONDS,
            respawn_failed_workers=True,
            log_level=LogLevels.error,
        ).serve()


def serve_live(listener: socket.socket) -> None:
    """Sockets and streams, and whatever else is asked here, on ASGI until SIGTERM or SIGINT."""
    serving.serve(listener, Embedded(), drain_seconds=settings.DRAIN_SECONDS)


def work(part: str, host: str, port: int) -> None:
    """Jobs or their schedule until SIGTERM or SIGINT. `port` 0: nobody can ask for its health."""
    embedded = Embedded(part)
    ended = threading.Event()
    if part == WORKER:
        # Whoever waits for a page comes first, where both are on one machine.
        os.nice(GIVES_WAY)

    def stop(number: int, frame: Any) -> None:
        if ended.is_set():
            serving.leave(1)
        ended.set()
        embedded.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if port:
        threading.Thread(target=_door(host, port, embedded).serve_forever, daemon=True).start()
    connections.close_all()
    embedded.start()
    ended.wait()
    serving.finish(embedded, time.monotonic())


def _door(host: str, port: int, embedded: Embedded) -> ThreadingHTTPServer:
    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/healthz":
                if embedded.is_alive():
                    self._say(HTTPStatus.OK, b"ok\n")
                else:
                    self._say(HTTPStatus.SERVICE_UNAVAILABLE, b"ill\n")
            elif self.path == "/metrics" and doors.may_read(self.client_address[0], self.headers):
                self._say(HTTPStatus.OK, metrics.as_text())
                connections.close_all()
            else:
                self._say(HTTPStatus.NOT_FOUND, b"")

        def _say(self, status: HTTPStatus, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", metrics.CONTENT_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            """Nothing: it is asked every few seconds."""

    server = ThreadingHTTPServer((host, port), Asked, bind_and_activate=False)
    server.socket.close()
    server.socket = serving.bind(host, port)
    server.server_activate()
    return server

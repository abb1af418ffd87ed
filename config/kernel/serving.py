"""Pages, API, sockets, worker and beat in one process, and its orderly end."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from config.kernel import coming_back, jobs, leaving, schedule, startup
from config.kernel.embedded import Embedded

log = logging.getLogger("serve")
OPEN_REQUESTS_SECONDS = 3
JOBS_SECONDS = 8
LARGEST_SOCKET_FRAME = 16_384


def bind(host: str, port: int) -> socket.socket:
    """Take the port before anything is prepared, so that a second server is told at once."""
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} of {host} is taken. Choose another one with PORT=.") from error
        raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror or error}") from error
    return listener


def prepare(host: str) -> list[str]:
    """Bring the database up to date; the lines to print.

    Raises CommandError where the demo household, whose password is public, could be reached by others.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    schedule.sync()
    exposed = not startup.is_loopback(host) and settings.DEMO != "force"
    if exposed and get_user_model().objects.filter(is_demo=True).exists():
        raise CommandError(
            f"The demo household is in this database and its password is public, but at {host} others get in. "
            "Remove it (manage.py demo --remove), use a DATA_DIR of its own, or set DEMO=force."
        )
    return startup.notes()


class Server(uvicorn.Server):
    """Leaves the signals to `serve`: the library's own handler would end the process before the jobs are safe."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(listener: socket.socket, embedded: Embedded, *, drain_seconds: int = 0) -> None:
    """Serve until SIGTERM or SIGINT, then stop all parts at the same time; a second signal ends at once.

    For the first `drain_seconds` after the signal everything goes on, and only health tells of it.
    """
    config = uvicorn.Config(
        import_string(settings.ASGI_APPLICATION),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # X-Forwarded-For is read where it counts, and only as far as TRUSTED_PROXIES.
        proxy_headers=False,
        timeout_graceful_shutdown=OPEN_REQUESTS_SECONDS,
        ws_max_size=LARGEST_SOCKET_FRAME,
    )
    server = Server(config)
    stop = _Stop(server, embedded, drain_seconds)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    connections.close_all()
    embedded.start()
    if embedded.works:
        threading.Thread(target=_announce_worker, daemon=True).start()
    asyncio.run(server.serve(sockets=[listener]))
    finish(embedded, stop.asked_at)


class _Stop:
    def __init__(self, server: Server, embedded: Embedded, drain_seconds: int) -> None:
        self.server = server
        self.embedded = embedded
        self.drain_seconds = drain_seconds
        self.asked_at: float | None = None

    def __call__(self, number: int, frame: Any) -> None:
        if self.asked_at is not None:
            leave(1)
        self.asked_at = time.monotonic()
        leaving.announce()
        if self.drain_seconds:
            threading.Timer(self.drain_seconds, self._end).start()
        else:
            self._end()

    def _end(self) -> None:
        self.server.should_exit = True
        self.embedded.stop()


def _announce_worker() -> None:
    """The old process's queue died with it: send what waits, and show the first sign of life."""
    try:
        if not settings.REDIS_URL:
            jobs.sweep(after_start=True)
        from celery import current_app

        current_app.tasks["tuppence.sweep_jobs"].apply_async(retry=False)
    except Exception:
        log.exception("The first sweep failed; the next one comes with the schedule")
    finally:
        connections.close_all()


def finish(embedded: Embedded, asked_at: float | None) -> None:
    """Let the jobs come to an end, put back those that do not, and end this process, or begin it anew if so asked."""
    embedded.stop()
    ended = embedded.join(JOBS_SECONDS)
    if not ended:
        log.warning("Put back %d unfinished jobs for the next start", jobs.release_running())
    if asked_at is not None:
        log.info("Stopped in %.1f s", time.monotonic() - asked_at)
    if coming_back.is_asked():
        connections.close_all()
        coming_back.begin_anew()
    leave(0)


def leave(status: int) -> None:
    """End this process without waiting for threads of a pool: what they did not commit is done again."""
    connections.close_all()
    logging.shutdown()
    os._exit(status)

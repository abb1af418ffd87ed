"""Django's PostgreSQL backend that notices when the server is away, and waits for it once and not at every request.

The library waits for ever for the answer to a statement, and its pool waits ten seconds for a server that refuses.
A statement may take as long as it likes here while the server takes new connections.
"""

from __future__ import annotations

import select
import time
from collections.abc import Generator
from functools import lru_cache
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg_pool import PoolTimeout

from config.kernel.link import Link

SILENT_SECONDS = 3.0
CONNECT_SECONDS = 2
POOL_SECONDS = 10.0
POOL_ASK_SECONDS = 1.0


@lru_cache(maxsize=1)
def link() -> Link:
    return Link("PostgreSQL", _probe)


def _probe() -> None:
    from django.db import connection

    parameters = connection.get_connection_params() | {"connect_timeout": CONNECT_SECONDS}
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    psycopg.connect(**parameters).close()


class WatchedConnection(psycopg.Connection[Any]):
    """While an answer is long in coming it asks whether the server is there at all."""

    def wait(self, gen: Any, *arguments: Any, **options: Any) -> Any:
        return super().wait(self._watched(gen), *arguments, **options)

    def _watched(self, gen: Any) -> Generator[Any, Any, Any]:
        """Hands on what the library's loop and its generator say to each other; nothing came where that is falsy."""
        try:
            wanted = next(gen)
            since = time.monotonic()
            while True:
                ready = yield wanted
                if ready:
                    since = time.monotonic()
                elif time.monotonic() - since > SILENT_SECONDS:
                    if not link().answers():
                        self.pgconn.finish()
                        raise psycopg.OperationalError("the server has fallen silent")
                    since = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


class DatabaseWrapper(base.DatabaseWrapper):
    def _configure_connection(self, connection: Any) -> bool:
        """Once for each connection. Statements here are small, and starting workers for one took 20 ms of its 28."""
        super()._configure_connection(connection)  # type: ignore[misc] # the stubs do not know it
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
        return True

    @property
    def pool(self) -> Any:
        if options := self.settings_dict["OPTIONS"].get("pool"):
            options.setdefault("connection_class", WatchedConnection)
        return super().pool

    def get_connection_params(self) -> dict[str, Any]:
        return {"connect_timeout": CONNECT_SECONDS, **super().get_connection_params()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if link().is_away:
            raise OperationalError("PostgreSQL is away")
        link().when_back(_begin_anew)
        if not self.pool:
            return super().get_new_connection(conn_params)
        until = time.monotonic() + POOL_SECONDS
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except PoolTimeout:
                # All may be in use, which takes patience; or there is no server to connect to.
                if not link().answers() or time.monotonic() > until:
                    raise
                continue
            if not _has_ended(connection):
                return connection
            connection.close()
            self.pool.putconn(connection)


def _has_ended(connection: Any) -> bool:
    """Whether the server has closed an idle connection: then there is something to read, the end. No round trip."""
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return bool(poll.poll(0))


def _begin_anew() -> None:
    """Connections from before the server went would fail one request each."""
    from django.db import connection

    if pool := getattr(connection, "pool", None):
        pool.drain()

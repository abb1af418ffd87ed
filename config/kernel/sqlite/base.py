"""Django's SQLite backend with a few connections kept open between requests.

Opening the file anew costs 0.7 ms of CPU, as much as a whole small request, and loses the page cache. CONN_MAX_AGE
would not help: it keeps a connection per thread, and under ASGI every request has a thread of its own.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, operations

KEPT = 4
FileIdentity = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Idle:
    connection: sqlite3.Connection
    file: FileIdentity


class Pool:
    """Idle connections, the one used last on top: its cache is the warmest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Idle] = []

    def take(self, file: FileIdentity | None) -> sqlite3.Connection | None:
        """An idle connection to just this file; those to a file that was replaced, or from before a fork, go."""
        with self._lock:
            while self._idle:
                idle = self._idle.pop()
                if idle.file == file:
                    return idle.connection
        return None

    def put(self, connection: sqlite3.Connection, file: FileIdentity) -> bool:
        """False when enough are kept already."""
        with self._lock:
            if len(self._idle) >= KEPT:
                return False
            self._idle.append(_Idle(connection, file))
        return True

    def empty(self) -> None:
        """Close all that is idle: before their file is replaced, nobody may have it open."""
        with self._lock:
            while self._idle:
                self._idle.pop().connection.close()


_pool = Pool()


def close_idle_connections() -> None:
    _pool.empty()


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style: Any, tables: Any, **options: Any) -> list[str]:
        """Empty the whole database: what holds single rows gives way; it is made again when this has ended
        (post_migrate), as it is on PostgreSQL, whose TRUNCATE asks no trigger.
        """
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            triggers = [name for (name,) in cursor.fetchall()]
        dropped = [f"DROP TRIGGER {self.quote_name(name)};" for name in triggers]
        return dropped + list(super().sql_flush(style, tables, **options))


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _file: FileIdentity | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        self._file = None if self.is_in_memory_db() else _identity(conn_params["database"])
        kept = _pool.take(self._file) if self._file else None
        if kept is not None:
            kept.execute("PRAGMA foreign_keys = ON")
            return kept
        if not self.is_in_memory_db():
            _keep_private(Path(conn_params["database"]))
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self._file = _identity(conn_params["database"])
        return connection

    def _close(self) -> None:
        connection = self.connection
        if connection is None or self._file is None:
            super()._close()  # type: ignore[misc]
            return
        if connection.in_transaction:
            connection.rollback()
        if not _pool.put(connection, self._file):
            connection.close()


def _keep_private(path: Path) -> None:
    """For us alone, whatever others may do in its folder; what SQLite writes beside it is as the file itself."""
    with suppress(OSError):
        if not path.exists():
            path.touch(mode=0o600)
        found = path.stat()
        if found.st_mode & 0o077 and found.st_uid == os.geteuid():
            path.chmod(0o600)


def _identity(path: str | Path) -> FileIdentity | None:
    """Which file, seen from which process: a connection must not cross a fork or outlive a restored backup."""
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return None
    return os.getpid(), found.st_dev, found.st_ino

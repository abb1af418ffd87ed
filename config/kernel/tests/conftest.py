from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import User
from config.kernel.backup import rehearsing
from config.kernel.backup.replacing import empty_tables
from config.kernel.sqlite.base import close_idle_connections
from prove.backing.life import settle
from tests import migrated


@pytest.fixture
def folder(transactional_db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A DATA_DIR of its own; on SQLite with the test database as a file, since one in memory cannot be replaced.

    On PostgreSQL a rehearsal begins with a migrated database; `prove backup` has it make its own.
    """
    settings.DATA_DIR = tmp_path
    settings.BACKUP_DIR = tmp_path / "backups"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    if connection.vendor != "sqlite":
        _end_other_connections()
        monkeypatch.setattr(rehearsing, "_administer", _make_migrated)
        monkeypatch.setattr(rehearsing, "build_schema", lambda reader: empty_tables())
        yield tmp_path
        return
    memory = connections["default"]
    memory.ensure_connection()
    path = tmp_path / "tuppence.sqlite3"
    with closing(sqlite3.connect(path)) as target:
        memory.connection.backup(target)
    connections["default"] = type(memory)({**memory.settings_dict, "NAME": str(path)}, "default")
    yield tmp_path
    connection.close()
    close_idle_connections()
    connections["default"] = memory


def _end_other_connections() -> None:
    """A thread of a test before this one may have left one, which a restore takes for somebody who is at work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )


def _make_migrated(statement: str) -> None:
    if statement.startswith("CREATE DATABASE"):
        statement += f" TEMPLATE {migrated.database(os.environ['DATABASE_URL'])}"
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def person(folder: Path) -> User:
    return settle("ana")

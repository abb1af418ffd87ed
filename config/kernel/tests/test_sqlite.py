from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

from config.kernel.sqlite import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(base, "_pool", base.Pool())
    return tmp_path


def _opened(folder: Path) -> Any:
    """A connection as a new thread gets it."""
    handler = ConnectionHandler({"default": {"ENGINE": "config.kernel.sqlite", "NAME": folder / "db.sqlite3"}})
    connection = handler["default"]
    connection.ensure_connection()
    return connection


def _rows(connection: Any) -> list[Any]:
    with connection.cursor() as cursor:
        return list(cursor.execute("SELECT n FROM t"))


def _write(connection: Any, n: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS t (n)")
        cursor.execute("INSERT INTO t VALUES (%s)", [n])


def test_the_next_request_gets_the_same_open_file(folder: Path) -> None:
    first = _opened(folder)
    _write(first, 1)
    inner = first.connection
    first.close()
    second = _opened(folder)
    assert second.connection is inner
    assert _rows(second) == [(1,)]


def test_two_at_a_time_never_share_one(folder: Path) -> None:
    first, second = _opened(folder), _opened(folder)
    assert first.connection is not second.connection


def test_what_was_not_committed_does_not_reach_the_next_request(folder: Path) -> None:
    first = _opened(folder)
    _write(first, 1)
    first.set_autocommit(False)
    _write(first, 2)
    first.close()
    assert _rows(_opened(folder)) == [(1,)]


def test_a_file_that_was_replaced_is_opened_anew(folder: Path) -> None:
    first = _opened(folder)
    _write(first, 1)
    first.close()
    (folder / "db.sqlite3").rename(folder / "old.sqlite3")
    restored = _opened(folder)
    _write(restored, 7)
    assert _rows(restored) == [(7,)]


def test_only_a_few_are_kept(folder: Path) -> None:
    connections = [_opened(folder) for _number in range(base.KEPT + 3)]
    for connection in connections:
        connection.close()
    assert len(base._pool._idle) == base.KEPT


def test_nobody_else_on_the_machine_reads_it_whoever_may_look_into_its_folder(folder: Path) -> None:
    folder.chmod(0o755)
    _write(_opened(folder), 1)
    (folder / "db.sqlite3").chmod(0o644)
    base.close_idle_connections()
    connection = _opened(folder)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")
    _write(connection, 2)
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "db.sqlite3": 0o600,
        "db.sqlite3-wal": 0o600,
        "db.sqlite3-shm": 0o600,
    }

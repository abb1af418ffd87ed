"""A full disk and a database that is away are said as such, in the words of pages and of the API."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client

from accounts import middleware
from accounts.models import User
from config.kernel import outages
from config.kernel.link import Link
from config.kernel.outages import NO_DATABASE, NO_ROOM, outage_of
from config.kernel.postgresql import base as postgresql


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(name: str) -> Exception:
    cause = sqlite3.OperationalError("disk I/O error")
    cause.sqlite_errorname = name
    return raised(OperationalError("disk I/O error"), cause)


def test_what_has_given_way_is_told_from_the_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outage_of(OSError(errno.ENOSPC, "No space left on device")) == NO_ROOM
    assert outage_of(of_sqlite("SQLITE_FULL")) == NO_ROOM
    assert outage_of(raised(RuntimeError(), of_sqlite("SQLITE_FULL"))) == NO_ROOM
    assert outage_of(raised(OperationalError(), psycopg.errors.DiskFull())) == NO_ROOM
    assert outage_of(raised(OperationalError(), psycopg.OperationalError("gone"))) == NO_DATABASE
    assert outage_of(of_sqlite("SQLITE_IOERR_SHMSIZE")) == NO_DATABASE
    monkeypatch.setattr(outages, "disk_is_full", lambda: True)
    assert outage_of(of_sqlite("SQLITE_IOERR_SHMSIZE")) == NO_ROOM
    assert outage_of(OSError(errno.EACCES, "Permission denied")) is None
    assert outage_of(KeyError("x")) is None


@pytest.mark.parametrize(
    ("error", "status", "code", "words"),
    [
        (of_sqlite("SQLITE_FULL"), 507, "insufficient_storage", b"The disk is full"),
        (OperationalError("gone"), 503, "database_unavailable", b"Not available just now"),
    ],
)
def test_pages_and_api_answer_it(
    ana: User,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    code: str,
    words: bytes,
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    page = signed_in(ana)
    page.raise_request_exception = False
    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", fail)
    answers = page.get("/"), page.get("/api/v1/transactions/")
    assert [answer.status_code for answer in answers] == [status] * 2
    assert all(answer["Retry-After"] for answer in answers)
    assert words in answers[0].content
    assert answers[1].json()["errors"][0]["code"] == code


def test_on_a_full_disk_people_still_read(
    ana: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**fields: Any) -> None:
        raise of_sqlite("SQLITE_FULL")

    monkeypatch.setattr(middleware, "note_presence", full)
    monkeypatch.setattr(middleware, "is_presence_due", lambda person: True)
    assert signed_in(ana).get("/").status_code == 200


def test_a_database_known_to_be_away_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Link("PostgreSQL", lambda: None)
    away.lost("refused")
    monkeypatch.setattr(postgresql, "link", lambda: away)
    settings = connections["default"].settings_dict | {"ENGINE": "config.kernel.postgresql", "OPTIONS": {}}
    with pytest.raises(OperationalError, match="away"):
        postgresql.DatabaseWrapper(settings).get_new_connection({})

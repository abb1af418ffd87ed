"""What is answered when not the request is wrong and not the code, but what we stand on has given way."""

from __future__ import annotations

import errno
import os
import sqlite3
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError

from config.kernel.storage import StorageAway

LEAST_FREE_BYTES = 256 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT}
_POSTGRESQL_DISK_FULL = "53100"


@dataclass(frozen=True, slots=True)
class Outage:
    """`code` is stable, `detail` is for developers; people read the page of `status`."""

    status: HTTPStatus
    code: str
    detail: str
    retry_after: int


NO_ROOM = Outage(HTTPStatus.INSUFFICIENT_STORAGE, "insufficient_storage", "The disk is full. Nothing was saved.", 60)
NO_DATABASE = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE, "database_unavailable", "The database does not answer. Nothing was saved.", 5
)


NO_STORAGE = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE, "storage_unavailable", "Where files are kept does not answer. Nothing was saved.", 5
)


def outage_of(error: BaseException | None) -> Outage | None:
    """The outage an exception comes of, or None for a fault of ours."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return NO_ROOM
        if isinstance(error, StorageAway):
            return NO_STORAGE
        if isinstance(error, OperationalError | InterfaceError):
            return NO_ROOM if _for_want_of_room(error) else NO_DATABASE
        error = error.__cause__
    return None


def _for_want_of_room(error: BaseException) -> bool:
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) == _POSTGRESQL_DISK_FULL:
        return True
    if not isinstance(cause, sqlite3.Error):
        return False
    name = getattr(cause, "sqlite_errorname", "")
    # Where its own side files cannot grow, SQLite speaks of input and output, or of a file that cannot be opened.
    return name == "SQLITE_FULL" or (name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and disk_is_full())


def disk_is_full() -> bool:
    """Whether the disk of our data has next to nothing left."""
    found = os.statvfs(settings.DATA_DIR)
    return found.f_bavail * found.f_frsize < LEAST_FREE_BYTES

"""Locks between processes, of the operating system: they go with whoever held them, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

SERVING = "serving"
BACKUP = "backup"
PREPARING = "preparing"
_ASK_AGAIN_SECONDS = 0.05


class Taken(Exception):
    """Somebody else holds the lock."""


@contextmanager
def held(name: str, *, shared: bool = False, wait_seconds: float = 0) -> Iterator[None]:
    """Hold a lock of this DATA_DIR; many may share one, or one alone has it. Not to be taken again while held.

    Raises:
        Taken: it was not to be had within `wait_seconds`.
    """
    handle = os.open(settings.DATA_DIR / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, name, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, time.monotonic() + wait_seconds)
        yield
    finally:
        os.close(handle)


def _take(handle: int, name: str, how: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise Taken(name) from error
            time.sleep(_ASK_AGAIN_SECONDS)
        else:
            return

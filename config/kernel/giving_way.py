"""Letting others write: SQLite has one writer, and who waits for it only looks every 100 ms whether it is free."""

from __future__ import annotations

import time

from django.db import connection

_WORK_SECONDS = 0.2
# Longer than the longest sleep of SQLite's busy handler, so that everybody who waits looks once.
_PAUSE_SECONDS = 0.11


class Turns:
    """For a job of many small transactions: back to back they would leave nobody else a moment to begin one."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def give_way(self) -> None:
        """Call between two transactions. On SQLite pauses after each fifth of a second of work, elsewhere never."""
        if connection.vendor != "sqlite" or time.monotonic() - self._since < _WORK_SECONDS:
            return
        time.sleep(_PAUSE_SECONDS)
        self._since = time.monotonic()

"""A service that does not answer is left alone for a while, or every request would wait for its time-out."""

from __future__ import annotations

import time


class Breaker:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    def trip(self) -> None:
        self._open_until = time.monotonic() + self._seconds

"""A cell's meaning, worked out once: a file repeats its payees, days and amounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MOST = 50_000
K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """`self[key]` is `make(key)`, remembered. A full memory is emptied: a file of a million notes is not kept."""

    def __init__(self, make: Callable[[K], V], most: int = MOST) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value

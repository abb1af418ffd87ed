"""What was computed once, kept in this process by a key that stands for all it was computed from.

Nothing is ever taken back: whoever changes what a value rests on changes the key, and the value is asked for no more. A
key is read before what it stands for, so that a value is of that state or of a later one, whose key is another.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection

Value = TypeVar("Value")
_EVERY: list[Kept[Any]] = []


class Kept(Generic[Value]):
    """The `most` values that were asked for last; for use by all threads, which must not change them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()
        _EVERY.append(self)

    def get(self, key: Hashable | None, make: Callable[[], Value]) -> Value:
        """What `make` said of `key`, or says now. Without a key it is asked each time; so it is inside a transaction,
        which sees what is not so for anybody else and may never be.
        """
        if key is None or _in_a_transaction():
            return make()
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        with self._lock:
            self._values.clear()


def forget_all() -> None:
    """As after a start: what tests and the bench begin with."""
    for each in _EVERY:
        each.forget()


def _in_a_transaction() -> bool:
    """Those around each test do not count, as for Django's durable ones."""
    return any(not each._from_testcase for each in connection.atomic_blocks)  # type: ignore[attr-defined]

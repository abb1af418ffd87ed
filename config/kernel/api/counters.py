"""Counters that end: how often something happened since its first time in a window.

In one process they live in memory; with REDIS_URL all processes share them. While Redis is away each process counts
for itself, so that a broken Redis neither stops a request nor lifts the limits.
Tries at log-in are counted in the database instead of memory: they outlive a restart.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.db import connection

from config.kernel import redis_link
from config.kernel.link import Away
from config.kernel.models import LimitCounter

PURGE_ABOVE = 20_000

# Count, and the milliseconds left in the window; the first call of a window sets its end.
_RAISE = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


class Counters(Protocol):
    def raise_by_one(self, key: str, seconds: int) -> tuple[int, float]:
        """The count with this call in it, and the seconds until it starts again from zero."""

    def clear(self, key: str) -> None: ...


class MemoryCounters:
    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def raise_by_one(self, key: str, seconds: int) -> tuple[int, float]:
        now = time.monotonic()
        with self._lock:
            count, ends = self._counts.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + seconds
                if len(self._counts) > PURGE_ABOVE:
                    self._counts = {k: v for k, v in self._counts.items() if v[1] > now}
            self._counts[key] = (count + 1, ends)
        return count + 1, ends - now

    def clear(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)


class DatabaseCounters:
    """One upsert a call, atomic on both databases."""

    def raise_by_one(self, key: str, seconds: int) -> tuple[int, float]:
        now = int(time.time() * 1000)
        table = LimitCounter._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE ends_at <= %s", [now])  # noqa: S608 our own table's name
            cursor.execute(
                f"INSERT INTO {table} (key, count, ends_at) VALUES (%s, 1, %s)"  # noqa: S608
                f" ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count, ends_at",
                [key, now + seconds * 1000],
            )
            count, ends_at = cursor.fetchone()
        return int(count), max(0, ends_at - now) / 1000

    def clear(self, key: str) -> None:
        LimitCounter.objects.filter(pk=key).delete()


class RedisCounters:
    """Shared counters; `alone` counts while Redis is away."""

    def __init__(self, alone: Counters) -> None:
        self._script = redis_link.client().register_script(_RAISE)
        self._alone = alone

    def raise_by_one(self, key: str, seconds: int) -> tuple[int, float]:
        try:
            with redis_link.asking():
                count, left = self._script(keys=[f"tuppence:limit:{key}"], args=[seconds * 1000])
        except Away:
            return self._alone.raise_by_one(key, seconds)
        return int(count), max(0, int(left)) / 1000

    def clear(self, key: str) -> None:
        self._alone.clear(key)
        with suppress(Away), redis_link.asking():
            redis_link.client().delete(f"tuppence:limit:{key}")


@lru_cache(maxsize=1)
def counters() -> Counters:
    """For limits on calls."""
    memory = MemoryCounters()
    return RedisCounters(memory) if settings.REDIS_URL else memory


@lru_cache(maxsize=1)
def log_in_counters() -> Counters:
    """For limits on guessing."""
    database = DatabaseCounters()
    return RedisCounters(database) if settings.REDIS_URL else database

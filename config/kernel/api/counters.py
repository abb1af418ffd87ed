"""Counters that end: how often something happened since its first time in a window.

In one process they live in memory; with REDIS_URL all processes share them. When Redis does not answer, each
process counts for itself for a few seconds, so that a broken Redis neither stops a request nor lifts the limits.
Tries at log-in are counted in the database instead of memory: they outlive a restart.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import lru_cache
from typing import Any, Protocol

import redis
from django.conf import settings
from django.db import connection

from config.kernel.models import LimitCounter

log = logging.getLogger(__name__)
PURGE_ABOVE = 20_000
PAUSE_AFTER_FAILURE = 5.0

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
    """Shared counters; `alone` counts while Redis does not answer."""

    def __init__(self, url: str, alone: Counters) -> None:
        self._client: Any = redis.Redis.from_url(url, socket_timeout=0.3, socket_connect_timeout=0.3)
        self._script = self._client.register_script(_RAISE)
        self._alone = alone
        self._down_until = 0.0

    def raise_by_one(self, key: str, seconds: int) -> tuple[int, float]:
        if time.monotonic() >= self._down_until:
            try:
                count, left = self._script(keys=[f"tuppence:limit:{key}"], args=[seconds * 1000])
            except redis.RedisError:
                self._down_until = time.monotonic() + PAUSE_AFTER_FAILURE
                log.warning("Redis does not answer; limits count apart for %s s", PAUSE_AFTER_FAILURE)
            else:
                return int(count), max(0, int(left)) / 1000
        return self._alone.raise_by_one(key, seconds)

    def clear(self, key: str) -> None:
        self._alone.clear(key)
        if time.monotonic() >= self._down_until:
            try:
                self._client.delete(f"tuppence:limit:{key}")
            except redis.RedisError:
                self._down_until = time.monotonic() + PAUSE_AFTER_FAILURE


@lru_cache(maxsize=1)
def counters() -> Counters:
    """For limits on calls."""
    memory = MemoryCounters()
    return RedisCounters(settings.REDIS_URL, memory) if settings.REDIS_URL else memory


@lru_cache(maxsize=1)
def log_in_counters() -> Counters:
    """For limits on guessing."""
    database = DatabaseCounters()
    return RedisCounters(settings.REDIS_URL, database) if settings.REDIS_URL else database

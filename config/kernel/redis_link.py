"""Redis as this process sees it. Nothing of ours needs it for being right, so nothing of ours waits for it twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from config.kernel.link import Link

if TYPE_CHECKING:
    import redis

ANSWERS_WITHIN = 1.0
SLOW = 0.5


@lru_cache(maxsize=1)
def client() -> redis.Redis:
    return _new_client()


@lru_cache(maxsize=1)
def link() -> Link:
    return Link("Redis", _probe, slow=SLOW)


@contextmanager
def asking() -> Iterator[None]:
    """Around every call of Redis by a request or a job. Raises Away, also where Redis answers that it cannot write."""
    from redis.exceptions import RedisError

    with link().asking(RedisError, OSError):
        yield


def _probe() -> None:
    """Whether it takes a value, by a connection of its own: one that was open may be stuck."""
    fresh = _new_client()
    try:
        fresh.set("tuppence:link", 1, ex=60)
    finally:
        fresh.close()


def _new_client() -> redis.Redis:
    import redis  # a fifth of a second that an installation without Redis need not wait for

    within = ANSWERS_WITHIN
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=within, socket_connect_timeout=within)

"""Django's cache in Redis. While Redis is away each process remembers for itself, and forgets that afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis

from config.kernel import redis_link
from config.kernel.link import Away


def _forget_alone() -> None:
    LocMemCache("while-redis-is-away", {}).clear()


class _OneClient(RedisCacheClient):
    """Of the one server, with one client: making it costs as much as asking it, and Django makes one to ask once."""

    @cached_property
    def _asked(self) -> Redis:
        asked: Redis = super().get_client()
        return asked

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        return self._asked


@lru_cache(maxsize=1)
def _client(server: str) -> RedisCacheClient:
    """One for the process: Django makes a cache for every request, and each would connect anew."""
    within = redis_link.ANSWERS_WITHIN
    return _OneClient([server], socket_timeout=within, socket_connect_timeout=within)


def _either(name: str) -> Callable[..., Any]:
    """The method of that name, of Redis or else of this process's own memory."""

    def method(self: SharedCache, *args: Any, **kwargs: Any) -> Any:
        try:
            with redis_link.asking():
                return getattr(RedisCache, name)(self, *args, **kwargs)
        except Away:
            redis_link.link().when_back(_forget_alone)
            return getattr(self.alone, name)(*args, **kwargs)

    method.__name__ = name
    return method


class SharedCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = server
        self.alone = LocMemCache("while-redis-is-away", params)

    @property
    def _cache(self) -> RedisCacheClient:
        return _client(self._server)

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    has_key = _either("has_key")
    incr = _either("incr")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    clear = _either("clear")

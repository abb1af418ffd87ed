"""Sending to the open sockets from wherever a change happens: a request, a worker's thread, a child process."""

from __future__ import annotations

import asyncio
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

from config.kernel.breaker import Breaker
from config.kernel.bridge import tell_parent

if TYPE_CHECKING:
    import redis

FOREVER = 10 * 365 * 86_400
Message = dict[str, Any]
_redis_breaker = Breaker(seconds=5)


class ThreadSafeInMemoryChannelLayer(InMemoryChannelLayer):
    """Its queues belong to the loop the sockets live on; whoever sends from elsewhere hands over to that loop."""

    def __init__(self, **config: Any) -> None:
        super().__init__(group_expiry=FOREVER, **config)
        self._home: asyncio.AbstractEventLoop | None = None

    async def new_channel(self, prefix: str = "specific.") -> str:
        if self._home is None or self._home.is_closed():
            self._home = asyncio.get_running_loop()
        name: str = await super().new_channel(prefix)
        return name

    def send_soon(self, group: str, message: Message) -> None:
        """Hand over and return; nothing happens where no socket was ever opened."""
        home = self._home
        if home is not None and not home.is_closed():
            home.call_soon_threadsafe(self._deliver, group, message)

    def _deliver(self, group: str, message: Message) -> None:
        for channel in list(self.groups.get(group, ())):
            queue = self.channels.setdefault(channel, asyncio.Queue(maxsize=self.get_capacity(channel)))
            if not queue.full():
                queue.put_nowait((time.time() + self.expiry, dict(message)))


@lru_cache(maxsize=1)
def _redis() -> redis.Redis:
    import redis  # a fifth of a second that an installation without Redis need not wait for

    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def send_to_group(group: str, message: Message) -> None:
    """Send from any thread, inside an event loop or not, without waiting for a socket. Raises what Redis raises.

    Plain calls instead of `async_to_sync`: that would build an event loop, and with Redis a connection, each time.
    """
    layer = get_channel_layer()
    if isinstance(layer, ThreadSafeInMemoryChannelLayer):
        if not tell_parent(group=group, message=message):
            layer.send_soon(group, message)
    elif layer is not None and not _redis_breaker.is_open:
        try:
            _redis().publish(f"{settings.LIVE_PREFIX}__group__{group}", layer.serialize(message))
        except Exception:
            _redis_breaker.trip()
            raise

"""Sending to the open sockets from wherever a change happens: a request, a worker's thread, a child process.

Sockets live in groups of their own process. With Redis each process also hears what the others send to those groups
(`live_listener`); a socket opens and lives on while Redis is away.
"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import orjson
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

from config.kernel import redis_link
from config.kernel.bridge import tell_parent
from config.kernel.link import Away
from config.kernel.live_listener import Listener

FOREVER = 10 * 365 * 86_400
Message = dict[str, Any]
# To sockets that may have missed something: they look, and tell their window.
BEHIND: Message = {"type": "live.behind"}
MOST_OWED = 10_000
_owed: set[str] = set()
_owed_lock = threading.Lock()


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

    async def is_carrying(self) -> bool:
        """Whether what others send arrives here."""
        return True

    def _deliver(self, group: str, message: Message) -> None:
        for channel in list(self.groups.get(group, ())):
            self._put(channel, message)

    def _put(self, channel: str, message: Message) -> None:
        queue = self.channels.setdefault(channel, asyncio.Queue(maxsize=self.get_capacity(channel)))
        if not queue.full():
            queue.put_nowait((time.time() + self.expiry, dict(message)))


class RedisChannelLayer(ThreadSafeInMemoryChannelLayer):
    """The same, and it hears the other processes."""

    _listener: Listener | None = None

    async def new_channel(self, prefix: str = "specific.") -> str:
        name = await super().new_channel(prefix)
        if self._listener is None or self._listener.loop is not asyncio.get_running_loop():
            self._listener = Listener(self._deliver, self._may_be_behind)
        return name

    async def group_add(self, group: str, channel: str) -> None:
        await super().group_add(group, channel)
        if self._listener is not None:
            await self._listener.hear(group)

    async def group_discard(self, group: str, channel: str) -> None:
        await super().group_discard(group, channel)
        if self._listener is not None and not self.groups.get(group):
            await self._listener.ignore(group)

    async def is_carrying(self) -> bool:
        return self._listener is not None and await self._listener.is_hearing()

    def _may_be_behind(self) -> None:
        for group in list(self.groups):
            self._deliver(group, BEHIND)


def send_to_group(group: str, message: Message) -> None:
    """Send from any thread, inside an event loop or not, without waiting for a socket.

    While Redis is away only this process's own sockets get it; the others are told to look once it is back.
    """
    layer = get_channel_layer()
    if not isinstance(layer, ThreadSafeInMemoryChannelLayer):
        return
    if not settings.REDIS_URL:
        if not tell_parent(group=group, message=message):
            layer.send_soon(group, message)
        return
    try:
        with redis_link.asking():
            redis_link.client().publish(f"{settings.LIVE_PREFIX}.{group}", orjson.dumps(message))
    except Away:
        _owe(group)
        layer.send_soon(group, message)


def _owe(group: str) -> None:
    redis_link.link().when_back(_pay)
    with _owed_lock:
        if len(_owed) < MOST_OWED:
            _owed.add(group)


def _pay() -> None:
    with _owed_lock:
        groups = list(_owed)
        _owed.clear()
    for group in groups:
        send_to_group(group, BEHIND)

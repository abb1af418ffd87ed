"""In-memory channel layer that may be sent to from any thread or loop of the process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from channels.layers import InMemoryChannelLayer


class ThreadSafeInMemoryChannelLayer(InMemoryChannelLayer):
    """Its queues belong to the loop the sockets live on; whoever sends from elsewhere hands over to that loop."""

    _home: asyncio.AbstractEventLoop | None = None

    async def new_channel(self, prefix: str = "specific.") -> str:
        if self._home is None or self._home.is_closed():
            self._home = asyncio.get_running_loop()
        name: str = await super().new_channel(prefix)
        return name

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self._at_home(super().send, channel, message)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._at_home(super().group_send, group, message)

    async def _at_home(self, action: Callable[..., Awaitable[None]], *args: Any) -> None:
        home = self._home
        if home is None or home.is_closed() or home is asyncio.get_running_loop():
            await action(*args)
        else:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(action(*args), home))  # type: ignore[arg-type]

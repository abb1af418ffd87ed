"""Hears in Redis what other processes send to the groups of this one's sockets, through Redis's coming and going."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from config.kernel.redis_link import ANSWERS_WITHIN

log = logging.getLogger(__name__)
TRY_AGAIN_SECONDS = 0.5
# A connection that was cut without a word looks like one on which nothing happens.
PING_AFTER_SECONDS = 2.0
SILENT_AFTER_SECONDS = 4.0
Deliver = Callable[[str, dict[str, Any]], None]


class Listener:
    """One connection for all groups, on the event loop it is made in.

    `deliver` gets a group and a message; `missed` is called when it hears again, since something may have been sent
    meanwhile.
    """

    def __init__(self, deliver: Deliver, missed: Callable[[], None]) -> None:
        self.loop = asyncio.get_running_loop()
        self._deliver = deliver
        self._missed = missed
        self._prefix = f"{settings.LIVE_PREFIX}."
        self._wanted: set[str] = set()
        self._waiting: dict[str, asyncio.Event] = {}
        self._hearing = asyncio.Event()
        # Whether the first connection has come about or failed.
        self._tried = asyncio.Event()
        self._is_beginning = False
        self._pubsub: Any = None
        self._task = asyncio.create_task(self._listen())

    async def hear(self, group: str) -> None:
        """Returns once Redis has confirmed it; at once while Redis is away, and at the latest after a second."""
        channel = self._prefix + group
        if channel in self._wanted:
            return
        self._wanted.add(channel)
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self._tried.wait()
                if self._hearing.is_set():
                    confirmed = self._waiting.setdefault(channel, asyncio.Event())
                    await self._pubsub.subscribe(channel)
                    await confirmed.wait()

    async def ignore(self, group: str) -> None:
        channel = self._prefix + group
        self._wanted.discard(channel)
        if self._hearing.is_set():
            with suppress(RedisError, OSError, TimeoutError):
                async with asyncio.timeout(ANSWERS_WITHIN):
                    await self._pubsub.unsubscribe(channel)

    async def is_hearing(self) -> bool:
        """Waits a second for a connection that was only just asked for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self._hearing.wait()
        return self._hearing.is_set()

    async def _listen(self) -> None:
        while not _is_ending():
            client = redis.asyncio.Redis.from_url(
                settings.REDIS_URL, socket_timeout=ANSWERS_WITHIN, socket_connect_timeout=ANSWERS_WITHIN
            )
            try:
                self._pubsub = client.pubsub()
                async with asyncio.timeout(SILENT_AFTER_SECONDS):
                    await self._pubsub.subscribe(self._prefix)
                await self._hear_all()
            except (RedisError, OSError, TimeoutError) as error:
                if self._hearing.is_set():
                    log.warning("What other processes send does not arrive (%s)", type(error).__name__)
            finally:
                self._hearing.clear()
                self._tried.set()
                with suppress(RedisError, OSError, TimeoutError):
                    await client.aclose(close_connection_pool=True)
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    async def _hear_all(self) -> None:
        """Until nothing is heard any longer, not even an answer to a ping. Raises TimeoutError then."""
        heard = time.monotonic()
        while not _is_ending():
            message = await self._pubsub.get_message(timeout=PING_AFTER_SECONDS)
            if message is not None:
                heard = time.monotonic()
                await self._take(message)
            elif time.monotonic() - heard > SILENT_AFTER_SECONDS:
                raise TimeoutError
            else:
                await self._pubsub.ping()

    async def _take(self, message: dict[str, Any]) -> None:
        kind, channel = message["type"], (message["channel"] or b"").decode()
        if kind == "message":
            self._deliver(channel.removeprefix(self._prefix), orjson.loads(message["data"]))
        elif kind == "subscribe" and channel == self._prefix:
            await self._begin()
        elif kind == "subscribe" and channel in self._waiting:
            self._waiting.pop(channel).set()
        elif kind == "pong" and self._is_beginning:
            self._is_beginning = False
            self._hearing.set()
            self._tried.set()
            self._missed()

    async def _begin(self) -> None:
        """A connection is new: ask for every group, and then for a sign that all of them were taken."""
        asked: set[str] = set()
        while late := self._wanted - asked:
            await self._pubsub.subscribe(*late)
            asked |= late
        self._is_beginning = True
        await self._pubsub.ping()


def _is_ending() -> bool:
    """The library swallows a cancellation that comes while it connects."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0

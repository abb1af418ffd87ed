"""The one socket, `/ws/`: what `live.push` sends a person, as it was sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import orjson
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone

from config.kernel import live, sockets
from config.kernel.windows import Window

AUTHENTICATE_WITHIN_SECONDS = 5
CHECK_EVERY_SECONDS = 60
LARGEST_FRAME = 4096
FRAMES_A_MINUTE = 120
NOT_LOGGED_IN = 4401
TOO_MANY = 4429
TOO_LARGE = 1009
NOT_TEXT = 1003


class LiveConsumer(AsyncWebsocketConsumer):
    """Frames in: authenticate (apps only, first), hello with the last `seq` seen, ping, and what higher apps hear."""

    holder: sockets.Holder | None = None
    _watch: asyncio.Task[None] | None = None
    _window: Window | None = None
    # The last number its window knows of; None before it said hello.
    _seq: int | None = None
    _minute = 0
    _frames = 0

    async def connect(self) -> None:
        await self.accept()
        if self.scope["door"] == "cookie":
            await self._enter_by_session(sockets.session_key_in(self.scope))
        else:
            self._watch = asyncio.create_task(self._close_after(AUTHENTICATE_WITHIN_SECONDS))

    async def disconnect(self, code: int) -> None:
        if self._watch is not None and self._watch is not asyncio.current_task():
            self._watch.cancel()
        if self._window is not None:
            self._window.close()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None:
            await self.close(NOT_TEXT)
        elif len(text_data.encode()) > LARGEST_FRAME:
            await self.close(TOO_LARGE)
        elif self._is_flooding():
            await self.close(TOO_MANY)
        else:
            await self._answer(_parsed(text_data))

    async def _answer(self, frame: dict[str, Any]) -> None:
        kind = frame.get("type")
        if self.holder is None:
            if kind == "authenticate" and isinstance(frame.get("token"), str):
                await self._enter_by_token(frame["token"])
            else:
                await self.close(NOT_LOGGED_IN)
        elif kind == "hello" and isinstance(frame.get("seq"), int | None):
            await self._hello(frame.get("seq"))
        elif kind == "ping":
            await self._send(event="pong")
        elif self._window is None or not (self._window.begins(frame, self._say) or await self._window.say(kind)):
            await self._send(event="error", data={"code": "unknown_message"})

    async def _hello(self, seen: int | None) -> None:
        """Subscribed before the number is read, so nothing falls between."""
        assert self.holder is not None
        current = await database_sync_to_async(sockets.live_seq_of)(self.holder.person_id)
        self._seq = current
        if seen is None or seen == current:
            await self._send(event="ready", seq=current)
        else:
            await self._resync(current)

    async def _enter_by_session(self, session_key: str) -> None:
        if session_key:
            await self._join(sockets.group_of_session(session_key))
        await self._enter(await database_sync_to_async(sockets.holder_of_session)(session_key))

    async def _enter_by_token(self, token: str) -> None:
        holder = await database_sync_to_async(sockets.holder_of_token)(token)
        if holder is not None:
            await self._join(sockets.group_of_session(holder.session_key))
            if not await database_sync_to_async(sockets.still_holds)(holder):
                holder = None
        await self._enter(holder)

    async def _enter(self, holder: sockets.Holder | None) -> None:
        """The session's group was joined before its session was read: one that ends in between closes this too."""
        if holder is None:
            await self.close(NOT_LOGGED_IN)
            return
        if self._watch is not None:
            self._watch.cancel()
        await self._join(live.group_of(holder.person_id))
        self.holder = holder
        self._watch = asyncio.create_task(self._keep_watch(holder))
        if holder.expires_at is not None:
            await self._send(event="authenticated")
        self._window = Window(holder.person_id)
        self._window.open()

    async def _join(self, group: str) -> None:
        await self.channel_layer.group_add(group, self.channel_name)
        self.groups.append(group)

    async def _close_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._shut()

    async def _keep_watch(self, holder: sockets.Holder) -> None:
        """Ends with the token, and within a minute of anything that nobody announced."""
        holds = True
        while holds:
            rest = CHECK_EVERY_SECONDS * 1.0
            if holder.expires_at is not None:
                rest = min(rest, (holder.expires_at - timezone.now()).total_seconds())
            if rest > 0:
                await asyncio.sleep(rest)
                holds = await database_sync_to_async(sockets.still_holds)(holder)
            else:
                holds = False
        await self._shut()

    async def _shut(self) -> None:
        with suppress(Exception):  # the other end may be gone already
            await self.close(NOT_LOGGED_IN)

    async def close(self, code: int | bool | None = None, reason: str | None = None) -> None:
        """Who was sent away hears nothing more, though the server may take a while to hang up."""
        self.holder = None
        await super().close(code, reason)

    async def live_frames(self, message: dict[str, Any]) -> None:
        if self.holder is None:
            return
        for frame in message["frames"]:
            await self.send(text_data=frame)
        if self._seq is not None:
            self._seq = max(self._seq, message.get("last", 0))

    async def live_behind(self, message: dict[str, Any]) -> None:
        """Redis was away, and what was sent meanwhile did not arrive."""
        if self.holder is None or self._seq is None:
            return
        current = await database_sync_to_async(sockets.live_seq_of)(self.holder.person_id)
        if current > self._seq:
            self._seq = current
            await self._resync(current)

    async def live_ended(self, message: dict[str, Any]) -> None:
        await self.close(NOT_LOGGED_IN)

    async def _resync(self, current: int) -> None:
        await self._send(event="resync", seq=current, data={"lists": settings.LIVE_LISTS})

    async def _say(self, event: str, data: Mapping[str, Any]) -> None:
        """A piece of an answer; whoever was sent away meanwhile hears none of it."""
        if self.holder is not None:
            await self._send(event=event, data=data)

    async def _send(self, **frame: Any) -> None:
        await self.send(text_data=orjson.dumps({"v": live.VERSION, **frame}).decode())

    def _is_flooding(self) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._frames = minute, 0
        self._frames += 1
        return self._frames > FRAMES_A_MINUTE


def _parsed(text: str) -> dict[str, Any]:
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return frame if isinstance(frame, dict) else {}

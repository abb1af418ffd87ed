"""`/api/v1/live/stream/`: the socket's frames as Server-Sent Events, for clients that have no sockets.

It stands before Django's handler, which would hold a thread and a connection to the database for as long as a stream
is open. Whoever may not come in is passed on to it, and gets its 401 or 403 there.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from config.kernel import jobs, live, sockets
from config.kernel.answers import refuse
from config.kernel.api.counters import counters
from config.kernel.api.throttles import MINUTE, PersonThrottle
from config.kernel.body_limit import give
from config.kernel.headers import complete
from config.kernel.windows import Window

PATH = "/api/v1/live/stream/"
MOST_OF_A_PERSON = 10
CHECK_EVERY_SECONDS = 60
# Less than what proxies wait for something to come.
BEAT_SECONDS = 20
TICK_SECONDS = 1.0
COME_AGAIN_MS = 3000
_BEAT = b": beat\n\n"
_BEARER = "bearer "

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[..., Awaitable[None]]
_open: Counter[UUID] = Counter()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a stream, by the headers alone. `seen` is Last-Event-ID, the last number they have.

    A cookie also comes along with what other sites' pages ask: those are not welcome, and name their origin.
    """

    token: str
    session_key: str
    seen: int | None
    origin: str
    is_welcome: bool


class StreamDoor:
    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visitor = _visitor(scope) if scope["path"] == PATH and scope["method"] == "GET" else None
        stream: Stream | HttpResponse | None = None
        if visitor is not None:
            stream = await _let_in(visitor) if visitor.is_welcome else _from_elsewhere()
        if stream is None:
            await self.application(scope, receive, send)
        elif isinstance(stream, HttpResponse):
            await give(stream, send)
        else:
            await stream.run(receive, send)


async def _let_in(visitor: Visitor) -> Stream | HttpResponse | None:
    """None: not here. The session's group is joined before its session is read, as by the socket."""
    find = sockets.holder_of_token if visitor.token else sockets.holder_of_session
    holder = await database_sync_to_async(find)(visitor.token or visitor.session_key)
    if holder is None:
        return None
    wait = await database_sync_to_async(_waiting_time)(holder)
    if wait or _open[holder.person_id] >= MOST_OF_A_PERSON:
        return _too_many(wait)
    stream = Stream(holder, visitor)
    try:
        await stream.join()
        if not await database_sync_to_async(sockets.still_holds)(holder):
            await stream.leave()
            return None
    except BaseException:
        await stream.leave()
        raise
    return stream


class Stream:
    """One open answer. It ends with its session or token, and when the server is about to."""

    def __init__(self, holder: sockets.Holder, visitor: Visitor) -> None:
        self._holder = holder
        self._visitor = visitor
        self._layer: Any = get_channel_layer()
        self._channel = ""
        self._groups = (sockets.group_of_session(holder.session_key), live.group_of(holder.person_id))
        self._seq = 0

    async def join(self) -> None:
        _open[self._holder.person_id] += 1
        self._channel = await self._layer.new_channel("stream")
        for group in self._groups:
            await self._layer.group_add(group, self._channel)

    async def leave(self) -> None:
        person_id = self._holder.person_id
        _open[person_id] -= 1
        if not _open[person_id]:
            del _open[person_id]
        for group in self._groups:
            await self._layer.group_discard(group, self._channel)

    async def run(self, receive: Receive, send: Send) -> None:
        """Until the client hangs up or the stream ends."""
        window = Window(self._holder.person_id)
        window.open()
        gone = asyncio.create_task(_hung_up(receive))
        try:
            await self._begin(send)
            await self._carry(send, gone)
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            window.close()
            await self.leave()

    async def _begin(self, send: Send) -> None:
        """Subscribed before the number is read, so nothing falls between."""
        answer = HttpResponse(content_type="text/event-stream")
        answer["Cache-Control"] = "no-store"
        # Or nginx would keep frames back until it has a page of them.
        answer["X-Accel-Buffering"] = "no"
        if self._visitor.origin in settings.CORS_ALLOWED_ORIGINS:
            answer["Access-Control-Allow-Origin"] = self._visitor.origin
            answer["Vary"] = "Origin"
        headers = [(name.lower().encode(), value.encode()) for name, value in complete(answer).items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        self._seq = await database_sync_to_async(sockets.live_seq_of)(self._holder.person_id)
        await _write(send, f"retry: {COME_AGAIN_MS}\n\n".encode())
        if self._visitor.seen is None or self._visitor.seen == self._seq:
            await self._say(send, event="ready", seq=self._seq)
        else:
            await self._resync(send)

    async def _carry(self, send: Send, gone: asyncio.Task[None]) -> None:
        """One thing is waited for at a time and never given up, so that no frame is lost in between."""
        checked = beaten = time.monotonic()
        coming: asyncio.Task[Any] = asyncio.create_task(self._layer.receive(self._channel))
        try:
            while not jobs.stopping.is_set():
                await asyncio.wait({coming, gone}, timeout=TICK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    return
                if coming.done():
                    message = coming.result()
                    coming = asyncio.create_task(self._layer.receive(self._channel))
                    if message["type"] == "live.ended":
                        return
                    await self._pass_on(send, message)
                now = time.monotonic()
                if self._has_expired() or (now - checked >= CHECK_EVERY_SECONDS and not await self._still_holds()):
                    return
                checked = now if now - checked >= CHECK_EVERY_SECONDS else checked
                if now - beaten >= BEAT_SECONDS:
                    beaten = now
                    await _write(send, _BEAT)
        finally:
            coming.cancel()

    async def _pass_on(self, send: Send, message: dict[str, Any]) -> None:
        if message["type"] == "live.frames":
            for frame in message["frames"]:
                await _write(send, _event(frame.encode(), orjson.loads(frame).get("seq")))
            self._seq = max(self._seq, message.get("last", 0))
        elif message["type"] == "live.behind":
            current = await database_sync_to_async(sockets.live_seq_of)(self._holder.person_id)
            if current > self._seq:
                self._seq = current
                await self._resync(send)

    async def _resync(self, send: Send) -> None:
        await self._say(send, event="resync", seq=self._seq, data={"lists": settings.LIVE_LISTS})

    async def _say(self, send: Send, **frame: Any) -> None:
        await _write(send, _event(orjson.dumps({"v": live.VERSION, **frame}), frame["seq"]))

    async def _still_holds(self) -> bool:
        holds: bool = await database_sync_to_async(sockets.still_holds)(self._holder)
        return holds

    def _has_expired(self) -> bool:
        return self._holder.expires_at is not None and self._holder.expires_at <= timezone.now()


def _event(frame: bytes, seq: int | None) -> bytes:
    """Without a type of its own, so that a client hears all with one listener. JSON has no line breaks."""
    return (b"" if seq is None else b"id: %d\n" % seq) + b"data: " + frame + b"\n\n"


async def _write(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _visitor(scope: Scope) -> Visitor | None:
    """None where the headers name nobody, or a host that is not ours."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if not validate_host(split_domain_port(headers.get(b"host", ""))[0], settings.ALLOWED_HOSTS):
        return None
    given, origin = headers.get(b"authorization", ""), headers.get(b"origin", "")
    token = given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""
    session_key = "" if given else sockets.session_key_in(scope)
    if not token and not session_key:
        return None
    is_welcome = bool(token) or not origin or sockets.door_for(headers) == "cookie"
    seen = headers.get(b"last-event-id", "")
    is_number = seen.isascii() and seen.isdecimal() and len(seen) < 19
    return Visitor(token, session_key, int(seen) if is_number else None, origin, is_welcome)


def _waiting_time(holder: sockets.Holder) -> float:
    """Opening one counts among the person's calls; 0 where it may be opened now."""
    if not settings.THROTTLES_ON:
        return 0
    count, wait = counters().raise_by_one(f"person:{holder.person_id}", MINUTE)
    return max(wait, 1) if count > PersonThrottle.limit else 0


def _from_elsewhere() -> HttpResponse:
    return refuse(PATH, 403, "foreign_origin", "A page of another site cannot use this cookie.")


def _too_many(wait: float) -> HttpResponse:
    response = refuse(PATH, 429, "throttled", f"At most {MOST_OF_A_PERSON} streams are open at once.")
    response["Retry-After"] = str(int(wait) or CHECK_EVERY_SECONDS)
    return response

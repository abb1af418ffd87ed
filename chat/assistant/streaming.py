"""An answer as it is written: as Server-Sent Events, and as frames of the socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any, Final
from uuid import UUID

import orjson
from channels.db import database_sync_to_async
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse

from accounts.models import User
from chat.assistant.asking import Event, answer_events
from chat.assistant.conversing import Begun, begin_question
from config.kernel.api.counters import counters
from config.kernel.api.throttles import MINUTE

BEAT_SECONDS: Final = 15.0
QUESTIONS_A_MINUTE: Final = 10
_BEAT: Final = b": beat\n\n"
Say = Callable[[str, Mapping[str, Any]], Awaitable[None]]


def stream_of(person: User, begun: Begun) -> StreamingHttpResponse:
    """Hanging up closes the generator, and with it the call of the model."""
    answer = StreamingHttpResponse(_beating(answer_events(person, begun)), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    # Or nginx would keep pieces back until it has a page of them.
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _beating(events: AsyncGenerator[Event]) -> AsyncGenerator[bytes]:
    """The events as bytes, and a comment where none came for a while."""
    async with aclosing(events):
        coming = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                await asyncio.wait({coming}, timeout=BEAT_SECONDS)
                if not coming.done():
                    yield _BEAT
                    continue
                event = coming.result()
                if event is None:
                    return
                yield _as_bytes(event)
                coming = asyncio.ensure_future(anext(events, None))
        finally:
            await _given_up(coming)


async def _given_up(coming: asyncio.Future[Event | None]) -> None:
    """Ended before its generator is closed: one that runs cannot be."""
    if not coming.done():
        coming.cancel()
        await asyncio.wait({coming})


def _as_bytes(event: Event) -> bytes:
    """JSON has no line breaks."""
    data = {key: value for key, value in event.items() if key != "event"}
    return f"event: {event['event']}\n".encode() + b"data: " + orjson.dumps(data) + b"\n\n"


async def answer_frame(person_id: UUID, frame: Mapping[str, Any], say: Say) -> None:
    """A frame `ask` of the socket: the same events as `ask:started`, `ask:text` ...; refused as `ask:refused`."""
    try:
        person, begun = await database_sync_to_async(_begun)(person_id, frame)
    except ValidationError as refused:
        await say("ask:refused", {"code": _code_of(refused), "client_id": frame.get("client_id")})
        return
    except Http404:
        await say("ask:refused", {"code": "not_found", "client_id": frame.get("client_id")})
        return
    async with aclosing(answer_events(person, begun)) as events:
        async for event in events:
            await say(f"ask:{event['event']}", {key: value for key, value in event.items() if key != "event"})


def _begun(person_id: UUID, frame: Mapping[str, Any]) -> tuple[User, Begun]:
    """Raises ValidationError (`throttled`, `invalid`, and as begin_question), Http404."""
    person = User.objects.get(pk=person_id, is_active=True)
    if settings.THROTTLES_ON and counters().raise_by_one(f"heavy:{person_id}", MINUTE)[0] > QUESTIONS_A_MINUTE:
        raise ValidationError("Ask again in a minute.", "throttled")
    text = frame.get("message")
    if not isinstance(text, str):
        raise ValidationError("A message is text.", "invalid")
    begun = begin_question(
        person=person,
        text=text,
        conversation=_uuid(frame.get("conversation")),
        client_id=_uuid(frame.get("client_id")),
    )
    return person, begun


def _uuid(value: object) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(str(value))
    except ValueError:
        raise ValidationError("Ids are UUIDs.", "invalid") from None


def _code_of(refused: ValidationError) -> str:
    first = refused.error_list[0] if not hasattr(refused, "error_dict") else next(iter(refused.error_dict.values()))[0]
    return str(first.code or "invalid")

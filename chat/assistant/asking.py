"""Asking: a model words the answer where one may, this server does where none may or it fails.

The figures are the same, from the same tools. The same events go to a page, a stream and a socket.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.utils import translation

from accounts.models import User
from chat.assistant.conversing import Begun, Worded, keep_answer, worded_locally
from chat.assistant.local.engine import answer_locally, fitting
from chat.assistant.model.engine import Again, Conversing, Said, Whole
from chat.assistant.models import AssistantMessage
from chat.assistant.shapes import message_shape
from chat.assistant.tools.catalogue import TOOLS
from chat.assistant.tools.outcomes import Intent
from insights.language.contract import Unavailable
from insights.language.talking import why_not

MOST_DRAWN = 4
Event = Mapping[str, Any]


def answer_question(person: User, begun: Begun) -> AssistantMessage:
    """The whole answer at once, kept. What was answered before is answered the same."""
    if begun.answer is not None:
        return begun.answer
    reason = why_not(person)
    if reason is not None:
        return _locally(person, begun, reason.value)
    return async_to_sync(_whole)(person, begun)


async def answer_events(person: User, begun: Begun) -> AsyncGenerator[Event]:
    """started, text ..., perhaps replaced, data, action ..., done. Closing it ends the model's work.

    `replaced` says that what came so far does not stand, with the text that does.
    """
    question = begun.question
    yield _event("started", id=str(question.pk), conversation=str(question.conversation_id))
    answer = begun.answer
    if answer is None:
        reason = await database_sync_to_async(why_not)(person)
        if reason is None:
            async with aclosing(_by_model(person, begun)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, AssistantMessage):
                        answer = piece
                    else:
                        yield piece
        else:
            answer = await database_sync_to_async(_locally)(person, begun, reason.value)
            yield _event("text", text=answer.content)
    else:
        yield _event("text", text=answer.content)
    assert answer is not None
    shape = await database_sync_to_async(message_shape)(answer)
    if shape["data"]:
        yield _event("data", data=shape["data"])
    for action in shape["actions"]:
        yield _event("action", action=action)
    yield _event("done", message=shape)


async def _by_model(person: User, begun: Begun) -> AsyncGenerator[Event | AssistantMessage]:
    """Its words as they are checked, then the kept answer; at any failure the local one in their place."""
    was_shown = False
    asking = Conversing(person, begun.question.content, begun.earlier)
    try:
        async with aclosing(asking.answer()) as pieces:
            async for piece in pieces:
                if isinstance(piece, Said):
                    was_shown = True
                    yield _event("text", text=piece.text)
                elif isinstance(piece, Again):
                    if was_shown:
                        yield _event("replaced", text="")
                    was_shown = False
                else:
                    kept = await database_sync_to_async(_keep_worded)(person, begun, piece)
                    # The same question was answered meanwhile, in other words.
                    if kept.source != AssistantMessage.Source.MODEL or kept.record != piece.record:
                        yield _event("replaced" if was_shown else "text", text=kept.content)
                    yield kept
    except Unavailable as why:
        answer = await database_sync_to_async(_locally)(person, begun, why.reason.value)
        yield _event("replaced" if was_shown else "text", text=answer.content)
        yield answer


async def _whole(person: User, begun: Begun) -> AssistantMessage:
    async with aclosing(_by_model(person, begun)) as pieces:
        return [each async for each in _messages(pieces)][-1]


async def _messages(pieces: AsyncIterator[Event | AssistantMessage]) -> AsyncIterator[AssistantMessage]:
    async for each in pieces:
        if isinstance(each, AssistantMessage):
            yield each


def _locally(person: User, begun: Begun, reason: str) -> AssistantMessage:
    with translation.override(person.locale.lower()):
        answered = answer_locally(person, begun.question.content, begun.before)
        return keep_answer(question=begun.question, worded=worded_locally(answered, reason))


def _keep_worded(person: User, begun: Begun, whole: Whole) -> AssistantMessage:
    found = whole.outcomes
    last = whole.asked[-1] if whole.asked else None
    with translation.override(person.locale.lower()):
        suggestions = list(found[-1].suggestions) if found else fitting(has_partner=False)
    worded = Worded(
        text=whole.text,
        intent=TOOLS[last.tool].intent.value if last else Intent.GENERAL.value,
        understood=last.as_json() if last else {},
        data=[each for outcome in found for each in outcome.data][:MOST_DRAWN],
        links=[each for outcome in found for each in outcome.links][:MOST_DRAWN],
        suggestions=suggestions,
        proposals=[each for outcome in found for each in outcome.proposals],
        source=AssistantMessage.Source.MODEL.value,
        record=whole.record,
    )
    return keep_answer(question=begun.question, worded=worded)


def _event(name: str, **data: Any) -> dict[str, Any]:
    return {"event": name, **data}

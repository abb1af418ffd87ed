"""Asking a language model: in a conversation, word by word, or in a job, with patience.

Every answer begins with the person's consent and ends in a record they can read. Whatever fails is one Reason.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from time import sleep as pause
from typing import Final

from channels.db import database_sync_to_async

from accounts.models import User
from insights.language import spending
from insights.language.calls import Call, check, close_call, count_question, open_call
from insights.language.contract import Answer, Ended, Event, Reason, Request, TextPart, Unavailable
from insights.language.models import LanguageCall
from insights.language.providers.base import Begun, Body, Finished, Part, Provider, Whole
from insights.language.providers.chosen import provider_of
from insights.language.providers.failing import Failed
from insights.language.resting import rest_of

# Seconds a whole answer may take; those of a job end before its lease does.
WHOLE: Final = 60.0
JOB_WHOLE: Final = 50.0
AGAIN_AFTER: Final = 0.2
Status = LanguageCall.Status


def why_not(person: User, purpose: str = "assistant") -> Reason | None:
    """Why no model would answer this person now, as far as can be told without asking; three queries at most."""
    try:
        setup = check(Request(person, purpose, "", ()))
    except Unavailable as unavailable:
        return unavailable.reason
    is_over = spending.spent(person) >= setup.of_person or spending.spent(None) >= setup.of_instance
    return Reason.SPENT if is_over and (setup.prices.sent or setup.prices.received) else None


async def converse(request: Request) -> AsyncIterator[Event]:
    """One call, as it is written: pieces of text, calls of tools, then Ended. Closing it ends the provider's work.

    The first sign comes within LANGUAGE_PATIENCE seconds, tried again once where the service was not reached.

    Raises:
        Unavailable: before the first event or after any of them.
    """
    began = time.monotonic()
    call, provider, body = await database_sync_to_async(_begin)(request)
    is_closed = False
    try:
        async with aclosing(_patiently(call, provider, body, began)) as parts:
            async for part in parts:
                if isinstance(part, Finished):
                    call.tokens = part.tokens
                    is_closed = True
                    await database_sync_to_async(close_call)(call, status=Status.DONE)
                    yield Ended(part.wants_tools, call.id)
                elif not isinstance(part, Begun):
                    call.take(part)
                    yield part
    except Failed as failure:
        is_closed = True
        await database_sync_to_async(_failed)(call, failure)
        raise Unavailable(failure.reason) from failure
    finally:
        if not is_closed:
            await asyncio.shield(database_sync_to_async(close_call)(call, status=Status.STOPPED))


def ask(request: Request, *, attempts: int = 3) -> Answer:
    """One question and its whole answer, for jobs; waits between attempts, each of which is a call with a record.

    Never inside a transaction: it takes seconds, and what was spent must stay written down.

    Raises:
        Unavailable: none of the attempts was answered.
    """
    setup = check(request)
    provider = provider_of(setup)
    body = provider.body(request, setup.model, streamed=False)
    count_question(request, of_job=True)
    until = time.monotonic() + JOB_WHOLE
    for attempt in range(1, attempts + 1):
        call = open_call(request, setup, body)
        try:
            return _answered(call, provider.complete(body))
        except Failed as failure:
            _failed(call, failure)
            wait = 2.0 ** (attempt - 1) * random.uniform(0.5, 1)  # noqa: S311 spreads callers, hides nothing
            if attempt == attempts or not failure.may_pass or time.monotonic() + wait > until:
                raise Unavailable(failure.reason) from failure
            pause(wait)
    raise ValueError("attempts must be 1 at least")


def _answered(call: Call, whole: Whole) -> Answer:
    call.tokens = whole.tokens
    if whole.text:
        call.take(TextPart(whole.text))
    for each in whole.calls:
        call.take(each)
    close_call(call, status=Status.DONE)
    return Answer(whole.text, whole.calls, call.id)


def _begin(request: Request) -> tuple[Call, Provider, Body]:
    setup = check(request)
    try:
        provider = provider_of(setup, within=setup.patience)
    except TimeoutError:
        raise Unavailable(Reason.TIMED_OUT) from None
    body = provider.body(request, setup.model, streamed=True)
    count_question(request, of_job=False)
    return open_call(request, setup, body), provider, body


async def _patiently(call: Call, provider: Provider, body: Body, began: float) -> AsyncGenerator[Part]:
    """The parts of an answer, each in its time. Raises Failed."""
    first_by, whole_by = began + call.setup.patience, began + WHOLE
    for attempt in (1, 2):
        try:
            async with aclosing(provider.stream(body)) as parts:
                part = await _next(parts, first_by)
                while part is not None:
                    yield part
                    part = await _next(parts, whole_by)
            return
        except Failed as failure:
            if attempt == 2 or not failure.again or time.monotonic() + AGAIN_AFTER > first_by:
                raise
            await asyncio.sleep(AGAIN_AFTER)


async def _next(parts: AsyncGenerator[Part], until: float) -> Part | None:
    """None at the end. The time-out is around no yield: it must not end what whoever listens does meanwhile."""
    try:
        async with asyncio.timeout(until - time.monotonic()):
            return await anext(parts, None)
    except TimeoutError:
        raise Failed(Reason.TIMED_OUT) from None


def _failed(call: Call, failure: Failed) -> None:
    if failure.rests:
        rest_of(call.setup).begin(failure.reason)
    close_call(call, status=Status.FAILED, reason=failure.reason, is_free=not failure.cost_unknown)

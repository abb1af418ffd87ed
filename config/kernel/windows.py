"""What higher apps do with people's open sockets: answer what a window says, and know when one comes and goes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from channels.db import database_sync_to_async

log = logging.getLogger(__name__)
Act = Callable[[UUID], None]


class Watcher(Protocol):
    """Told of each window on the event loop it lives on, and returns at once; a person may have several."""

    def came(self, person_id: UUID) -> None: ...
    def went(self, person_id: UUID) -> None: ...


@dataclass(frozen=True, slots=True)
class _Verb:
    act: Act
    every: float


Say = Callable[[str, Mapping[str, Any]], Awaitable[None]]
Answer = Callable[[UUID, Mapping[str, Any], Say], Awaitable[None]]
_verbs: dict[str, _Verb] = {}
_answers: dict[str, Answer] = {}
_watchers: list[Watcher] = []
# Of one window at once; who asks more waits for none of them.
MOST_ANSWERS = 2


def hears(kind: str, *, every: float) -> Callable[[Act], Act]:
    """Register what is done when a window says {"type": kind}; of one window at most once in `every` seconds."""

    def register(act: Act) -> Act:
        _verbs[kind] = _Verb(act, every)
        return act

    return register


def answers(kind: str, answer: Answer) -> None:
    """Register what answers a frame {"type": kind, ...} over a while: it says events with their data, one by one."""
    _answers[kind] = answer


def watch(watcher: Watcher) -> None:
    if watcher not in _watchers:
        _watchers.append(watcher)


async def _answered(answer: Answer, person_id: UUID, frame: Mapping[str, Any], say: Say) -> None:
    try:
        await answer(person_id, frame, say)
    except Exception:
        log.exception("What a window asked could not be answered")


class Window:
    """One socket of a person who has come in. Nothing that goes wrong here ends the socket."""

    def __init__(self, person_id: UUID) -> None:
        self._person_id = person_id
        self._said: dict[str, float] = {}
        self._is_open = False
        self._answering: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        self._is_open = True
        for watcher in _watchers:
            watcher.came(self._person_id)

    def close(self) -> None:
        for each in self._answering:
            each.cancel()
        if self._is_open:
            self._is_open = False
            for watcher in _watchers:
                watcher.went(self._person_id)

    def begins(self, frame: Mapping[str, Any], say: Say) -> bool:
        """Whether something answers this frame, or would: it goes on beside other frames and ends with the window."""
        kind = frame.get("type")
        answer = _answers.get(kind) if isinstance(kind, str) else None
        if answer is None or len(self._answering) >= MOST_ANSWERS:
            return answer is not None
        task = asyncio.create_task(_answered(answer, self._person_id, frame, say))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        return True

    async def say(self, kind: object) -> bool:
        """False where nobody hears this. What comes too often is passed over."""
        verb = _verbs.get(kind) if isinstance(kind, str) else None
        if verb is None:
            return False
        now, last = time.monotonic(), self._said.get(str(kind))
        if last is None or now - last >= verb.every:
            self._said[str(kind)] = now
            try:
                await database_sync_to_async(verb.act)(self._person_id)
            except Exception:
                log.exception("What a window said could not be answered")
        return True

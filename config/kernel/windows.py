"""What higher apps do with people's open sockets: answer what a window says, and know when one comes and goes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
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


_verbs: dict[str, _Verb] = {}
_watchers: list[Watcher] = []


def hears(kind: str, *, every: float) -> Callable[[Act], Act]:
    """Register what is done when a window says {"type": kind}; of one window at most once in `every` seconds."""

    def register(act: Act) -> Act:
        _verbs[kind] = _Verb(act, every)
        return act

    return register


def watch(watcher: Watcher) -> None:
    if watcher not in _watchers:
        _watchers.append(watcher)


class Window:
    """One socket of a person who has come in. Nothing that goes wrong here ends the socket."""

    def __init__(self, person_id: UUID) -> None:
        self._person_id = person_id
        self._said: dict[str, float] = {}
        self._is_open = False

    def open(self) -> None:
        self._is_open = True
        for watcher in _watchers:
            watcher.came(self._person_id)

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            for watcher in _watchers:
                watcher.went(self._person_id)

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

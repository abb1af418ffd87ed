"""This process's sockets: whose they are, counted on the event loop they live on, and told to `presence`."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat import presence
from config.kernel.ids import new_id

log = logging.getLogger(__name__)
# From one page to the next a window closes its socket and opens another; nobody left for that.
GRACE_SECONDS = 6.0


class Here:
    """Counts the windows of each person. What is written is written one after the other."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_beating = False

    def came(self, person_id: UUID) -> None:
        self._begin()
        self._windows[person_id] += 1
        self._do(self._note(person_id))
        if not self._is_beating:
            self._is_beating = True
            self._do(self._beat())

    def went(self, person_id: UUID) -> None:
        self._begin()
        self._windows[person_id] -= 1
        if self._windows[person_id] <= 0:
            del self._windows[person_id]
            self._do(self._note(person_id, after=GRACE_SECONDS))

    def _begin(self) -> None:
        """Anew on another loop, since a process has one for all its sockets and tests have one each."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        self._process_id = new_id()
        self._windows: Counter[UUID] = Counter()
        self._noted: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()
        self._is_beating = False

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _note(self, person_id: UUID, *, after: float = 0) -> None:
        """Write down whether the person is here, as it is then."""
        await asyncio.sleep(after)
        async with self._lock:
            is_here, is_noted = person_id in self._windows, person_id in self._noted
            try:
                if is_here and not is_noted:
                    await database_sync_to_async(presence.enter)(person_id, self._process_id)
                    self._noted.add(person_id)
                elif is_noted and not is_here:
                    await database_sync_to_async(presence.leave)(person_id, self._process_id)
                    self._noted.discard(person_id)
            except Exception as error:  # noqa: BLE001 the database is away for a while; a beat tries again
                log.warning("Could not note who is here: %s", type(error).__name__)

    async def _beat(self) -> None:
        while self._windows or self._noted:
            await asyncio.sleep(presence.BEAT_SECONDS)
            async with self._lock:
                try:
                    await database_sync_to_async(presence.beat)(self._process_id, set(self._noted))
                except Exception as error:  # noqa: BLE001 as above
                    log.warning("Could not say that this process is alive: %s", type(error).__name__)
            for person_id in self._noted.symmetric_difference(self._windows):
                self._do(self._note(person_id, after=GRACE_SECONDS))
        self._is_beating = False


here = Here()

"""A TCP proxy that misbehaves on demand: put it between two programs and see what each makes of the other's faults.

with Proxy("127.0.0.1", 6379) as redis:
    redis.be(HANG)          # redis.port is where to connect
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

READ = 65_536


@dataclass(frozen=True, slots=True)
class Mode:
    """How the proxy behaves. Make one by the names and functions below."""

    kind: str
    seconds: float = 0.0
    size: int = READ

    def __str__(self) -> str:
        return self.kind


PASS = Mode("pass")
# Nobody listens; connections that were open are reset.
REFUSE = Mode("refuse")
# Connections are taken and nothing is said on them; those that were open fall silent. All go on when it ends.
HANG = Mode("hang")


def stall(after: int) -> Mode:
    """Of the answers on each connection `after` more bytes come through, then it hangs in the middle of one."""
    return Mode("stall", size=after)


def slow(seconds: float, piece: int = READ) -> Mode:
    """`seconds` pass before each piece of at most `piece` bytes, both ways; `piece=1` dribbles."""
    return Mode("slow", seconds, piece)


def flap(seconds: float) -> Mode:
    """In turn refused and passed, each for that long, beginning with refused."""
    return Mode("flap", seconds)


class Proxy:
    """Listens on a free port of this machine, from a thread of its own. `be` may be called from any thread."""

    def __init__(self, host: str, port: int) -> None:
        self.upstream = (host, port)
        self.connections = 0
        self.port = 0
        self._mode = PASS
        self._changed = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._flapping: asyncio.Task[None] | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._do(self._listen())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def be(self, mode: Mode) -> None:
        """Behave so from now on, open connections included; returns once it does."""
        self._do(self._become(mode))

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _end(self) -> None:
        await self._become(REFUSE)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        # Reset, they end by themselves; a cancelled one would be complained of by the server it belongs to.
        if others:
            _done, others = await asyncio.wait(others, timeout=1)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _become(self, mode: Mode) -> None:
        if self._flapping is not None:
            self._flapping.cancel()
            self._flapping = None
        if mode.kind == "flap":
            self._flapping = asyncio.create_task(self._flap(mode.seconds))
        else:
            await self._switch(mode)

    async def _flap(self, seconds: float) -> None:
        while True:
            for mode in (REFUSE, PASS):
                await self._switch(mode)
                await asyncio.sleep(seconds)

    async def _switch(self, mode: Mode) -> None:
        self._mode = mode
        self._changed.set()
        self._changed = asyncio.Event()
        if mode is REFUSE:
            if self._server is not None:
                self._server.close()
                self._server = None
            for writer in list(self._open):
                _reset(writer)
        elif self._server is None:
            await self._listen()

    async def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._server = await asyncio.start_server(self._serve, sock=listener)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            while self._mode.kind == "hang":
                await self._changed.wait()
            with suppress(OSError):
                await self._join(reader, writer)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self.upstream)
        self._open.add(far_writer)
        ways = [
            asyncio.create_task(self._relay(reader, far_writer, is_answer=False)),
            asyncio.create_task(self._relay(far_reader, writer, is_answer=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open.discard(far_writer)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            far_writer.close()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_answer: bool) -> None:
        stalling, left = PASS, 0
        while data := await reader.read(READ):
            while data:
                mode, changed = self._mode, self._changed
                size = mode.size if mode.kind == "slow" else READ
                if mode.kind == "stall" and is_answer:
                    if stalling is not mode:
                        stalling, left = mode, mode.size
                    size = left
                if mode.kind == "hang" or size == 0:
                    await changed.wait()
                    continue
                if mode.kind == "slow":
                    await asyncio.sleep(mode.seconds)
                piece, data = data[:size], data[size:]
                left -= len(piece)
                writer.write(piece)
                await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """End it with RST instead of an orderly FIN."""
    plain = writer.get_extra_info("socket")
    with suppress(OSError):
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()

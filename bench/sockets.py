"""A thousand open sockets on one process, 200 frames a second in all: what is lost, how long each takes, the memory.

The sockets are of 500 couples; each push goes to both of one. A frame's time is from before the push, which writes its
number, to its arrival in the other process.
"""

from __future__ import annotations

import asyncio
import math
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import orjson
from allauth.headless.tokens.strategies.jwt import internal as jwt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from websockets.asyncio.client import ClientConnection, connect

from accounts.models import User
from bench.socket_server import allow_files
from partnerships.core.services import start_partnership

SOCKETS, FRAMES_A_SECOND, SECONDS = 1000, 200, 20
READY_WITHIN = 60
SETTLES_SECONDS = 3.0
AT_ONCE = 20
P99_AT_MOST_MS = 300.0
MB_A_SOCKET = 0.25


@dataclass
class Heard:
    """Milliseconds of each frame, by its place in the person's stream."""

    waits: list[float] = field(default_factory=list)
    seqs: dict[int, list[int]] = field(default_factory=dict)


def measure_sockets() -> tuple[list[str], list[tuple[str, bool, float]]]:
    """Lines to print, and (text, whether it holds, its bar)."""
    allow_files()
    tokens = _make_people()
    port = _free_port()
    server = _start(port)
    try:
        heard, before, opened, cost = asyncio.run(_listen(port, tokens, server))
    finally:
        server.terminate()
        server.wait(30)
    expected = FRAMES_A_SECOND * SECONDS
    waits = sorted(heard.waits)
    lost = expected - len(waits)
    ordered = all(each == sorted(set(each)) for each in heard.seqs.values())
    p50, p99 = (_percentile(waits, part) for part in (0.5, 0.99))
    each_mb = (opened - before) / SOCKETS
    lines = [
        "| sockets of one process | frames | lost | p50 ms | p99 ms | longest ms | CPU s of 20 | MB each | MB in all |",
        "|" + " --- |" * 9,
        f"| {SOCKETS:,} | {expected:,} | {lost} | {p50:.0f} | {p99:.0f} | {waits[-1] if waits else 0:.0f} | "
        f"{cost['cpu']:.1f} | {each_mb:.3f} | {cost['memory']:.0f} |",
    ]
    return lines, [
        (f"frames of open sockets that are lost, and none is out of order: {lost}", lost == 0 and ordered, 0),
        (f"ms until 99 of 100 frames are there: {p99:.0f}", p99 <= P99_AT_MOST_MS, P99_AT_MOST_MS),
        (f"MB an open socket holds: {each_mb:.3f}", each_mb <= MB_A_SOCKET, MB_A_SOCKET),
    ]


def _make_people() -> list[str]:
    """The access tokens of couples, as their log-ins would have given them."""
    tokens = []
    people = [User(email=f"socket{number}@example.org", currency="EUR") for number in range(SOCKETS)]
    people = sorted(User.objects.bulk_create(people), key=lambda each: each.pk)
    for first, second in zip(people[::2], people[1::2], strict=True):
        start_partnership(first=first, second=second, currency="EUR", started_on=date(2026, 11, 1))
    for person in people:
        client = Client()
        client.force_login(person)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        assert SessionStore(key).exists(key)
        sid = jwt.session_key_to_sid(key)
        life = int(timedelta(hours=1).total_seconds())
        token, _payload = jwt.create_token("access", sub=str(person.pk), sid=sid, expires_in=life)
        tokens.append(str(token))
    return tokens


def _start(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.socket_server", str(port)]
    # The one connection that the rows of requests are measured on would let a thousand log-ins wait for each other.
    environment = {name: value for name, value in os.environ.items() if name != "DB_POOL_MAX"}
    return subprocess.Popen(  # noqa: S603 our own
        command, cwd=settings.BASE_DIR, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


async def _listen(
    port: int, tokens: list[str], server: subprocess.Popen[bytes]
) -> tuple[Heard, float, float, dict[str, Any]]:
    """Open them all, have the frames pushed, and hear them: with the megabytes before and after the opening."""
    heard = Heard()
    await _until_open(port)
    before = (await _command(server, 1, 1))["memory"]
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(token: str) -> ClientConnection:
        async with gate:
            end = await connect(f"ws://127.0.0.1:{port}/ws/", ping_interval=None, compression=None, open_timeout=60)
            await end.send(orjson.dumps({"type": "authenticate", "token": token}).decode())
            await end.send(orjson.dumps({"type": "hello", "seq": None}).decode())
            while orjson.loads(await end.recv())["event"] != "ready":
                pass
            return end

    ends = await asyncio.gather(*(come(each) for each in tokens))
    listeners = [asyncio.create_task(_hear(place, end, heard)) for place, end in enumerate(ends)]
    # Who is here is written down meanwhile.
    await asyncio.sleep(SETTLES_SECONDS)
    opened = (await _command(server, 1, 1))["memory"]
    await asyncio.sleep(SETTLES_SECONDS)
    heard.waits.clear()
    cost = await _command(server, FRAMES_A_SECOND * SECONDS // 2, SECONDS)
    await asyncio.sleep(SETTLES_SECONDS)
    for each in listeners:
        each.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    await asyncio.gather(*(each.close() for each in ends), return_exceptions=True)
    return heard, before, opened, cost


async def _hear(place: int, end: ClientConnection, heard: Heard) -> None:
    async for text in end:
        now = time.monotonic()
        frame = orjson.loads(text)
        if frame["event"] == "message:new":
            heard.waits.append((now - frame["data"]["sent"]) * 1000)
            heard.seqs.setdefault(place, []).append(frame["seq"])


async def _command(server: subprocess.Popen[bytes], pushes: int, seconds: int) -> dict[str, Any]:
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{pushes} {seconds}\n".encode())
    server.stdin.flush()
    cost: dict[str, Any] = orjson.loads(await asyncio.to_thread(server.stdout.readline))
    return cost


async def _until_open(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("the server of the sockets is not ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _percentile(ordered: list[float], part: float) -> float:
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0

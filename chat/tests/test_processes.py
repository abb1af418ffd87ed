"""Two web processes on one database and Redis: a message crosses over, and of a killed one nobody stays here."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from websockets.sync.client import ClientConnection, connect

from chat.presence import BEAT_SECONDS, DEAD_AFTER
from tests.browser.instance import ROOT, Instance, free_port

pytestmark = pytest.mark.live
PASSWORD = "two-pence-worth"
TIMES = 20
MEDIAN_SECONDS = 0.3
A_MOMENT = 3.0


class Second:
    """Another process of an instance."""

    def __init__(self, first: Instance) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {**first.environment, "PORT": str(self.port)}
        command = [sys.executable, "manage.py", "serve"]
        with first.log.with_name("second.log").open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/healthz").status_code == 200:
                    return
            assert self.process.poll() is None
            time.sleep(0.1)
        raise AssertionError("the second process is not ready in time")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Instance, Second]]:
    if not settings.REDIS_URL or "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("two web processes need Redis and PostgreSQL: name them in REDIS_URL and DATABASE_URL")
    first = Instance(tmp_path, TEST_APPLE_SERVER="http://127.0.0.1:1")
    second = None
    try:
        first.start()
        second = Second(first)
        yield first, second
    finally:
        if second is not None:
            second.kill()
        first.stop()


def log_in(address: str, name: str) -> str:
    body = {"email": f"{name}@demo.example", "password": PASSWORD}
    answer = httpx.post(f"{address}/_allauth/app/v1/auth/login", json=body, timeout=20)
    token: str = answer.json()["meta"]["access_token"]
    return token


@contextmanager
def window(address: str, token: str) -> Iterator[ClientConnection]:
    with connect(f"{address.replace('http', 'ws')}/ws/", ping_interval=None) as socket:
        socket.send(json.dumps({"type": "authenticate", "token": token}))
        next_of(socket, "authenticated")
        socket.send(json.dumps({"type": "hello", "seq": None}))
        next_of(socket, "ready")
        yield socket


def next_of(socket: ClientConnection, event: str, within: float = 10) -> dict[str, Any]:
    until = time.monotonic() + within
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=max(0.01, until - time.monotonic())))
        if frame["event"] == event:
            return frame


def test_messages_cross_over_and_a_killed_process_leaves_nobody_here(both: tuple[Instance, Second]) -> None:
    first, second = both
    anas, bens = log_in(first.address, "ana"), log_in(second.address, "ben")
    with window(first.address, anas) as ana, window(second.address, bens):
        next_of(ana, "partner:online")
        waits = []
        client = httpx.Client(headers={"Authorization": f"Bearer {bens}"}, timeout=20)
        for number in range(TIMES):
            sent = time.monotonic()
            answer = client.post(f"{second.address}/api/v1/messages/", json={"text": f"Number {number}"})
            assert answer.status_code == 201, answer.text
            assert next_of(ana, "message:new")["data"]["message"]["text"] == f"Number {number}"
            waits.append(time.monotonic() - sent)
        second.kill()
        killed = time.monotonic()
        within = DEAD_AFTER.total_seconds() + BEAT_SECONDS + A_MOMENT
        next_of(ana, "partner:offline", within=within)
        gone = time.monotonic() - killed
    print(f"\ncrossing: median {statistics.median(waits) * 1000:.0f} ms; offline {gone:.0f} s after kill -9")
    assert statistics.median(waits) <= MEDIAN_SECONDS
    assert gone <= within

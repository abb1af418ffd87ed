"""A partnership ends while one of the two writes: the other's open socket hears nothing more of it."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from prove.coupling.two import Two
from prove.outcome import Outcome
from prove.serving import api_of

SILENT_WITHIN = 1.0
HEARD_BEFORE, GOES_ON = 0.6, 2.5
PAUSE = 0.02
ENDED = "/api/v1/partnerships/current/status/"


@dataclass(slots=True)
class Heard:
    """The frames of one socket, each with when it came, by the monotonic clock."""

    frames: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    is_open: bool = True


def prove_endings(two: Two, addresses: list[str], times: int, outcome: Outcome) -> None:
    """Ana writes at the first address, at both from the end on; Ben's socket is at the last."""
    clients = [api_of(each, two.ana) for each in addresses]
    token = api_of(addresses[-1], two.ben).headers["Authorization"].removeprefix("Bearer ")
    for number in range(times):
        two.become_partners()
        _end(two, clients, addresses[-1], token, f"ending {number}", outcome)
    for client in clients:
        client.close()


def _end(two: Two, clients: list[httpx.Client], address: str, token: str, case: str, outcome: Outcome) -> None:
    heard, over = Heard(), threading.Event()
    ready = threading.Event()
    threads = [
        threading.Thread(target=_listen, args=(address, token, heard, ready, over), daemon=True),
        *(threading.Thread(target=_write, args=(client, two, over), daemon=True) for client in clients),
    ]
    threads[0].start()
    if not ready.wait(30):
        outcome.fail("the socket did not open", case)
        over.set()
        return
    for thread in threads[1:]:
        thread.start()
    time.sleep(HEARD_BEFORE)
    clients[0].put(ENDED, json={"status": "ended"}).raise_for_status()
    ended = time.monotonic()
    time.sleep(GOES_ON)
    over.set()
    for thread in threads:
        thread.join(30)
    _judge(heard, ended, case, outcome)


def _judge(heard: Heard, ended: float, case: str, outcome: Outcome) -> None:
    before = [each for at, each in heard.frames if at < ended]
    after = [(at - ended, each["event"]) for at, each in heard.frames if at >= ended]
    late = [f"{event} after {seconds:.2f} s" for seconds, event in after if seconds > SILENT_WITHIN]
    outcome.figures["partnerships ended under an open socket"] += 1
    outcome.figures["frames the partner heard before the end"] += len(before)
    outcome.at_most("seconds after the end until the last frame", max((each for each, _ in after), default=0.0), case)
    if late:
        outcome.fail(f"heard after the end: {', '.join(late[:5])}", case)
    if not before:
        outcome.fail("the socket heard nothing before the end", case)
    if not heard.is_open:
        outcome.fail("the socket was closed, so that its silence says nothing", case)


def _listen(address: str, token: str, heard: Heard, ready: threading.Event, over: threading.Event) -> None:
    with connect(f"{address.replace('http', 'ws', 1)}/ws/", open_timeout=30) as socket:
        socket.send(orjson.dumps({"type": "authenticate", "token": token}).decode())
        socket.send(orjson.dumps({"type": "hello", "seq": None}).decode())
        while not over.is_set():
            with suppress(TimeoutError):
                try:
                    frame = orjson.loads(socket.recv(timeout=0.1))
                except ConnectionClosed:
                    heard.is_open = False
                    return
                if frame["event"] == "ready":
                    ready.set()
                elif ready.is_set():
                    heard.frames.append((time.monotonic(), frame))


def _write(client: httpx.Client, two: Two, over: threading.Event) -> None:
    """An entry on the account that was shown, a message and an expense, over and over; refused once it has ended."""
    entry = {"money_account": str(two.account.pk), "kind": "expense", "amount": "1.00", "payee": "Kiosk"}
    while not over.is_set():
        client.post("/api/v1/transactions/", json=entry)
        client.post("/api/v1/messages/", json={"text": "Still here?"})
        client.post("/api/v1/shared-expenses/", json={"name": "Bread", "amount": "2.00"})
        time.sleep(PAUSE)

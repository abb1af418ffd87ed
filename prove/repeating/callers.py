"""Sixteen callers who send the same request at the same moment, each until it is answered."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

CALLERS = 16
OTHERS = 2
ANSWERED_WITHIN = 240
LONGEST_CALL = 60


@dataclass(frozen=True, slots=True)
class Body:
    """JSON, or with a `filename` the content of a file that is sent as a form."""

    content: bytes
    filename: str = ""

    def sent(self) -> tuple[bytes, str]:
        """As bytes and their content type. A form has another boundary each time, as real clients' have."""
        if not self.filename:
            return self.content, "application/json"
        boundary = uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{self.filename}"\r\n\r\n'
        whole = head.encode() + self.content + f"\r\n--{boundary}--\r\n".encode()
        return whole, f"multipart/form-data; boundary={boundary}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One creating POST under one key. `other`: what some send under the same key by mistake, where anybody does."""

    path: str
    secret: str
    key: str
    body: Body
    other: Body | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: bytes
    is_replay: bool
    is_to_other: bool


@dataclass(slots=True)
class Told:
    """The answers to each request, in the order of the requests; how often no answer came, by why."""

    answers: list[list[Answer]]
    unanswered: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def send_all(addresses: Sequence[str], asked: Sequence[Asked]) -> Told:
    """Every request by all callers at once, one request after the other.

    Raises RuntimeError where a caller gave up.
    """
    told = Told([[] for _ in asked])
    start = threading.Barrier(CALLERS)
    callers = [threading.Thread(target=_call_all, args=(n, addresses, asked, start, told)) for n in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    if start.broken:
        raise RuntimeError(f"a caller was not answered within {ANSWERED_WITHIN} s: {dict(told.unanswered)}")
    return told


def _call_all(
    number: int, addresses: Sequence[str], asked: Sequence[Asked], start: threading.Barrier, told: Told
) -> None:
    caller = Caller(addresses, told)
    with suppress(threading.BrokenBarrierError):
        for place, each in enumerate(asked):
            # Not the last ones each time: sometimes one of them comes first and makes all others wrong.
            is_other = each.other is not None and (number + place) % CALLERS < OTHERS
            start.wait(2 * ANSWERED_WITHIN)
            answer = caller.send(each, (number + place) % len(addresses), is_other=is_other)
            if answer is None:
                start.abort()
                return
            with told.lock:
                told.answers[place].append(answer)


class Caller:
    """One connection kept to each server. A server that does not answer is left for the next one."""

    def __init__(self, addresses: Sequence[str], told: Told) -> None:
        self.told = told
        hosts = [urlsplit(each).netloc for each in addresses]
        self.connections = [http.client.HTTPConnection(host, timeout=LONGEST_CALL) for host in hosts]

    def send(self, asked: Asked, first: int, *, is_other: bool = False) -> Answer | None:
        """The answer, however often it takes; None where there is none for minutes."""
        content, content_type = (asked.other if is_other and asked.other else asked.body).sent()
        headers = {
            "Authorization": f"Bearer {asked.secret}",
            "Content-Type": content_type,
            "Idempotency-Key": asked.key,
        }
        until, server = time.monotonic() + ANSWERED_WITHIN, first
        while time.monotonic() < until:
            connection = self.connections[server]
            try:
                connection.request("POST", asked.path, content, headers)
                answer = connection.getresponse()
                return Answer(
                    answer.status, answer.read(), answer.headers.get("Idempotent-Replayed") == "true", is_other
                )
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                with self.told.lock:
                    self.told.unanswered[type(error).__name__] += 1
                if isinstance(error, ConnectionRefusedError):
                    time.sleep(0.2)
                server = (server + 1) % len(self.connections)
        return None

"""People who read and write through the door while parts come and go, and one who listens."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import closing
from types import TracebackType

import httpx
import orjson
from websockets.sync.client import connect

from accounts.models import User
from ledger.core.models import MoneyAccount
from prove.laying.door import Door
from prove.serving import PASSWORD

PAUSE = 0.05


class Traffic:
    """Callers without end until the `with` is left: pages and API, each request judged by its status."""

    def __init__(self, door: Door, person: User, account: MoneyAccount, callers: int) -> None:
        self.door, self.person, self.account = door, person, account
        self.told: Counter[str] = Counter()
        self.failures: list[str] = []
        self.acknowledged = 0
        self.longest = 0.0
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(callers)]

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _call(self, number: int) -> None:
        with closing(logged_in(self.door, self.person)) as client:
            entry = {
                "money_account": str(self.account.pk),
                "kind": "expense",
                "amount": "1.50",
                "payee": "Traffic",
                "booked_on": "2026-11-20",
            }
            while not self._ended.wait(PAUSE):
                self._one(client, "GET", "/accounts/login/", 200)
                self._one(client, "GET", "/api/v1/transactions/", 200)
                if self._one(client, "POST", "/api/v1/transactions/", 201, json=entry):
                    with self._lock:
                        self.acknowledged += 1

    def _one(self, client: httpx.Client, method: str, path: str, expected: int, **sent: object) -> bool:
        began = time.monotonic()
        try:
            answer = client.request(method, path, **sent)  # type: ignore[arg-type]
            status, text = answer.status_code, answer.text[:200]
        except httpx.HTTPError as error:
            status, text = 0, type(error).__name__
        with self._lock:
            self.longest = max(self.longest, time.monotonic() - began)
            if status == expected:
                self.told[f"{method} {path} answered {status}"] += 1
            else:
                self.failures.append(f"{method} {path}: {status} {text}")
        return status == expected


def logged_in(door: Door, person: User) -> httpx.Client:
    """A client of the API. Raises httpx.HTTPStatusError."""
    client = door.client()
    answer = client.post("/_allauth/app/v1/auth/login", json={"email": person.email, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['meta']['access_token']}"
    return client


def heard_after(door: Door, person: User, name: str, seconds: float) -> float | None:
    """Seconds until a socket hears of an account of a new `name` made on a web; None where it has not in `seconds`."""
    with closing(logged_in(door, person)) as client:
        token = client.headers["Authorization"].partition(" ")[2]
        with connect(f"{door.address.replace('http', 'ws', 1)}/ws/", ssl=door.trust) as listening:
            listening.send(orjson.dumps({"type": "authenticate", "token": token}).decode())
            listening.recv(timeout=seconds)
            began = time.monotonic()
            made = {"currency": "EUR", "name": name, "type": "spending"}
            client.post("/api/v1/money-accounts/", json=made).raise_for_status()
            try:
                while orjson.loads(listening.recv(timeout=seconds))["event"] != "money_account:new":
                    pass
            except TimeoutError:
                return None
            return time.monotonic() - began

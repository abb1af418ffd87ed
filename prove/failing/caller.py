"""Somebody who goes on using a server while what it stands on fails, and keeps what was acknowledged."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

import httpx
from django.db import connections
from django.utils import timezone
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports.models import Import
from prove.outcome import Outcome
from prove.serving import api_of, cookies_of

LONGEST = 60.0
EXTRA_ONCE = 3.0


@dataclass(slots=True)
class Answer:
    act: str
    status: int
    seconds: float


@dataclass(slots=True)
class Caller:
    """`acknowledged` are the payees of entries the server said it has; `frames` the numbers an open window knows."""

    address: str
    person: User
    account: MoneyAccount
    api: httpx.Client = field(init=False)
    page: httpx.Client = field(init=False)
    acknowledged: set[str] = field(default_factory=set)
    seen: int = 0
    _token: str = ""
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _over: threading.Event = field(default_factory=threading.Event)

    def log_in(self) -> None:
        self.api = api_of(self.address, self.person)
        self.api.timeout = httpx.Timeout(LONGEST)
        cookies = cookies_of(self.address, self.person)
        self._token = cookies["csrftoken"]
        self.page = httpx.Client(base_url=self.address, timeout=LONGEST, cookies=cookies)
        self.page.headers["Referer"] = self.address
        threading.Thread(target=self._listen, args=(cookies,), daemon=True).start()

    def leave(self) -> None:
        self._over.set()

    def acts(self) -> dict[str, Callable[[], httpx.Response]]:
        wrong = {"email": f"nobody{next(self._numbers)}@example.org", "password": "wrong"}
        return {
            "overview": lambda: self.page.get("/"),
            "list": lambda: self.api.get("/api/v1/transactions/?limit=10"),
            "entry by API": self._write_by_api,
            "entry by page": self._write_by_page,
            "log-in": lambda: httpx.post(f"{self.address}/_allauth/app/v1/auth/login", json=wrong, timeout=LONGEST),
        }

    def round(self) -> list[Answer]:
        return [self.timed(name, act) for name, act in self.acts().items()]

    def timed(self, name: str, act: Callable[[], httpx.Response]) -> Answer:
        began = time.monotonic()
        try:
            status = act().status_code
        except httpx.TransportError:
            status = 0
        return Answer(name, status, time.monotonic() - began)

    def lost(self) -> set[str]:
        """Acknowledged entries that are not there."""
        there = set(Transaction.objects.filter(account=self.account).values_list("payee", flat=True))
        connections.close_all()
        return self.acknowledged - there

    def is_up_to_date(self) -> bool:
        """Whether the open window knows of the last thing that happened."""
        last = User.objects.values_list("live_seq", flat=True).get(pk=self.person.pk)
        connections.close_all()
        return self.seen >= last

    def drop_file(self, rows: int) -> str:
        """The path of an import that was confirmed. Raises httpx.HTTPError."""
        number = next(self._numbers)
        lines = [f"{timezone.localdate()};Shop {number}-{row};-{row % 90 + 1}.25;EUR" for row in range(rows)]
        data = "\n".join(["Booking date;Payee;Amount;Currency", *lines, ""]).encode()
        dropped = self.api.post("/api/v1/imports/", files={"file": (f"{number}.csv", data)}).raise_for_status().json()
        path = f"/api/v1/imports/{dropped['id']}/"
        self.api.post(f"{path}confirmation/", json={}).raise_for_status()
        return path

    def is_done(self, path: str) -> bool:
        """Asked in the database: the API allows a person 100 questions a minute."""
        done = Import.objects.filter(pk=path.split("/")[-2], status=Import.Status.DONE).exists()
        connections.close_all()
        return done

    def _write_by_api(self) -> httpx.Response:
        payee = f"By API {next(self._numbers)}"
        body = {"money_account": str(self.account.pk), "kind": "expense", "amount": "4.20", "payee": payee}
        answer = self.api.post("/api/v1/transactions/", json={**body, "booked_on": str(timezone.localdate())})
        return self._noted(answer, payee, httpx.codes.CREATED)

    def _write_by_page(self) -> httpx.Response:
        payee = f"By page {next(self._numbers)}"
        form = {"account": str(self.account.pk), "kind": "expense", "amount": "4.20", "payee": payee}
        token = {"booked_on": str(timezone.localdate()), "csrfmiddlewaretoken": self._token}
        return self._noted(self.page.post("/transactions/add/", data=form | token), payee, httpx.codes.FOUND)

    def _noted(self, answer: httpx.Response, payee: str, done: int) -> httpx.Response:
        if answer.status_code == done:
            self.acknowledged.add(payee)
        return answer

    def _listen(self, cookies: dict[str, str]) -> None:
        header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Origin": self.address}
        while not self._over.wait(0.5):
            with (
                suppress(WebSocketException, OSError, TimeoutError),
                connect(f"{self.address.replace('http', 'ws')}/ws/", additional_headers=header) as window,
            ):
                window.send(json.dumps({"type": "hello", "seq": self.seen}))
                while not self._over.is_set():
                    with suppress(TimeoutError):
                        self.seen = max(self.seen, json.loads(window.recv(timeout=0.5)).get("seq", 0))


def judge(answers: list[Answer], usual: float, case: str, outcome: Outcome, *, allowed: set[int]) -> None:
    """Statuses, and that one answer at most takes up to 3 s more than `usual`, the slowest without a fault."""
    waited = 0
    for each in answers:
        if each.status not in allowed:
            outcome.fail(f"{each.act} was answered {each.status}", case)
        extra = max(0.0, each.seconds - usual)
        outcome.at_most(f"seconds of an answer, {case.split(',')[0]}", each.seconds, f"{case}, {each.act}")
        outcome.at_most(f"seconds an answer took longer than usual, {case.split(',')[0]}", extra, case)
        waited += extra > EXTRA_ONCE / 2
        if extra > EXTRA_ONCE:
            outcome.fail(f"{each.act} took {extra:.1f} s longer than usual", case)
    if waited > 1:
        outcome.fail(f"{waited} answers waited, one was promised", case)
    outcome.figures["requests during a fault"] += len(answers)

"""`python -m prove.peopling.visitors`: people with time to think, in a process of their own, over HTTP alone.

It reads one JSON on its input: `address`, `visitors`, `seconds`, `seed`, `today`. It writes one list in JSON on its
output: [what was done, seconds from the start, milliseconds, what was wrong or ''] of every request.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx

THINKS = (3.0, 8.0)
LOGGED_IN = (200, 302)
WAITS = 60.0
API = "/api/v1/"
# What people do, and how often of 100 times.
MIX: dict[str, int] = {
    "overview": 16, "list": 14, "search": 7, "month plan": 8, "insights": 8, "together": 4,
    "api list": 14, "api balance": 7, "api sums": 4, "new transaction": 11, "ask": 3, "split an expense": 3,
    "import a file": 1,
}  # fmt: skip
PAGES = {
    "overview": "/", "list": "/transactions/", "search": "/transactions/?search=merchant+{dice}",
    "month plan": "/plan/",
    "insights": "/insights/", "together": "/together/", "api list": f"{API}transactions/?limit=50",
    "api balance": f"{API}transactions/balance/", "api sums": f"{API}transactions/analytics/",
}  # fmt: skip
QUESTIONS = ("What did I spend last month?", "What is my net worth?", "How much on groceries this year?")
# Logging in hashes a password for most of a second: no fifty sit down at once.
ARRIVE_WITHIN = 60.0
Done = list[tuple[str, float, float, str]]


class Visitor:
    def __init__(self, told: dict[str, Any], who: dict[str, str], number: int, done: Done, began: float) -> None:
        self.told, self.who, self.done, self.began = told, who, done, began
        self.dice = random.Random(f"{told['seed']}:{number}")  # noqa: S311
        self.headers: dict[str, str] = {}
        self.token_until = 0.0
        home = {"X-Forwarded-For": f"10.7.{number // 250}.{number % 250 + 1}"}
        self.client = httpx.AsyncClient(base_url=told["address"], headers=home, timeout=WAITS, follow_redirects=True)

    async def live(self) -> None:
        """Come some time of the first tenth, a minute at most, log in, and act until the time is over."""
        async with self.client:
            await asyncio.sleep(self.dice.uniform(0, min(ARRIVE_WITHIN, self.told["seconds"] / 10)))
            await self._log_in()
            until = self.began + self.told["seconds"]
            while time.monotonic() < until:
                name = self.dice.choices(list(MIX), list(MIX.values()))[0]
                await self._do(name)
                await asyncio.sleep(self.dice.uniform(*THINKS))

    async def _log_in(self) -> None:
        """On the page for the pages, and by the API for the API."""
        await self._timed("log-in page", lambda: self.client.get("/accounts/login/"))
        fields = {
            "login": self.who["email"],
            "password": self.who["password"],
            "csrfmiddlewaretoken": self.client.cookies.get("csrftoken", ""),
        }
        headers = {"Referer": self.told["address"]}
        await self._timed("log in", lambda: self.client.post("/accounts/login/", data=fields, headers=headers))
        await self._token()

    async def _token(self) -> None:
        said = {"email": self.who["email"], "password": self.who["password"]}
        answer = await self._timed(
            "log in by the API", lambda: self.client.post("/_allauth/app/v1/auth/login", json=said)
        )
        if answer is not None:
            self.headers = {"Authorization": f"Bearer {answer.json()['meta']['access_token']}"}
            self.token_until = time.monotonic() + 600

    async def _do(self, name: str) -> None:
        if time.monotonic() > self.token_until:
            await self._token()
        if name in PAGES:
            path = PAGES[name].format(dice=self.dice.randrange(400))
            headers = self.headers if path.startswith(API) else {}
            await self._timed(name, lambda: self.client.get(path, headers=headers))
        else:
            await getattr(self, f"_{name.replace(' ', '_')}")(name)

    async def _post(self, name: str, path: str, body: dict[str, Any]) -> None:
        await self._timed(name, lambda: self.client.post(f"{API}{path}", json=body, headers=self.headers))

    async def _new_transaction(self, name: str) -> None:
        cents = self.dice.randrange(100, 9_000)
        body = {"kind": "expense", "amount": f"{cents / 100:.2f}", "booked_on": self.told["today"], "payee": "Kiosk"}
        await self._post(name, "transactions/", {**body, "money_account": self.who["account"]})

    async def _ask(self, name: str) -> None:
        await self._post(name, "chat/messages/", {"message": self.dice.choice(QUESTIONS), "client_id": str(uuid4())})

    async def _split_an_expense(self, name: str) -> None:
        cents = self.dice.randrange(500, 9_000)
        body = {"name": "Dinner", "amount": f"{cents / 100:.2f}", "frequency": "once", "starts_on": self.told["today"]}
        await self._post(name, "shared-expenses/", body)

    async def _import_a_file(self, name: str) -> None:
        """Two hundred lines of the last weeks, dropped and confirmed."""
        day, dice = self.told["today"], self.dice
        lines = [
            f"{day};Shop {dice.randrange(90)};{uuid4().hex[:8]};-{dice.randrange(1, 9_000) / 100:.2f};EUR"
            for _ in range(200)
        ]
        sheet = "\n".join(["Booking date;Payee;Purpose;Amount;Currency", *lines, ""]).encode()
        sent = {"money_account": self.who["account"]}
        dropped = await self._timed(
            name,
            lambda: self.client.post(
                f"{API}imports/", files={"file": ("statement.csv", sheet)}, data=sent, headers=self.headers
            ),
        )
        if dropped is not None:
            await self._post("confirm an import", f"imports/{dropped.json()['id']}/confirmation/", {})

    async def _timed(self, name: str, call: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response | None:
        """The answer where it was one; every request is written down."""
        began = time.monotonic()
        wrong, answer = "", None
        try:
            answer = await call()
            wrong = "" if answer.is_success else f"{answer.status_code} {answer.text[:80]}"
        except httpx.HTTPError as error:
            wrong = type(error).__name__
        self.done.append((name, began - self.began, (time.monotonic() - began) * 1000, wrong))
        return answer if not wrong else None


async def main() -> None:
    told = json.loads(sys.stdin.read())
    done: Done = []
    began = time.monotonic()
    people = [Visitor(told, who, number, done, began) for number, who in enumerate(told["visitors"])]
    await asyncio.gather(*(each.live() for each in people))
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    asyncio.run(main())

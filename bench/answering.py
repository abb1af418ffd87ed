"""How long people wait, by the clock: of a hundred calls of one caller the 95th, beside what was promised for it.

The aim is a tenth of each, but for the log-in, whose hash costs 180 ms on purpose.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import orjson

from bench.calling import Caller

CALLS = 40
PROMISED_MS = {
    "log-in": 200,
    "a transaction made": 300,
    "a transaction changed": 300,
    "a transaction read": 300,
    "a transaction deleted": 300,
    "analytics": 500,
    "stored insights": 2000,
    "a message to the assistant": 100,
}
API = "/api/v1/"
Bar = tuple[str, bool, float]


def measure_answers(
    api: Caller, *, nobody: Caller, log_in: dict[str, str], entry: dict[str, Any]
) -> tuple[list[str], list[Bar]]:
    """Rows and bars. `api` speaks for a person with a long history, who is `nobody` before the log-in; `entry` is a
    transaction of theirs to be made.
    """
    made: list[dict[str, Any]] = []
    numbers = count(1)

    def make() -> None:
        made.append(orjson.loads(api("POST", f"{API}transactions/", {**entry, "notes": f"number {next(numbers)}"})))

    def change() -> None:
        last = made[next(numbers) % len(made)]
        api("PATCH", f"{API}transactions/{last['id']}/", {"notes": f"changed {next(numbers)}"})

    def ask() -> None:
        question = f"How much did I spend on groceries in the last {next(numbers) % 9 + 2} months?"
        api("POST", f"{API}chat/messages/", {"message": question})

    calls: dict[str, Callable[[], Any]] = {
        "log-in": partial(nobody, "POST", "/_allauth/app/v1/auth/login", log_in),
        "a transaction made": make,
        "a transaction changed": change,
        "a transaction read": lambda: api("GET", f"{API}transactions/{made[0]['id']}/"),
        "a transaction deleted": lambda: api("DELETE", f"{API}transactions/{made.pop()['id']}/"),
        "analytics": partial(api, "GET", f"{API}transactions/analytics/"),
        "stored insights": partial(api, "GET", f"{API}insights/"),
        "a message to the assistant": ask,
    }
    waited = {name: _p95(call) for name, call in calls.items()}
    rows = ["| answered in ms, p95 of one caller | waited | promised | of it |", "|" + " --- |" * 4]
    bars: list[Bar] = []
    for name, ms in waited.items():
        promised = PROMISED_MS[name]
        rows.append(f"| {name} | {ms:.1f} | {promised} | {ms / promised:.2f} |")
        bars.append((f"{name}: {ms:.1f} ms", ms <= promised, promised))
    return rows, bars


def _p95(call: Callable[[], Any]) -> float:
    call()
    waited = []
    for _ in range(CALLS):
        since = time.perf_counter()
        call()
        waited.append((time.perf_counter() - since) * 1000)
    return sorted(waited)[round(CALLS * 0.95) - 1]

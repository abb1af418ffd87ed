"""Calls of the API that start at one moment, and what they are answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

Call = Callable[[], httpx.Response]
STARTED_WITHIN = 30


def all_at_once(calls: Sequence[Call]) -> list[httpx.Response]:
    """The answers in the order of the calls. Raises httpx.HTTPError where there is none."""
    start = threading.Barrier(len(calls))

    def run(call: Call) -> httpx.Response:
        start.wait(STARTED_WITHIN)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def pair_in(answer: httpx.Response) -> dict[str, str]:
    """The new tokens in the answer to a refresh."""
    return dict(answer.json()["data"])


def bearer(tokens: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def status_of_me(client: httpx.Client, tokens: dict[str, str]) -> int:
    return client.get("/api/v1/me/", headers=bearer(tokens)).status_code

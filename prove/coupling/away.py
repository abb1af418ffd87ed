"""A browser that was cut off while the partner wrote has all of it once it is back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser

from accounts.models import User
from prove.coupling.arrivals import EXPENSES, LIST
from prove.coupling.windows import Window
from prove.outcome import Outcome
from prove.proxy import HANG, PASS, REFUSE, Mode, Proxy

EACH = 20
CHAT, LINES = "/together/chat/", "#chat-lines"
CAUGHT_UP_WITHIN = 45.0
LOOKED_AFTER = 0.1
# What cuts it off: the browser's own switch, which leaves a socket that is open as it is, and what becomes of the line.
CUTS: dict[str, Mode] = {
    "with no request, its sockets open": PASS,
    "with all connections reset": REFUSE,
    "on a line that swallows everything": HANG,
}


def prove_catching_up(browser: Browser, address: str, ben: User, ana: httpx.Client, outcome: Outcome) -> None:
    """For each way of being cut off: Ana adds 20 expenses and writes 20 messages through another process meanwhile."""
    host, port = str(urlsplit(address).hostname), urlsplit(address).port or 0
    with Proxy(host, port) as line:
        window = Window.of(browser, f"http://127.0.0.1:{line.port}", ben)
        other = window.beside()
        for how, mode in CUTS.items():
            window.open(LIST)
            other.open(CHAT)
            with _cut_off(window, line, mode):
                names, texts = _write(ana, how)
            _expect_all(how, [(window, EXPENSES, names), (other, LINES, texts)], outcome)
        window.page.context.close()


@contextmanager
def _cut_off(window: Window, line: Proxy, mode: Mode) -> Iterator[None]:
    window.page.context.set_offline(True)
    line.be(mode)
    try:
        yield
    finally:
        line.be(PASS)
        window.page.context.set_offline(False)


def _write(ana: httpx.Client, how: str) -> tuple[list[str], list[str]]:
    names = [f"Bill {number:02} {how}" for number in range(EACH)]
    texts = [f"Word {number:02} {how}" for number in range(EACH)]
    for name, text in zip(names, texts, strict=True):
        ana.post("/api/v1/shared-expenses/", json={"name": name, "amount": "3.00"}).raise_for_status()
        ana.post("/api/v1/messages/", json={"text": text}).raise_for_status()
    return names, texts


def _expect_all(how: str, expected: list[tuple[Window, str, list[str]]], outcome: Outcome) -> None:
    back = time.monotonic()
    missed = [""]
    while missed and time.monotonic() - back < CAUGHT_UP_WITHIN:
        missed = [word for window, where, words in expected for word in window.missed(where, words)]
        time.sleep(LOOKED_AFTER)
    seconds = time.monotonic() - back
    outcome.figures["expenses and messages that came to a browser while it was away"] += 2 * EACH
    if missed:
        outcome.fail(f"{len(missed)} of {2 * EACH} are missing {seconds:.0f} s after it was back", how)
    else:
        outcome.at_most("seconds until a browser that was away had everything", seconds, how)

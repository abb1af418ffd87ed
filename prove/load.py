"""While a million rows are imported: pages are read within 300 ms and entries written within 2 s, at the 99th of 100.

A real server, and in this process people with time to think: two who look at pages, one who enters a payment every
second, three open windows. The serving process stays below 500 MB.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from accounts.models import User
from bench.generate import make_person
from config.kernel.models import Job
from ledger.core.models import MoneyAccount, Transaction
from ledger.pairing.finding import JOB as PAIRS
from prove.outcome import Outcome
from prove.serving import Instance, api_of, cookies_of, let_log_in

ROWS = 1_000_000
ROWS_BEFORE = 10_000
READ_AT_MOST_MS, WRITE_AT_MOST_MS = 300.0, 2000.0
MEMORY_AT_MOST_MB = 500
LONGEST = 1800
LOOKS_LONGEST = 180
PAGES = {"overview": "/", "list": "/transactions/"}
THINK = 0.5
BEFORE, SECONDS_BEFORE = "before", 10


@dataclass(slots=True)
class Measured:
    """Milliseconds by what was done, each with what the import was at, and answers that were none."""

    phase: str = BEFORE
    over: threading.Event = field(default_factory=threading.Event)
    took: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    frames: int = 0


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    rows = max(1_000, round(ROWS * scale))
    person = make_person(ROWS_BEFORE)
    let_log_in(person)
    account = MoneyAccount.objects.owned_by(person).earliest("created_at")
    instance = Instance()
    try:
        instance.start()
        measured = _measure(instance.address, person, account, rows, outcome)
        outcome.at_most("MB of the serving process", peak := instance.peak_mb())
    finally:
        instance.stop()
    _judge(measured, outcome)
    if peak > MEMORY_AT_MOST_MB:
        outcome.fail(f"the serving process took {peak:.0f} MB, {MEMORY_AT_MOST_MB} were promised", "after the import")
    here = Transaction.objects.owned_by(person).count()
    expected = rows + ROWS_BEFORE + len(measured.took["write"])
    if here != expected:
        outcome.fail(f"{here:,} entries are here, {expected:,} were expected", "after the import")
    outcome.figures["rows imported"] = rows
    return outcome


def _measure(address: str, person: User, account: MoneyAccount, rows: int, outcome: Outcome) -> Measured:
    measured = Measured()
    api, cookies = api_of(address, person), cookies_of(address, person)
    acts: list[Callable[[], None]] = [
        *[partial(_read, address, cookies, name, path, measured) for name, path in PAGES.items()],
        partial(_write, api, account, measured),
        *[partial(_listen, address, cookies, measured)] * 3,
    ]
    threads = [threading.Thread(target=act, daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    try:
        time.sleep(SECONDS_BEFORE)
        seconds = _import(api, rows, measured, outcome)
        outcome.at_most("seconds of the import beside all that", seconds)
    finally:
        measured.over.set()
        for thread in threads:
            thread.join(30)
    return measured


def _import(api: httpx.Client, rows: int, measured: Measured, outcome: Outcome) -> float:
    """Drop the file, wait until it is read, confirm, wait until it is done.

    Raises RuntimeError where it fails, or where a step lasts half an hour.
    """
    files = {"file": ("statement.csv", as_file(rows))}
    started = time.monotonic()
    measured.phase = "dropped"
    dropped = _time("drop of the file", measured, lambda: api.post("/api/v1/imports/", files=files))
    path = f"/api/v1/imports/{dropped.raise_for_status().json()['id']}/"
    measured.phase = "being read"
    _wait_for(api, path, "preview", while_it_is="reading")
    measured.phase = "confirmed"
    _time("confirmation", measured, lambda: api.post(f"{path}confirmation/", json={})).raise_for_status()
    measured.phase = "running"
    _wait_for(api, path, "done", while_it_is="running")
    seconds = time.monotonic() - started
    measured.phase = "looked through for pairs"
    _wait_for_looks(outcome)
    return seconds


def _wait_for_looks(outcome: Outcome) -> None:
    """Until the looks for pairs that wait by now are over; those of later entries are not waited for."""
    waiting = [Job.Status.QUEUED, Job.Status.RUNNING]
    here = list(Job.objects.filter(kind=PAIRS, status__in=waiting).values_list("pk", flat=True))
    started = time.monotonic()
    while Job.objects.filter(pk__in=here, status__in=waiting).exists():
        if time.monotonic() - started > LOOKS_LONGEST:
            outcome.fail("a look for pairs is not over", f"after {LOOKS_LONGEST} s")
            return
        time.sleep(1)


def _wait_for(api: httpx.Client, path: str, wanted: str, *, while_it_is: str) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        status = api.get(path).json()["status"]
        if status == wanted:
            return
        if status != while_it_is:
            raise RuntimeError(f"the import is {status}")
        time.sleep(1)
    raise RuntimeError(f"the import is {while_it_is} for half an hour")


def as_file(rows: int) -> bytes:
    """Ten years of an account nobody knows yet."""
    dice = Random(rows)  # noqa: S311
    first = date(2016, 11, 20)
    lines = ["Booking date;Payee;Purpose;Amount;Currency"]
    for place in range(rows):
        day = first + timedelta(days=place * 3_600 // rows)
        cents = dice.randrange(-20_000, 4_000) or 1
        lines.append(f"{day};Merchant {dice.randrange(400)};Ref {place};{cents / 100:.2f};EUR")
    return "\n".join([*lines, ""]).encode()


def _read(address: str, cookies: dict[str, str], name: str, path: str, measured: Measured) -> None:
    client = httpx.Client(base_url=address, timeout=600, cookies=cookies)
    while not measured.over.wait(THINK):
        _time(f"read {name}", measured, lambda: client.get(path))


def _write(api: httpx.Client, account: MoneyAccount, measured: Measured) -> None:
    body = {"money_account": str(account.pk), "kind": "expense", "amount": "4.20", "booked_on": "2026-11-20"}
    while not measured.over.wait(1):
        _time("write", measured, lambda: api.post("/api/v1/transactions/", json={**body, "payee": "Kiosk"}))


def _time(name: str, measured: Measured, call: Callable[[], httpx.Response]) -> httpx.Response:
    started, phase = time.monotonic(), measured.phase
    try:
        answer = call()
    except httpx.TransportError as error:
        answer = httpx.Response(503, request=error.request)
    if answer.is_success:
        measured.took[name].append(((time.monotonic() - started) * 1000, phase))
    else:
        measured.refused[f"{name}: {answer.status_code}"] += 1
    return answer


def _listen(address: str, cookies: dict[str, str], measured: Measured) -> None:
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Origin": address}
    with (
        suppress(WebSocketException, TimeoutError),
        connect(f"{address.replace('http', 'ws')}/ws/", additional_headers=header) as opened,
    ):
        while not measured.over.is_set():
            with suppress(TimeoutError):
                opened.recv(timeout=1)
                measured.frames += 1


def _judge(measured: Measured, outcome: Outcome) -> None:
    for name, found in sorted(measured.took.items()):
        took = [milliseconds for milliseconds, phase in found if phase != BEFORE]
        slow = _percentile(took, 99)
        phases = {phase: [each for each, when in found if when == phase] for _, phase in found}
        told = [f"{phase} p50 {statistics.median(some):.0f}, most {max(some):.0f}" for phase, some in phases.items()]
        outcome.notes.append(
            f"{name}: {len(took)} times, p50 {statistics.median(took):.0f} ms, p99 {slow:.0f} ms, at most"
            f" {max(took):.0f} ms ({'; '.join(told)})"
        )
        bar = READ_AT_MOST_MS if name.startswith("read") else WRITE_AT_MOST_MS if name == "write" else None
        if bar is not None and slow > bar:
            outcome.fail(f"{name}: p99 is {slow:.0f} ms, {bar:.0f} were promised", f"of {len(took)}")
    for name, times in measured.refused.items():
        outcome.fail(f"answered otherwise: {name}", f"{times} times")
    outcome.figures["frames received by open windows"] = measured.frames


def _percentile(values: list[float], percent: int) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]

"""Fifty people use one instance at once for half an hour, with 3 to 8 seconds to think, beside a thousand open windows.

The parts as docs/operations.md starts them (web, of two processes, live, worker, beat) on PostgreSQL and Redis; people
and windows are processes of their own. Of 100 times they look at the overview 16, the list 14, search 7, the plan 8,
insights 8 and the page of two 4; they ask the API for a list 14, balances 7 and sums 4; write an entry 11, ask a
question 3, split an expense 3 and import a file of 200 lines once. 95 of 100, of all and of each, are there within
500 ms, and fewer than one request in 1,000 fails. `--seed 1` also hangs Redis, the mail server and a language model for
a minute each: then what people live with (pages, lists, entries) goes on without an error, and speed is only told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, connections

from config.kernel.embedded import BEAT, WORKER
from config.kernel.parts import LIVE, WEB
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount
from prove.laying.parts import Part
from prove.outcome import Outcome
from prove.peopling.cast import make_tokens, make_visitors, today
from prove.peopling.outages import Outages, outages
from prove.places import shared_redis

PEOPLE, WINDOWS, SECONDS = 50, 1_000, 1_800
P95_AT_MOST_MS, WRONG_AT_MOST = 500.0, 0.001
# Logging in hashes a password on purpose; it is told and not judged by the clock.
NOT_TIMED = ("log in", "log in by the API")
CORE = ("overview", "list", "search", "month plan", "api list", "api balance", "api sums", "new transaction")
Done = list[tuple[str, float, float, str]]


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with shared_redis() as redis_url, ExitStack() as stack:
        if connection.vendor != "postgresql" or not redis_url:
            outcome.notes.append("left out, for want of PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)")
            return outcome
        size = min(1.0, max(scale, 0.05))
        seconds = max(30.0, SECONDS * scale)
        visitors = [each.told() for each in make_visitors(max(2, round(PEOPLE * size) // 2 * 2))]
        tokens = make_tokens(max(10, round(WINDOWS * size)))
        faults = stack.enter_context(outages(redis_url)) if one else None
        if faults is not None:
            faults.allow([each["email"] for each in visitors])
        more = faults.environment if faults else {"REDIS_URL": redis_url}
        with _parts(more) as (web, live):
            told = {"visitors": visitors, "seconds": seconds, "seed": one or 0, "today": today()}
            done, heard = _live(web, live, told, tokens, faults)
    _judge(done, faults, outcome)
    _judge_windows(heard, len(tokens), faults is not None, outcome)
    for account in MoneyAccount.objects.all():
        for difference in check_account(account):
            outcome.fail("the ledger does not agree with its lines", str(difference))
    outcome.notes.append(f"{len(visitors)} people, {len(tokens):,} windows, {seconds:.0f} s")
    return outcome


@contextmanager
def _parts(more: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The addresses of the web and the live of an instance that is up."""
    connections.close_all()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": settings.FIELD_KEYS,
        "THROTTLES": "off",
        # Each of them comes from a home of their own: limits on logging in count by address.
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "ERROR",
        **more,
    }
    prepare = [sys.executable, "manage.py", "prepare"]
    subprocess.run(prepare, cwd=settings.BASE_DIR, env=environment, check=True, stdout=sys.stderr)  # noqa: S603 ours
    running = [Part(WEB, 1, environment, "--processes", "2")]
    running += [Part(kind, 1, environment) for kind in (LIVE, WORKER, BEAT)]
    try:
        for each in running:
            each.start()
        yield f"http://{running[0].address}", f"ws://{running[1].address}/ws/"
    finally:
        for each in running:
            each.stop()


def _live(
    web: str, live: str, told: dict[str, Any], tokens: list[str], faults: Outages | None
) -> tuple[Done, dict[str, Any]]:
    """Raises RuntimeError where either process ends before its time."""
    people = _begun("visitors", {**told, "address": web})
    windows = _begun("windows", {"address": live, "tokens": tokens, "seconds": told["seconds"]})
    thread = faults.begin(told["seconds"]) if faults else None
    found = [_ended(each) for each in (people, windows)]
    if thread is not None:
        thread.join()
    return [(name, at, took, wrong) for name, at, took, wrong in found[0]], found[1]


def _begun(name: str, told: dict[str, Any]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"prove.peopling.{name}"]
    process = subprocess.Popen(  # noqa: S603 our own
        command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(told).encode())
    process.stdin.close()
    return process


def _ended(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout is not None
    written = process.stdout.read()
    if process.wait():
        raise RuntimeError(f"people or windows ended with {process.returncode}")
    return json.loads(written)


def _judge(done: Done, faults: Outages | None, outcome: Outcome) -> None:
    by_name: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[tuple[str, str]] = Counter()
    for name, _at, took, what in done:
        by_name[name].append(took)
        if what:
            wrong[name, what] += 1
    for name, each in sorted(by_name.items()):
        p50, p95, p99 = (_percentile(each, part) for part in (50, 95, 99))
        outcome.notes.append(f"{name}: {len(each):,} times, p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms")
        if faults is None and name not in NOT_TIMED and p95 > P95_AT_MOST_MS:
            outcome.fail(f"{name}: p95 is {p95:.0f} ms, {P95_AT_MOST_MS:.0f} were promised", f"of {len(each)}")
    timed = [took for name, _at, took, _what in done if name not in NOT_TIMED]
    outcome.notes.append(
        f"all: {len(timed):,}, p50 {_percentile(timed, 50):.0f} ms, p95 {_percentile(timed, 95):.0f} ms, "
        f"p99 {_percentile(timed, 99):.0f} ms"
    )
    if faults is None and _percentile(timed, 95) > P95_AT_MOST_MS:
        outcome.fail(f"p95 is {_percentile(timed, 95):.0f} ms, {P95_AT_MOST_MS:.0f} were promised", "of all")
    outcome.figures["requests"] = len(done)
    outcome.figures["requests that failed"] = sum(wrong.values())
    for (name, what), times in wrong.most_common():
        outcome.figures[f"{name}: {' '.join(what.split())[:60]}"] += times
    if faults is None and sum(wrong.values()) > WRONG_AT_MOST * len(done):
        outcome.fail("requests failed", f"{sum(wrong.values())} of {len(done)}")
    if faults is not None:
        _judge_outages(done, faults, outcome)


def _judge_outages(done: Done, faults: Outages, outcome: Outcome) -> None:
    """What people live with goes on, whatever hangs."""
    for what, first, last in faults.spells:
        during = [each for each in done if first <= each[1] <= last]
        core = [each for each in during if each[0] in CORE]
        took = [each[2] for each in core]
        longest = max(took, default=0.0)
        outcome.notes.append(
            f"{what} hung for {last - first:.0f} s: {len(during)} requests, of core pages and lists {len(core)}, "
            f"p95 {_percentile(took, 95):.0f} ms, at most {longest:.0f} ms"
        )
        for name, _at, _took, wrong in core:
            if wrong:
                outcome.fail(f"{name} failed while {what} was hung", wrong)


def _judge_windows(heard: dict[str, Any], count: int, are_faults: bool, outcome: Outcome) -> None:
    outcome.figures["windows open at once"] = heard["opened"]
    outcome.figures["frames they heard"] = heard["frames"]
    for what, times in heard["broken"].items():
        outcome.figures[f"windows that broke: {what}"] = times
    if heard["opened"] < count or heard["away"]:
        outcome.fail("windows were not open", f"{heard['opened']} of {count}, {heard['away']} away at the end")
    if heard["broken"] and not are_faults:
        outcome.fail("windows broke", json.dumps(heard["broken"]))


def _percentile(values: Sequence[float], percent: int) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)] if ranked else 0.0

"""The parts of a scaled-out installation as docs/operations.md starts them: two webs, a live, two workers and a beat on
PostgreSQL and Redis, behind Caddy with TLS of its own and deploy/Caddyfile as it stands.

Somebody logs in through the door, adds on one web and hears it on a socket, a worker does what must be done. Then every
part is restarted, one after the other, while people read pages and write: no request may fail, what was acknowledged
is there once, and a socket that was cut off comes back and hears again. `--seed` leaves workers and beat out.
"""

from __future__ import annotations

import os
import shutil

from django.db import connection

from accounts.models import User
from config.kernel.parts import LIVE, WEB
from ledger.core.models import Transaction
from ledger.core.services import create_money_account
from prove.laying.door import Door
from prove.laying.parts import KINDS, Part, layout
from prove.laying.traffic import Traffic, heard_after
from prove.outcome import Outcome
from prove.places import shared_redis
from prove.serving import let_log_in

ROUNDS = 3
CALLERS = 4
HEARD_WITHIN = 5.0


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with shared_redis() as redis_url:
        lacking = [
            name
            for name, there in (
                ("PostgreSQL (DATABASE_URL)", connection.vendor == "postgresql"),
                ("Redis (REDIS_URL)", bool(redis_url)),
                ("caddy", shutil.which("caddy")),
            )
            if not there
        ]
        if lacking:
            outcome.notes.append(f"left out, for want of {' and '.join(lacking)}")
            return outcome
        kinds = KINDS if one is None else tuple(each for each in KINDS if each in (WEB, LIVE))
        with layout(kinds, redis_url, os.environ["DATABASE_URL"]) as (door, running):
            _prove(door, running, max(1, round(ROUNDS * scale)), outcome)
    return outcome


def _prove(door: Door, running: list[Part], rounds: int, outcome: Outcome) -> None:
    ana = User.objects.create_user("ana@example.org", name="Ana", currency="EUR", locale="en-GB")
    let_log_in(ana)
    account = create_money_account(owner=ana, currency="EUR", name="Everyday")
    outcome.notes.append(", ".join(f"{each.name} in {each.started_in:.1f} s" for each in running))
    _hear(door, ana, "at first", outcome)
    with Traffic(door, ana, account, CALLERS) as traffic:
        for number in range(rounds):
            for each in running:
                began = each.restart()
                outcome.at_most(f"seconds to restart {each.kind}", began, f"round {number}")
                outcome.figures[f"restarts of {each.kind}"] += 1
    for what, times in traffic.told.items():
        outcome.figures[what] += times
    for wrong in traffic.failures:
        outcome.fail("a request failed", wrong)
    outcome.at_most("seconds a request took", traffic.longest)
    kept = Transaction.objects.filter(account=account, payee="Traffic").count()
    if kept != traffic.acknowledged:
        outcome.fail("what was acknowledged is not what there is", f"{traffic.acknowledged} against {kept}")
    if not traffic.acknowledged:
        outcome.fail("nobody wrote", "")
    _hear(door, ana, "after the restarts", outcome)


def _hear(door: Door, ana: User, when: str, outcome: Outcome) -> None:
    seconds = heard_after(door, ana, f"Heard {when}", HEARD_WITHIN)
    if seconds is None:
        outcome.fail("a socket heard nothing of what was written on a web", when)
    else:
        outcome.at_most(f"seconds until a socket heard, {when}", seconds)

"""Redis, PostgreSQL and the mail server, each refused, hung, slow and coming and going while people work."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import httpx

from prove.failing.beside import RECOVERED_WITHIN, own_redis, seconds_until, worker_and_beat
from prove.failing.caller import Answer, Caller, judge
from prove.outcome import Outcome
from prove.proxy import HANG, PASS, REFUSE, Mode, Proxy, flap, slow, stall
from prove.serving import Instance
from tests.mail_server import MailServer

MODES = [REFUSE, HANG, stall(3), slow(0.4), flap(1.0)]
ROUNDS = 5
ANSWERED = {200, 201, 302, 400, 401, 429}
JOBS_WITHIN = 30.0
MAIL_WITHIN = 30.0
DATABASE_ANSWERS_WITHIN = 8.0
MakeCaller = Callable[[str], Caller]


def redis(make: MakeCaller, outcome: Outcome, *, apart: bool, modes: list[Mode]) -> None:
    """`apart`: worker and schedule are processes of their own, beside the one that serves."""
    with own_redis() as port:
        if port is None:
            outcome.notes.append("Redis left out: there is no redis-server on this machine")
            return
        with Proxy("127.0.0.1", port) as proxy:
            environment = {"REDIS_URL": f"redis://127.0.0.1:{proxy.port}/0", "THROTTLES": "on"}
            instance = Instance(**environment)
            try:
                instance.start()
                caller = make(instance.address)
                if not apart:
                    _redis_modes(caller, proxy, "Redis", modes, outcome)
                else:
                    with worker_and_beat({**environment, "DJANGO_SETTINGS_MODULE": "config.settings"}):
                        _redis_modes(caller, proxy, "Redis with worker and schedule apart", modes, outcome)
                caller.leave()
            finally:
                instance.stop()


def _redis_modes(caller: Caller, proxy: Proxy, what: str, modes: list[Mode], outcome: Outcome) -> None:
    usual = max(each.seconds for _ in range(3) for each in caller.round())
    for mode in modes:
        case = f"{what}, {mode}"
        proxy.be(mode)
        answers = [answer for _ in range(ROUNDS) for answer in caller.round()]
        imported = caller.drop_file(30)
        answers += caller.round()
        proxy.be(PASS)
        back = time.monotonic()
        _within("is ready", lambda: _ready(caller.address), RECOVERED_WITHIN, back, case, outcome)
        _within("windows know all", caller.is_up_to_date, RECOVERED_WITHIN, back, case, outcome)
        _within("jobs are done", partial(caller.is_done, imported), JOBS_WITHIN, back, case, outcome)
        judge(answers, usual, case, outcome, allowed=ANSWERED)
        _nothing_lost(caller, case, outcome)


def database(make: MakeCaller, outcome: Outcome) -> None:
    if not (database_url := os.environ.get("DATABASE_URL", "")):
        outcome.notes.append("PostgreSQL left out: DATABASE_URL names none")
        return
    at = urlsplit(database_url)
    with Proxy(at.hostname or "127.0.0.1", at.port or 5432) as proxy:
        through = at._replace(netloc=f"{at.netloc.rpartition('@')[0]}@127.0.0.1:{proxy.port}").geturl()
        instance = Instance(DATABASE_URL=through)
        try:
            instance.start()
            caller = make(instance.address)
            for mode in [REFUSE, HANG, stall(3), flap(1.0)]:
                _database_mode(caller, proxy, mode, outcome)
            caller.leave()
        finally:
            instance.stop()


def _database_mode(caller: Caller, proxy: Proxy, mode: Mode, outcome: Outcome) -> None:
    case = f"PostgreSQL, {mode}"
    caller.round()
    proxy.be(mode)
    answers = [answer for _ in range(ROUNDS) for answer in caller.round()]
    page = caller.timed("page", lambda: caller.page.get("/"))
    ready = caller.timed("health", lambda: httpx.get(f"{caller.address}/readyz", timeout=60))
    proxy.be(PASS)
    back = time.monotonic()
    _within("is ready", lambda: _ready(caller.address), RECOVERED_WITHIN, back, case, outcome)
    _within("windows know all", caller.is_up_to_date, RECOVERED_WITHIN, back, case, outcome)
    statuses = {503} if mode.kind != "flap" else ANSWERED | {503}
    for each in [*answers, page, ready]:
        outcome.at_most("seconds until 'not available' while PostgreSQL is away", each.seconds, case)
        if each.status not in statuses:
            outcome.fail(f"{each.act} was answered {each.status}", case)
        if each.seconds > DATABASE_ANSWERS_WITHIN:
            outcome.fail(f"{each.act} was answered after {each.seconds:.1f} s", case)
    if any(each.status >= 500 for each in caller.round()):
        outcome.fail("an answer after the fault failed", case)
    outcome.figures["requests during a fault"] += len(answers) + 2
    _nothing_lost(caller, case, outcome)


def mail(outcome: Outcome) -> None:
    with MailServer() as server, Proxy("127.0.0.1", server.server_address[1]) as proxy:
        instance = Instance(EMAIL_URL=f"smtp://127.0.0.1:{proxy.port}")
        try:
            instance.start()
            for mode in [REFUSE, HANG, slow(0.5)]:
                _mail_mode(instance.address, proxy, server, mode, outcome)
        finally:
            instance.stop()
            server.shutdown()


def _mail_mode(address: str, proxy: Proxy, server: MailServer, mode: Mode, outcome: Outcome) -> None:
    case, people = f"mail, {mode}", [f"{mode}{number}@example.org" for number in range(5)]
    usual = max(each.seconds for each in _ask_for_mail(address, f"before-{mode}@example.org"))
    proxy.be(mode)
    answers = [answer for email in people for answer in _ask_for_mail(address, email)]
    judge(answers, usual, case, outcome, allowed={httpx.codes.UNAUTHORIZED})
    proxy.be(PASS)
    back = time.monotonic()
    _within(
        "mail is out", lambda: set(people) <= {each["To"] for each in server.messages}, MAIL_WITHIN, back, case, outcome
    )
    time.sleep(2)
    ids = [each["Message-ID"] for each in server.messages]
    outcome.figures["messages that came after the fault"] += sum(each["To"] in people for each in server.messages)
    if len(ids) != len(set(ids)):
        outcome.fail("a message came twice", case)


def _ask_for_mail(address: str, email: str) -> list[Answer]:
    """A sign-up, and a new password for it: each sends a message."""
    answers = []
    for door, body in (("signup", {"password": f"a pass phrase of {email}"}), ("password/request", {})):
        began = time.monotonic()
        sent = httpx.post(f"{address}/_allauth/app/v1/auth/{door}", json={"email": email, **body}, timeout=60)
        answers.append(Answer(door, sent.status_code, time.monotonic() - began))
    return answers


def _within(what: str, holds: Callable[[], bool], longest: float, since: float, case: str, outcome: Outcome) -> None:
    seconds_until(holds, max(0.5, longest - (time.monotonic() - since)))
    took = time.monotonic() - since
    outcome.at_most(f"seconds until {what}, after {case.split(',')[0]} is back", took, case)
    if took > longest:
        outcome.fail(f"not within {longest:.0f} s: {what}", case)


def _nothing_lost(caller: Caller, case: str, outcome: Outcome) -> None:
    outcome.figures["entries acknowledged"] = len(caller.acknowledged)
    if lost := caller.lost():
        outcome.fail(f"{len(lost)} acknowledged entries are lost", case)


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False

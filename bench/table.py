"""The rows of the bench: what is called, its floor in the same run, and the bars it is held to."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client

from accounts.models import User
from bench.answering import measure_answers
from bench.calling import Caller, Cost, Measured, measure
from bench.floors import floors
from bench.generate import ACCOUNTS, PASSWORD, make_person
from bench.importing import measure_imports, measure_memory
from bench.insights import (
    ANEW,
    ANEW_AT_MOST_MS,
    ASKED,
    FIGURES,
    FOUND_AFTER_A_WRITE,
    FOUND_ANEW,
    FOUND_AT_MOST_MS,
    READ_AT_MOST_MS,
)
from bench.insights import READS as INSIGHTS
from bench.planning import make_plans
from bench.sockets import measure_sockets
from bench.things import SIZES, make_owner, reads_of
from config.kernel.kept import forget_all
from config.kernel.search.indexing import index_due
from insights.feed.services import generate_insights
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount

GROWS_AT_MOST = 1.2
LIST_ABOVE_EMPTY_MS = 1.0
WRITE_AT_MOST_MS = 3.0
READS = {
    "overview (page)": "/",
    "first page (page)": "/transactions/",
    "analytics": "/api/v1/transactions/analytics/",
    "balance": "/api/v1/transactions/balance/",
    "plan (page)": "/plan/",
    "budget": f"/api/v1/budgets/{datetime.now(UTC):%Y-%m}/",
    "goals (page)": "/plan/goals/",
    "forecast of 90 days (page)": "/insights/forecast/",
    "forecast of a year": "/api/v1/insights/forecast/?days=365",
    "notifications (page)": "/notifications/",
    "list of 50": "/api/v1/transactions/?limit=50",
    "empty view": "/api/v1/bench/empty/",
}
# A word nobody wrote: in the list of transactions, and in everything there is.
NOWHERE = "xylophonist"
WITHOUT_HIT = {
    "list searched without hit": f"/api/v1/transactions/?search={NOWHERE}",
    "search without hit": f"/api/v1/search/?q={NOWHERE}",
}
WITH_HIT = {
    "search with hit": "/api/v1/search/?q=merchant+77",
    "search with a misspelt hit": "/api/v1/search/?q=mecrhant+77",
}
SEARCHES = {**WITHOUT_HIT, **WITH_HIT}
SEARCH_GROWS_AT_MOST = 2.0
TIMES, TIMES_OF_PAGES = 40, 4
Table = dict[str, Measured]


def run(*, sizes: list[int], import_rows: int, keep_evidence: bool) -> None:
    """The rows of the bench; without `sizes` only those about importing files."""
    print(f"{connection.vendor}, {platform.python_version()}, {platform.machine()}")
    lines, verdicts = _of_requests(sizes) if sizes else ([], [])
    # What is known is said at once: the rest takes its time, and may fail.
    print("\n".join([*lines, *verdicts]), flush=True)
    imported, bars = measure_imports(import_rows)
    print("\n".join(imported), flush=True)
    if connection.vendor == "sqlite":
        bars += measure_memory()
    lines += ["", *imported] if lines else imported
    if sizes:
        answered, waits_hold = _of_answers()
        lines += ["", *answered]
        bars += waits_hold
        of_things, things_hold = _of_things()
        lines += ["", *of_things]
        verdicts += things_hold
    if sizes:
        on_sockets, further = measure_sockets()
        lines += ["", *on_sockets]
        bars += further
    verdicts += [_verdict(text, holds, bar) for text, holds, bar in bars]
    print("\n".join([*lines, "", *verdicts]))
    if keep_evidence:
        _keep([*lines, "", *verdicts])


def run_searches(sizes: list[int]) -> None:
    """The rows about searching alone."""
    print(f"{connection.vendor}, {platform.python_version()}, {platform.machine()}")
    table = _measured(sizes, {**SEARCHES, "empty view": READS["empty view"]}, times=10)
    print("\n".join([*_lines(table, sizes), "", *_search_verdicts(table, sizes)]))


def run_insights(sizes: list[int]) -> None:
    """The rows about insights alone."""
    print(f"{connection.vendor}, {platform.python_version()}, {platform.machine()}")
    table = _measured(sizes, {**INSIGHTS, "empty view": READS["empty view"]})
    print("\n".join([*_lines(table, sizes), "", *_insight_verdicts(table, sizes)]))


def run_sockets() -> None:
    lines, bars = measure_sockets()
    print("\n".join([*lines, "", *(_verdict(text, holds, bar) for text, holds, bar in bars)]))


def run_things() -> None:
    """The rows about things alone."""
    print(f"{connection.vendor}, {platform.python_version()}, {platform.machine()}")
    lines, verdicts = _of_things()
    print("\n".join([*lines, "", *verdicts]))


def _of_answers() -> tuple[list[str], list[tuple[str, bool, float]]]:
    """How long the one with the longest history waits."""
    person = User.objects.filter(email__startswith="rows-").order_by("-date_joined")[0]
    application = get_wsgi_application()
    log_in = {"email": person.email, "password": PASSWORD}
    api, nobody = _api(application, person), Caller(application)
    return measure_answers(api, nobody=nobody, log_in=log_in, entry=_entry(person))


def _of_things() -> tuple[list[str], list[str]]:
    """How much more the rows cost for many things than for few."""
    application = get_wsgi_application()
    people = {size: make_owner(size) for size in SIZES}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    calls: dict[str, dict[int, Callable[[], bytes]]] = {}
    for size, person in people.items():
        for name, call in _calls(application, person, reads_of(person)).items():
            calls.setdefault(name, {})[size] = call
    table = {
        name: measure(of_sizes, times=TIMES_OF_PAGES if name.endswith("(page)") else TIMES)
        for name, of_sizes in calls.items()
    }
    few, many = SIZES
    verdicts = [
        _verdict(
            f"{name}: {many:,} things cost {each.growth:.2f} of {few:,}", each.growth <= GROWS_AT_MOST, GROWS_AT_MOST
        )
        for name, each in table.items()
    ]
    return _lines(table, list(SIZES)), verdicts


def _of_requests(sizes: list[int]) -> tuple[list[str], list[str]]:
    table = _measured(sizes, {**READS, **INSIGHTS, **SEARCHES}, with_floors=True)
    verdicts = [*_verdicts(table, sizes), *_insight_verdicts(table, sizes), *_search_verdicts(table, sizes)]
    return _lines(table, sizes), verdicts


def _measured(sizes: list[int], reads: dict[str, str], *, with_floors: bool = False, times: int = TIMES) -> Table:
    application = get_wsgi_application()
    calls: dict[str, dict[int, Callable[[], bytes]]] = {}
    # All of them before anybody logs in: a token does not outlive the making of a million lines on a busy machine.
    people = {size: _person(size) for size in sizes}
    for size, person in people.items():
        of_person = _calls(application, person, reads)
        if INSIGHTS.keys() <= reads.keys():
            of_person |= _anew(application, person) | _asked(application, person)
        if with_floors:
            of_person |= {"one new transaction": _new_transaction(application, person), **floors(person)}
        for name, call in of_person.items():
            calls.setdefault(name, {})[size] = call
    return {name: measure(of_sizes, times=times) for name, of_sizes in calls.items()}


def _person(size: int) -> User:
    started = time.monotonic()
    person = make_person(size)
    make_plans(person)
    index_due()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{size:,} lines made in {time.monotonic() - started:.1f} s", flush=True)
    if size <= 100_000:
        for account in MoneyAccount.objects.owned_by(person):
            differences = check_account(account)
            if differences:
                sys.exit(f"The ledger is wrong: {differences[0]}")
    return person


def _calls(application: Callable[..., Any], person: User, reads: dict[str, str]) -> dict[str, Callable[[], bytes]]:
    api, pages = _api(application, person), Caller(application)
    browser = Client()
    browser.force_login(person)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    pages.headers["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={cookie}"
    return {name: partial(pages if name.endswith("(page)") else api, "GET", path) for name, path in reads.items()}


def _anew(application: Callable[..., Any], person: User) -> dict[str, Callable[[], bytes]]:
    return {name: partial(_forgotten, call) for name, call in _calls(application, person, ANEW).items()}


def _forgotten(call: Callable[[], bytes]) -> bytes:
    """As after a write, which gives its account another revision, without the write."""
    forget_all()
    return call()


def _asked(application: Callable[..., Any], person: User) -> dict[str, Callable[[], bytes]]:
    """What is asked with a body, and all insights of a person found anew."""
    api = _api(application, person)
    calls: dict[str, Callable[[], bytes]] = {
        name: partial(api, "POST", path, body) for name, (path, body) in ASKED.items()
    }

    def find() -> bytes:
        return str(generate_insights(person=person).live).encode()

    return calls | {FOUND_ANEW: find, FOUND_AFTER_A_WRITE: partial(_forgotten, find)}


def _api(application: Callable[..., Any], person: User) -> Caller:
    api = Caller(application)
    login = {"email": person.email, "password": PASSWORD}
    tokens = orjson.loads(api("POST", "/_allauth/app/v1/auth/login", login))["meta"]
    api.headers["HTTP_AUTHORIZATION"] = f"Bearer {tokens['access_token']}"
    return api


def _new_transaction(application: Callable[..., Any], person: User) -> Callable[[], bytes]:
    return partial(_api(application, person), "POST", "/api/v1/transactions/", _entry(person))


def _entry(person: User) -> dict[str, str]:
    return {
        "money_account": str(MoneyAccount.objects.owned_by(person).get(name=ACCOUNTS[0]).pk),
        "kind": "expense",
        "amount": "12.50",
        "booked_on": "2026-11-20",
        "payee": "Merchant 7",
    }


def _lines(table: Table, sizes: list[int]) -> list[str]:
    head = ["CPU ms a call", *(f"{size:,}" for size in sizes), "growth", "bytes"]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name, measured in table.items():
        cells = [_shown(measured.costs[size]) for size in sizes]
        size = measured.costs[sizes[-1]].size
        rows.append("| " + " | ".join([name, *cells, f"{measured.growth:.2f}", str(size)]) + " |")
    return rows


def _shown(cost: Cost) -> str:
    return f"{cost.total:.2f} ({cost.app:.2f} + {cost.database:.2f})" if cost.database else f"{cost.total:.2f}"


def _verdicts(table: Table, sizes: list[int]) -> list[str]:
    first, last = sizes[0], sizes[-1]
    found = []
    for name in (*READS, "one new transaction"):
        if name in ("empty view", "list of 50"):
            continue
        growth = table[name].growth
        text = f"{name}: {last:,} costs {growth:.2f} of {first:,}"
        found.append(_verdict(text, growth <= GROWS_AT_MOST, GROWS_AT_MOST))
    for size in sizes:
        above = table["list of 50"].costs[size].app - table["empty view"].costs[size].app
        text = f"list of 50 above the empty view at {size:,}: {above:.2f} ms"
        found.append(_verdict(text, above <= LIST_ABOVE_EMPTY_MS, LIST_ABOVE_EMPTY_MS))
        write = table["one new transaction"].costs[size].app
        text = f"one new transaction at {size:,}: {write:.2f} ms"
        found.append(_verdict(text, write <= WRITE_AT_MOST_MS, WRITE_AT_MOST_MS))
    return found


def _insight_verdicts(table: Table, sizes: list[int]) -> list[str]:
    """What each costs above an empty view, and how it grows with the history."""
    first, last = sizes[0], sizes[-1]
    found = []
    for name in (*INSIGHTS, *ASKED, FOUND_ANEW, *ANEW, FOUND_AFTER_A_WRITE):
        growth = table[name].growth
        text = f"{name}: {last:,} costs {growth:.2f} of {first:,}"
        found.append(_verdict(text, growth <= GROWS_AT_MOST, GROWS_AT_MOST))
        if name in FIGURES and not name.endswith("(page)"):
            above = table[name].costs[last].total - table["empty view"].costs[last].total
            text = f"{name} above the empty view at {last:,}: {above:.2f} ms"
            found.append(_verdict(text, above <= READ_AT_MOST_MS, READ_AT_MOST_MS))
    bars = dict.fromkeys(ANEW, ANEW_AT_MOST_MS) | dict.fromkeys((FOUND_ANEW, FOUND_AFTER_A_WRITE), FOUND_AT_MOST_MS)
    for name, bar in bars.items():
        total = table[name].costs[last].total
        found.append(_verdict(f"{name} at {last:,}: {total:.0f} ms", total <= bar, bar))
    return found


def _search_verdicts(table: Table, sizes: list[int]) -> list[str]:
    first, last = sizes[0], sizes[-1]
    found = []
    for name in WITHOUT_HIT:
        growth = table[name].growth
        text = f"{name}: {last:,} costs {growth:.2f} of {first:,}"
        found.append(_verdict(text, growth <= SEARCH_GROWS_AT_MOST, SEARCH_GROWS_AT_MOST))
    return found


def _verdict(text: str, holds: bool, bar: float) -> str:
    return f"- {'holds' if holds else 'MISSED'} (at most {bar}): {text}"


def _keep(lines: list[str]) -> None:
    folder = Path(settings.BASE_DIR) / "docs" / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"bench-{now:%Y-%m-%d}-{connection.vendor}.md"
    title = f"# Bench of {now:%Y-%m-%d %H:%M} UTC on {connection.vendor}, Python {platform.python_version()}"
    path.write_text("\n".join([title, "", "`python -m bench --evidence`", "", *lines, ""]))
    print(f"written to {path.relative_to(settings.BASE_DIR)}")

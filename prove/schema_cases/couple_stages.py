"""The stages two people go through together; `way.partner` does what only the other may."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from partnerships.dates.models import STEPS
from partnerships.linking.finding import find_links, last_days
from prove.schema_cases.making import READ_WITHIN, asked_last, make_account, make_entry
from prove.schema_cases.way import Way


def what_is_shared(way: Way) -> None:
    today = timezone.localdate()
    due_on = today.replace(day=1).isoformat()
    internet = {"name": "Internet", "amount": "39.90", "frequency": "monthly", "starts_on": due_on}
    key = way.go("post", "shared-expenses/", internet)["id"]
    way.go("get", "shared-expenses/", query={"status": "active", "limit": 5})
    shown = way.go("get", "shared-expenses/{key}/", key=key)
    way.go("put", "shared-expenses/{key}/", {**internet, "amount": "44.90", "version": shown["version"]}, key=key)
    way.partner.go("post", "approvals/{key}/approval/", {}, key=asked_last(way.partner))
    way.go("patch", "shared-expenses/{key}/", {"notes": "Fibre"}, key=key)
    way.go("delete", "approvals/{key}/", key=asked_last(way))
    way.go("get", "shared-expenses/split/")
    paid = way.go("post", "shared-expenses/{key}/payments/", {"due_on": due_on}, key=key)["id"]
    way.go("get", "shared-payments/", query={"expense": key})
    way.go("get", "shared-payments/{key}/", key=paid)
    entry = make_entry(way, make_account(way, "Paying"), "44.90", due_on, payee="Fibre and Co")
    way.go("put", "shared-payments/{key}/transaction/", {"transaction": entry}, key=paid)
    way.go("delete", "shared-payments/{key}/transaction/", key=paid)
    way.go("get", "statements/{month}/", month=due_on[:7])
    way.go("delete", "shared-payments/{key}/", key=paid)
    way.go("delete", "shared-expenses/{key}/", key=key)


def settling_up(way: Way) -> None:
    today = timezone.localdate().isoformat()
    holiday = {"name": "Ferry", "amount": "80.00", "frequency": "once", "starts_on": today}
    key = way.go("post", "shared-expenses/", holiday)["id"]
    way.go("post", "shared-expenses/{key}/payments/", {"due_on": today}, key=key)
    owed = way.go("get", "statements/{month}/", month=today[:7])["balance"]
    settled = way.go("post", "settlements/", {"expected_amount": owed["amount"]})["id"]
    way.go("get", "settlements/")
    way.go("get", "settlements/candidates/", query={"settlement": settled})
    way.go("get", "settlements/{key}/", key=settled)
    entry = make_entry(way, make_account(way, "Arriving"), owed["amount"], today, kind="income")
    way.go("patch", "settlements/{key}/", {"transaction": entry}, key=settled)
    way.go("delete", "settlements/{key}/", key=settled)


def real_payments(way: Way) -> None:
    """Looked for here as the job does it, so that nobody waits for one."""
    today = timezone.localdate()
    bill = {"name": "Insurance", "amount": "64.00", "frequency": "once", "starts_on": today.isoformat()}
    way.go("post", "shared-expenses/", bill)
    account = make_account(way, "Bank")
    for days in (1, 2):
        make_entry(way, account, "64.00", (today - timedelta(days=days)).isoformat(), payee="Insurance Ltd")
    person = User.objects.get(pk=way.go("get", "me/")["id"])
    find_links(person=person, days=last_days(person))
    first, second = (
        each["id"] for each in way.go("get", "shared-expenses/proposals/", query={"status": "open"})["results"][:2]
    )
    way.go("post", "shared-expenses/proposals/{key}/decline/", key=second)
    way.go("post", "shared-expenses/proposals/{key}/acceptance/", key=first)
    way.go("delete", "shared-expenses/proposals/{key}/acceptance/", key=first)


def a_joint_pot(way: Way) -> None:
    today = timezone.localdate()
    way.go("patch", "partnerships/current/settings/", {"mode": "pot"})
    way.partner.go("post", "approvals/{key}/approval/", {}, key=asked_last(way.partner))
    way.go("get", "contributions/")
    await_contributions(way)
    way.go("post", "contributions/mark-paid/", {"month": f"{today:%Y-%m}", "paid_on": today.isoformat()})
    way.go("delete", "contributions/mark-paid/", query={"month": f"{today:%Y-%m}"})
    account = make_account(way, "Ours")
    way.go("post", "money-accounts/{key}/joint/", {"whole": True, "message": "Ours?"}, key=account)
    way.partner.go("post", "approvals/{key}/approval/", {}, key=asked_last(way.partner))
    way.partner.go("delete", "money-accounts/{key}/joint/", key=account)


def await_contributions(way: Way) -> None:
    """A job makes those of the month once the pot is agreed on."""
    over = time.monotonic() + READ_WITHIN
    while not way.go("get", "contributions/current/")["contributions"] and time.monotonic() < over:
        time.sleep(0.1)


def what_the_other_sees(way: Way) -> None:
    account = make_account(way, "Mine")
    way.go("put", "partnerships/current/privacy/", {"money_account": account, "level": "total"})
    way.go("get", "partnerships/current/privacy/")
    since = timezone.localdate().replace(day=1).isoformat()
    rule = way.go("post", "partnerships/current/sharing-rules/", {"money_account": account, "since": since})["id"]
    way.go("get", "partnerships/current/sharing-rules/")
    way.go("delete", "partnerships/current/sharing-rules/{key}/", key=rule)
    entry = make_entry(way, account, "12.00", since)
    way.go("get", "transactions/{key}/sharing/", key=entry)
    way.go("put", "transactions/{key}/sharing/", {"whose": "both"}, key=entry)
    gift = make_entry(way, account, "30.00", since)
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    way.go("put", "transactions/{key}/embargo/", {"until": until}, key=gift)
    way.go("delete", "transactions/{key}/embargo/", key=gift)


def what_both_save_for(way: Way) -> None:
    lisbon = {"name": "Lisbon", "target_amount": "2400.00", "goal_type": "travel", "shared": True}
    key = way.go("post", "goals/", lisbon)["id"]
    way.partner.go("post", "approvals/{key}/approval/", {}, key=asked_last(way.partner))
    way.partner.go("put", "goals/{key}/contribution/", {"amount": "310.00"}, key=key)
    way.partner.go("patch", "goals/{key}/", {"target_amount": "2600.00"}, key=key)
    way.go("post", "approvals/{key}/approval/", {}, key=asked_last(way))
    way.go("delete", "goals/{key}/", key=key)


def talking(way: Way) -> None:
    key = way.go("post", "messages/", {"text": "Is the wine for Mia in here?"})["id"]
    way.go("get", "messages/", query={"limit": 5})
    way.go("get", "messages/{key}/", key=key)
    way.partner.go("post", "messages/{key}/read/", key=key)
    way.go("get", "partnerships/presence/")
    for is_shown in (False, True):
        way.go("put", "partnerships/presence/", {"is_shown": is_shown})


def a_money_date(way: Way) -> None:
    date = "partnerships/current/money-date/"
    way.go("post", date)
    way.go("get", date)
    for step in range(1, STEPS):
        way.go("post", f"{date}step/", {"step": step})
    way.go("post", f"{date}finish/")


COUPLE_STAGES: tuple[Callable[[Way], None], ...] = (
    what_is_shared,
    settling_up,
    real_payments,
    a_joint_pot,
    what_the_other_sees,
    what_both_save_for,
    talking,
    a_money_date,
)

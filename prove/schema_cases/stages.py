"""The stages of the way through the API (`way`): what is made, changed, and taken back in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import product
from uuid import uuid4

from django.utils import timezone

from ledger.core.models import MoneyAccount
from ledger.recurring.models import Recurring, RecurringNotice
from ledger.recurring.offering import look_for_offers
from prove.outcome import Outcome
from prove.schema_cases.advice_stages import ADVICE_STAGES
from prove.schema_cases.anomalies_stages import ANOMALIES_STAGES
from prove.schema_cases.assistant_stages import ASSISTANT_STAGES
from prove.schema_cases.backup_stages import BACKUP_STAGES
from prove.schema_cases.couple_stages import COUPLE_STAGES
from prove.schema_cases.feed_stages import FEED_STAGES
from prove.schema_cases.figures_stages import FIGURES_STAGES
from prove.schema_cases.holdings_stages import HOLDINGS_STAGES
from prove.schema_cases.language_stages import LANGUAGE_STAGES
from prove.schema_cases.making import (
    archive,
    asked_last,
    drop_file,
    make_account,
    make_entry,
    make_pair,
    next_month,
    picture,
    spent,
    top_category,
    wait_until,
)
from prove.schema_cases.plan_stages import PLAN_STAGES
from prove.schema_cases.things_stages import THINGS_STAGES
from prove.schema_cases.voice_stages import VOICE_STAGES
from prove.schema_cases.way import Lost, Way
from prove.serving import PASSWORD

FILE = b"""Booking date;Payee;Purpose;Amount;Currency
2026-03-04;Corner Market;Card 4711;-65.00;EUR
2026-03-05;Corner Bakery;Card 4711;-12,4O;EUR
2026-03-06;Ben Marsh;Thanks;20.00;EUR
"""
ASKING_FILE = b"""Date,Payee,Amount
03/04/2026,Corner Market,-65.00
05/04/2026,Corner Bakery,-12.40
"""
FILE_WITH_CATEGORIES = b"""!Type:Bank
D03/04/2026
T-65.00
PCorner Market
LFood:Weekly shop
^
D03/25/2026
T-12.40
PCorner Bakery
LFood:Bread
^
"""
RATES = b"Date,USD,JPY,\n2026-03-13,1.0881,160.73,\n2026-03-12,1.0901,161.5,\n"


def accounts_and_their_bank(way: Way) -> None:
    account = make_account(way, "Everyday")
    way.go("get", "money-accounts/", query={"limit": 5})
    shown = way.go("get", "money-accounts/{key}/", key=account)
    way.go("put", "money-accounts/{key}/", {"name": "Daily", "version": shown["version"]}, key=account)
    way.go("patch", "money-accounts/{key}/", {"institution": "A bank"}, key=account)
    spent = make_entry(way, account, "10.00", "2026-03-02")
    balance = way.go(
        "post", "money-accounts/{key}/bank-balances/", {"on": "2026-03-31", "amount": "-12.00"}, key=account
    )
    way.go("get", "money-accounts/{key}/bank-balances/", key=account)
    way.go("get", "money-accounts/{key}/reconciliation/", key=account)
    way.go("delete", "money-accounts/{key}/bank-balances/{balance}/", key=account, balance=balance["id"])
    statement = {"on": "2026-03-31", "amount": "-10.00", "ids": [spent]}
    way.go("post", "money-accounts/{key}/reconciliation/", statement, key=account)
    way.go("post", "money-accounts/{key}/closure/", {"closed_on": "2026-03-31"}, key=account)
    way.go("delete", "money-accounts/{key}/closure/", key=account)
    way.go("delete", "money-accounts/{key}/", key=make_account(way, "Never used"))


def categories(way: Way) -> None:
    known = way.go("get", "categories/", query={"kind": "expense"})["results"][0]
    made = way.go("post", "categories/", {"name": "Bread", "parent": top_category(way)})["id"]
    shown = way.go("get", "categories/{key}/", key=made)
    way.go("put", "categories/{key}/", {"name": "Loaves", "version": shown["version"]}, key=made)
    way.go("patch", "categories/{key}/", {"color": "#B7791F"}, key=made)
    way.go("put", "categories/{key}/override/", {"is_favorite": True}, key=known["id"])
    way.go("patch", "categories/{key}/override/", {"is_hidden": False}, key=known["id"])
    way.go("put", "categories/{key}/icon/", {"file": picture()}, key=made)
    way.go("get", "categories/{key}/icon/", key=made)
    way.go("delete", "categories/{key}/icon/", key=made)
    way.go("put", "ranking/priorities/{key}/", {"priority": 8}, key=made)
    way.go("get", "ranking/priorities/")
    way.go("get", "ranking/categories/")
    way.go("post", "categories/{key}/merge/", {"into": top_category(way)}, key=made)
    way.go("delete", "categories/{key}/", key=way.go("post", "categories/", {"name": "Rolls"})["id"])


def transactions(way: Way) -> None:
    account = make_account(way, "Spending")
    entry = make_entry(way, account, "24.90", "2026-03-02")
    make_entry(way, account, "8.00", "2026-03-03")
    way.go("get", "transactions/", query={"search": "Corner", "limit": 5})
    shown = way.go("get", "transactions/{key}/", key=entry)
    way.go("put", "transactions/{key}/", {**spent(account, "25.00"), "version": shown["version"]}, key=entry)
    way.go("patch", "transactions/{key}/", {"notes": "Card"}, key=entry)
    way.go("post", "transactions/bulk/", {"ids": [entry], "category": top_category(way)})
    way.go("delete", "transactions/{key}/", key=entry)
    way.go("post", "transactions/{key}/restoration/", key=entry)
    way.go("get", "transactions/analytics/", query={"by": "top"})
    way.go("get", "transactions/balance/")
    for form in ("csv", "json"):
        way.go("get", "exports/transactions/", query={"format": form})


def what_belongs_together(way: Way) -> None:
    account, savings = make_account(way, "Main"), make_account(way, "Savings")
    moved = {"from_account": account, "to_account": savings, "amount": "40.00"}
    transfer = way.go("post", "transfers/", moved)["id"]
    way.go("get", "transfers/{key}/", key=transfer)
    way.go("delete", "transfers/{key}/", key=transfer)
    purchase = make_entry(way, account, "30.00", "2026-03-02")
    back = make_entry(way, account, "30.00", "2026-03-09", kind="refund")
    way.go("put", "transactions/{key}/refund/", {"purchase": purchase}, key=back)
    way.go("get", "transactions/{key}/refund/", key=back)
    way.go("delete", "transactions/{key}/refund/", key=back)
    pair = make_pair(way, account, savings, "55.00")
    way.go("get", "pairs/{key}/", key=pair)
    way.go("delete", "pairs/{key}/acceptance/", key=pair)
    if way.go("get", "pairs/{key}/", key=pair)["status"] == "declined":
        way.go("delete", "pairs/{key}/rejection/", key=pair)
    way.go("post", "pairs/{key}/rejection/", key=pair)
    way.go("delete", "pairs/{key}/rejection/", key=pair)
    way.go("post", "pairs/{key}/acceptance/", key=pair)
    way.go("get", "pairs/", query={"status": "accepted"})


def rules(way: Way) -> None:
    make_entry(way, make_account(way, "Ruled"), "7.00", "2026-03-02")
    rule = way.go("post", "rules/", {"payee": "Corner", "category": top_category(way)})["id"]
    way.go("get", "rules/", query={"limit": 5})
    shown = way.go("get", "rules/{key}/", key=rule)
    way.go("put", "rules/{key}/", {"payee": "Corner", "new_notes": "Near", "version": shown["version"]}, key=rule)
    way.go("patch", "rules/{key}/", {"is_active": True}, key=rule)
    way.go("get", "rules/{key}/preview/", key=rule)
    way.go("post", "rules/{key}/application/", {"also_mine": True}, key=rule)
    way.go("post", "ranking/classify/", {"description": "Weekly groceries"})
    way.go("post", "chat/extract-expense/", {"text": "Coffee at Starbucks 4.75", "locale": "en-US"})
    way.go("delete", "rules/{key}/", key=rule)


def what_comes_back(way: Way) -> None:
    account, savings = make_account(way, "Bills"), make_account(way, "Pot")
    monthly = {"money_account": account, "kind": "expense", "amount": "9.99", "payee": "Streaming"}
    key = way.go("post", "recurring/", {**monthly, "frequency": "monthly", "starts_on": next_month()})["id"]
    saving = {"money_account": account, "to_account": savings, "kind": "transfer", "amount": "50.00"}
    way.go("post", "recurring/", {**saving, "frequency": "weekly", "interval": 2, "starts_on": next_month()})
    way.go("get", "recurring/", query={"status": "active", "limit": 5})
    shown = way.go("get", "recurring/{key}/", key=key)
    way.go("get", "recurring/upcoming/", query={"days": 90})
    whole = {**monthly, "frequency": "monthly", "starts_on": next_month(), "version": shown["version"]}
    way.go("put", "recurring/{key}/", whole, key=key)
    way.go("patch", "recurring/{key}/", {"amount": "12.99"}, key=key)
    way.go("post", "recurring/{key}/skip/", {"due_on": next_month()}, key=key)
    way.go("delete", "recurring/{key}/skip/", key=key, query={"due_on": next_month()})
    for act in ("pause", "resume", "end"):
        way.go("post", "recurring/{key}/" + act + "/", key=key)
    way.go("delete", "recurring/{key}/", key=key)
    for method in ("post", "get", "delete"):
        way.go(method, "recurring/feed/")


def saving_for_goals(way: Way) -> None:
    today = timezone.localdate()
    bike = {"name": "Bike", "target_amount": "2600.00", "target_date": (today + timedelta(days=300)).isoformat()}
    key = way.go("post", "goals/", {**bike, "goal_type": "vehicle", "monthly_amount": "200.00"})["id"]
    way.go("get", "goals/", query={"status": "active", "ordering": "target_date", "limit": 5})
    shown = way.go("get", "goals/{key}/", key=key)
    way.go("put", "goals/{key}/", {**bike, "priority": 2, "version": shown["version"]}, key=key)
    way.go("patch", "goals/{key}/", {"monthly_amount": "240.00"}, key=key)
    moved = make_entry(way, make_account(way, "Bike pot"), "200.00", today.isoformat(), kind="income")
    part = way.go("post", "goals/{key}/contribution/", {"amount": "150.00", "transaction": moved}, key=key)
    way.go("put", "goals/{key}/contribution/", {"amount": "50.00", "note": "From the jar"}, key=key)
    way.go("post", "goals/{key}/contribution/", {"amount": "1.25", "kind": "yield"}, key=key)
    way.go("get", "goals/{key}/contributions/", key=key, query={"limit": 5})
    one = {"key": key, "contribution": part["contribution"]["id"]}
    way.go("patch", "goals/{key}/contributions/{contribution}/", {"amount": "120.00"}, **one)
    way.go("delete", "goals/{key}/contributions/{contribution}/", **one)
    way.go("get", "goals/summary/")
    way.go("delete", "goals/{key}/", key=key)


def what_was_found_to_come_back(way: Way) -> None:
    """Found by jobs that wait a minute: here they are done at once."""
    bank = make_account(way, "Found")
    today = timezone.localdate()
    for payee, months in product(("Fit Gym", "Tower Phone"), range(1, 7)):
        make_entry(way, bank, "29.00", (today - timedelta(days=30 * months)).isoformat(), payee=payee)
    look_for_offers(MoneyAccount.objects.get(pk=bank), today)
    accepted, declined = (each["id"] for each in way.go("get", "recurring/offers/")["results"][:2])
    key = way.go("post", "recurring/offers/{key}/accept/", key=accepted)["id"]
    way.go("post", "recurring/offers/{key}/decline/", key=declined)
    late = Recurring.objects.get(pk=key)
    due_on = today - timedelta(days=20)
    RecurringNotice.objects.create(recurring=late, kind=RecurringNotice.Kind.MISSED, due_on=due_on, amount=late.amount)
    notice = way.go("get", "recurring/notices/")["results"][0]["id"]
    way.go("post", "recurring/notices/{key}/dismiss/", key=notice)


def an_import(way: Way) -> None:
    key = drop_file(way, FILE)
    way.go("get", "imports/", query={"limit": 5})
    columns = way.go("get", "imports/{key}/columns/", key=key)["columns"]
    chosen = [{"index": each["index"], "role": each["role"]} for each in columns]
    way.go("put", "imports/{key}/columns/", {"columns": chosen}, key=key)
    account = {"name": "New bank", "type": "spending", "currency": "EUR"}
    way.go("put", "imports/{key}/batches/{statement}/account/", account, key=key, statement=0)
    lines = way.go("get", "imports/{key}/lines/", key=key)["results"]
    broken = next(each["key"] for each in lines if each["verdict"] == "refused")
    meant = {"key": broken, "booked_on": "2026-03-05", "amount": "12.40", "direction": "out"}
    way.go("post", "imports/{key}/corrections/", meant, key=key)
    way.go("delete", "imports/{key}/corrections/", key=key, query={"key": broken})
    line = next(each["key"] for each in lines if each["verdict"] == "new")
    way.go("patch", "imports/{key}/lines/", {"choices": {line: "skip"}}, key=key)
    way.go("patch", "imports/{key}/lines/categories/", {"categories": {line: top_category(way)}}, key=key)
    way.go("post", "imports/{key}/confirmation/", {"choices": {line: "add"}}, key=key)
    wait_until(way, key, "done")
    form = way.go("get", "import-forms/")["results"][0]["id"]
    way.go("patch", "import-forms/{key}/", {"name": "My bank"}, key=form)
    way.go("delete", "import-forms/{key}/", key=form)
    way.go("get", "imports/{key}/undo/", key=key)
    wait_until(way, key, "undone", way.go("post", "imports/{key}/undo/", key=key))
    again = way.go("post", "imports/{key}/again/", key=key)["id"]
    way.go("delete", "imports/{key}/", key=again)


def files_with_a_question_and_categories(way: Way) -> None:
    asking = drop_file(way, ASKING_FILE)
    option = way.go("get", "imports/{key}/", key=asking)["question"]["options"][0]["value"]
    way.go("post", "imports/{key}/answer/", {"answer": option}, key=asking)
    named = drop_file(way, FILE_WITH_CATEGORIES)
    path = way.go("get", "imports/{key}/categories/", key=named)["categories"][0]["path"]
    chosen = {"categories": [{"path": path, "category": top_category(way)}]}
    way.go("put", "imports/{key}/categories/", chosen, key=named)


def rates(way: Way) -> None:
    rate = {"base": "EUR", "currency": "CHF", "rate": "0.9412", "on": "2026-03-13"}
    made = way.go("post", "exchange-rates/", rate)["id"]
    way.go("get", "exchange-rates/", query={"own": "true"})
    way.go("get", "exchange-rates/{key}/", key=made)
    way.go("post", "exchange-rates/file/", {"file": RATES})
    asked = {"amount": "100.00", "from": "EUR", "to": "CHF", "on": "2026-03-15"}
    way.go("get", "exchange-rates/convert/", query=asked)
    way.go("delete", "exchange-rates/{key}/", key=made)


def the_person(way: Way) -> None:
    way.go("get", "me/")
    way.go("put", "me/", {"name": "Gil"})
    way.go("patch", "me/", {"theme": "dark"})
    way.go("get", "me/activity/")
    way.go("get", "me/export/")
    way.go("post", "me/import/", {"file": archive()})
    way.go("get", "me/import/")
    way.go("put", "me/income/", {"monthly_income": "3400.00"})
    way.go("get", "me/income/")
    way.go("put", "me/avatar/", {"file": picture()})
    way.go("get", "me/avatar/")
    way.go("delete", "me/avatar/")
    made = way.go("post", "me/keys/", {"name": "Backup", "scopes": ["ledger:read"], "password": PASSWORD})
    way.go("get", "me/keys/")
    way.go("delete", "me/keys/{key}/", key=made["id"])
    way.log_in_elsewhere()
    sessions = way.go("get", "me/sessions/")["results"]
    other = next(each["id"] for each in sessions if not each["is_current"])
    way.go("delete", "me/sessions/{session_id}/", session_id=other)
    way.go("delete", "me/sessions/")


def becoming_partners(way: Way) -> None:
    """The two part and come together again."""
    way.go("get", "partnerships/current/")
    for status in ("paused", "active", "ended"):
        way.go("put", "partnerships/current/status/", {"status": status})
    way.go("get", "partnerships/")
    invitations = "partnerships/invitations/"
    proposal = {"email": "mo@example.org", "message": "Shall we?", "method": "percent", "first_percent": "60.00"}
    made = way.go("post", invitations, proposal)
    way.go("get", invitations)
    made = way.go("post", f"{invitations}{{key}}/renewal/", key=made["id"])
    way.partner.go("post", f"{invitations}lookup/", {"secret": made["link"]})
    way.partner.go("post", f"{invitations}{{key}}/decline/", {"secret": made["secret"]}, key=made["id"])
    way.go("delete", f"{invitations}{{key}}/", key=way.go("post", invitations, {})["id"])
    made = way.go("post", invitations, {})
    way.partner.go("post", f"{invitations}{{key}}/acceptance/", {"secret": made["code"]}, key=made["id"])


def partners(way: Way) -> None:
    way.go("get", "partnerships/current/agreement/")
    split = {"starts_on": next_month(), "method": "percent", "first_percent": "60.00"}
    way.go("put", "partnerships/current/agreement/", split)
    way.go("delete", "approvals/{key}/", key=asked_last(way))
    way.go("put", "partnerships/current/agreement/", split)
    asked = asked_last(way.partner)
    way.partner.go("get", "approvals/{key}/", key=asked)
    way.partner.go("post", "approvals/{key}/decline/", {"answer": "Let us talk tonight."}, key=asked)
    way.go("patch", "partnerships/current/settings/", {"approval_threshold": "150.00"})
    way.partner.go("post", "approvals/{key}/approval/", {"answer": "Gladly."}, key=asked_last(way.partner))


def the_instance(way: Way) -> None:
    way.go("get", "admin/status/")
    way.go("get", "admin/audit/", query={"limit": 5})
    people = way.go("get", "admin/people/", query={"search": "blocked"})["results"]
    way.go("post", "admin/people/{key}/block/", key=people[0]["id"])
    way.go("delete", "admin/people/{key}/block/", key=people[0]["id"])


def furnish(way: Way) -> None:
    """What cases need to find, and use up: files at every stage, keys, a pair to decide, things in the bin."""
    account, savings = make_account(way, "Furnished"), make_account(way, "Beside it")
    for data in (FILE, FILE, ASKING_FILE, FILE_WITH_CATEGORIES):
        drop_file(way, data)
    done = drop_file(way, FILE.replace(b"Corner", uuid4().hex[:8].encode()))
    # A case may have closed the account that files of this form go to.
    with suppress(Lost):
        way.go("post", "imports/{key}/confirmation/", {}, key=done)
    for number in range(3):
        way.go("post", "categories/", {"name": f"Of my own {uuid4().hex[:6]}", "parent": top_category(way)})
        way.go("delete", "transactions/{key}/", key=make_entry(way, account, "3.00", "2026-03-02"))
        way.go("post", "rules/", {"payee": f"Shop {number}", "new_notes": "Near"})
    rate = {"base": "EUR", "currency": "CHF", "rate": "0.9412", "on": "2026-03-13"}
    way.go("post", "exchange-rates/", rate)
    way.go("post", "transfers/", {"from_account": account, "to_account": savings, "amount": "40.00"})
    make_pair(way, account, savings, "55.00")
    way.go("post", "money-accounts/{key}/bank-balances/", {"on": "2026-03-31", "amount": "-12.00"}, key=account)


def the_end(way: Way) -> None:
    way.go("delete", "me/", {"password": PASSWORD})


STAGES: tuple[Callable[[Way], None], ...] = (
    accounts_and_their_bank,
    categories,
    transactions,
    what_belongs_together,
    rules,
    what_comes_back,
    saving_for_goals,
    what_was_found_to_come_back,
    an_import,
    files_with_a_question_and_categories,
    rates,
    the_person,
    becoming_partners,
    partners,
    *COUPLE_STAGES,
    *THINGS_STAGES,
    *PLAN_STAGES,
    *HOLDINGS_STAGES,
    *FIGURES_STAGES,
    *ANOMALIES_STAGES,
    *ADVICE_STAGES,
    *FEED_STAGES,
    *LANGUAGE_STAGES,
    *ASSISTANT_STAGES,
    *VOICE_STAGES,
    *BACKUP_STAGES,
    the_instance,
    the_end,
)


def walk(way: Way, outcome: Outcome, stages: Sequence[Callable[[Way], None]] = STAGES) -> None:
    """Each stage makes what it needs, so one that ends early leaves the others as they are."""
    for stage in stages:
        try:
            stage(way)
        except (Lost, LookupError, StopIteration, TypeError) as lost:
            outcome.fail("a step of the way did not succeed", f"{stage.__name__}: {type(lost).__name__} {lost}")

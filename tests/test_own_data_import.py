"""An archive comes back whole: what another instance would export of it is what was exported here, and once only."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from accounts.own_data.taking import JOB, State, check_archive, start_taking, state_of
from accounts.services import delete_account
from config.kernel import jobs
from config.kernel.models import FileReference, Job
from config.kernel.own_data.archive import archive_chunks
from insights.investing.models import InvestingPlan
from ledger.budgets.models import Budget
from ledger.budgets.services import create_budget, set_roll_over
from ledger.core.models import Category, ExchangeRate, MoneyAccount, Transaction
from ledger.core.services import create_money_account
from ledger.demo.household import make_demo
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services import contribute, create_goal, log_yield, withdraw
from ledger.holdings.models import Position
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.holdings.wallets import link_wallet
from ledger.imports.models import Import
from ledger.recurring.models import Recurring, RecurringDay
from ledger.recurring.services import create_recurring
from purchases.core.models import Purchase

Committed = Callable[..., Any]
TABLES = {
    "plans.json": ("budgets", "allocations", "rolls_over", "goals", "goal_contributions"),
    "recurring.json": ("recurring", "days"),
    "holdings.json": ("positions", "moves", "values", "wallets", "wallet_transactions"),
    "learned.json": ("payees", "exchange_rates"),
    "insights.json": ("investing_plan", "usual", "advice"),
}
# Given anew by whoever takes a record in.
OF_THE_INSTANCE = {"id", "created_at", "transfer", "number", "fingerprint"}


def archive_of(person: User) -> bytes:
    return b"".join(archive_chunks(person))


def take_in(archive: bytes, person: User, committed: Committed) -> State:
    upload = ContentFile(archive, "tuppence.zip")
    check_archive(person=person, upload=upload)
    with committed(execute=True), transaction.atomic():
        start_taking(person=person, upload=upload)
    return run_through(person, committed)


def run_through(person: User, committed: Committed) -> State:
    job = Job.objects.filter(person=person, kind=JOB).latest("pk")
    for _ in range(20):
        Job.objects.filter(pk=job.pk, status=Job.Status.QUEUED).update(run_after=timezone.now())
        with committed(execute=True):
            jobs.run(job.pk)
        if state_of(person).status != "waiting":
            break
    return state_of(person)


def household() -> User:
    """The demo's Ana, with something of each kind that hangs on her ledger."""
    ana = min(make_demo(), key=lambda each: each.email)
    own = MoneyAccount.objects.owned_by(ana)
    everyday = own.filter(type=MoneyAccount.Type.SPENDING).earliest("created_at")
    today = ana.today
    bread = Category.objects.filter(owner=None, slug="groceries").get()
    goal = create_goal(person=ana, name="Boat", target_amount=Decimal(900), currency="EUR", category_id=bread.pk)
    payment = Transaction.objects.owned_by(ana).filter(account=everyday, amount__lt=-20).latest("booked_on")
    contribute(goal=goal, person=ana, amount=Decimal("12.50"), transaction=payment)
    contribute(goal=goal, person=ana, amount=Decimal(50), note="From the jar")
    withdraw(goal=goal, person=ana, amount=Decimal("7.25"))
    log_yield(goal=goal, person=ana, amount=Decimal("0.31"))
    create_budget(person=ana, month=today.replace(day=1))
    set_roll_over(person=ana, category=bread, takes_debt_along=True)
    rent = create_recurring(
        recorded_by=ana, account=everyday, kind="expense", amount=Decimal("8.40"), payee="Sailing club",
        frequency="monthly", interval=1, starts_on=today + timedelta(days=3), books=True,
    )  # fmt: skip
    RecurringDay.objects.create(recurring=rent, due_on=today - timedelta(days=20), status="booked", transaction=payment)
    purse = create_money_account(owner=ana, currency="EUR", name="Chain", type="investment", subtype="wallet")
    wallet = link_wallet(person=ana, chain="ethereum", address="0x" + "a" * 40, name="Cold", account=purse)
    WalletTransaction.objects.create(
        wallet=wallet, event_id="e1", transaction_hash="0x1", block_number=7, timestamp=timezone.now(),
        amount=Decimal("1.5"), transaction_type="deposit", is_incoming=True, not_booked="no_price",
    )  # fmt: skip
    ExchangeRate.objects.create(owner=ana, base="EUR", currency="CHF", on=date(2026, 3, 1), rate="0.95", source="hand")
    InvestingPlan.objects.create(
        person=ana, position_limit=20, protocol_limit=10, currency_limit=50, cash_months=3, fee_limit=Decimal("0.5")
    )
    return ana


def told(archive: bytes) -> dict[str, Any]:
    """What an archive says, with accounts by name, categories by key and months by day instead of ids."""
    opened = ZipFile(io.BytesIO(archive))
    named: dict[str, str] = {}
    ledger = json.loads(opened.read("ledger.json"))
    named |= {each["id"]: f"account {each['name']}" for each in ledger["accounts"]}
    named |= {each["id"]: each["key"] for each in json.loads(opened.read("names.json"))["categories"]}
    named |= {each["id"]: each["month"] for each in json.loads(opened.read("plans.json"))["budgets"]}
    named |= {each["id"]: each["address"] for each in json.loads(opened.read("holdings.json"))["wallets"]}
    found: dict[str, Any] = {}
    for name, tables in TABLES.items():
        held = json.loads(opened.read(name))
        for table in tables:
            rows = [row for row in held[table] if row.get("household_id") is None]
            found[f"{name} {table}"] = sorted(_plain(row, named) for row in rows)
    for table in ("accounts", "transactions", "rules", "categories"):
        found[f"ledger.json {table}"] = sorted(_plain(row, named) for row in ledger[table])
    things = json.loads(opened.read("things.json"))["purchases"]
    found["things"] = sorted((each["product_name"], each["price"], each["purchase_date"]) for each in things)
    return found


def _plain(row: Mapping[str, Any], named: Mapping[str, str]) -> str:
    kept = {name: value for name, value in row.items() if name not in OF_THE_INSTANCE}
    written = json.dumps(kept, sort_keys=True)
    for key, name in named.items():
        written = written.replace(key, name)
    return written


def own_part(archive: bytes) -> dict[str, Any]:
    """Without what hangs on goals and plans of both: that begins anew."""
    found = told(archive)
    plans = json.loads(ZipFile(io.BytesIO(archive)).read("plans.json"))
    shared = {each["id"] for table in ("goals", "budgets") for each in plans[table] if each["household_id"]}
    months = {each["id"]: each["month"] for each in plans["budgets"]}
    for table in ("allocations", "goal_contributions"):
        rows = found[f"plans.json {table}"]
        found[f"plans.json {table}"] = [
            each for each in rows if not any(key in each or f'"{months.get(key)}"' in each for key in shared)
        ]
    return found


def test_what_comes_back_is_what_was_taken_along(
    db: None, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    ana = household()
    archive = archive_of(ana)
    people = list(User.objects.filter(is_demo=True))
    for each in people:
        delete_account(person=each)
    User.objects.filter(pk=carla.pk).update(currency="EUR", locale="en-GB", time_zone="Europe/Berlin")
    carla.refresh_from_db()

    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.code) == ("done", "")
    assert state.counts is not None
    assert (state.counts.get("left_out", 0), state.left_out, state.notes) == (0, {}, [])
    expected, brought = own_part(archive), own_part(archive_of(carla))
    for name, rows in expected.items():
        assert (sorted(set(rows) - set(brought[name])), sorted(set(brought[name]) - set(rows))) == ([], []), name
        assert len(brought[name]) == len(rows), name
    assert not [name for name, rows in expected.items() if not rows and name.split()[-1] in ("goals", "moves", "days")]
    assert FileReference.objects.filter(owner=carla, purpose="own_data").count() == 0

    again = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert again.status == "done"
    assert not again.counts
    assert own_part(archive_of(carla)) == brought


def test_beside_what_is_here_nothing_is_doubled(
    db: None, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    """Where its ids are taken by the household itself, and the person has plans of their own."""
    ana = household()
    archive = archive_of(ana)
    Budget.objects.create(
        owner=carla, month=ana.today.replace(day=1), currency="USD", total_income=Decimal(3), risk_tolerance="moderate"
    )
    assert take_in(archive, ana, django_capture_on_commit_callbacks).counts == {}
    assert take_in(archive, carla, django_capture_on_commit_callbacks).status == "done"
    counts = {
        each: each.objects.count()
        for each in (Goal, GoalContribution, Budget, Recurring, RecurringDay, Position, Wallet, Purchase, Transaction)
    }
    assert Goal.objects.filter(owner=carla).count() == Goal.objects.filter(owner=ana).count() > 0
    assert Position.objects.owned_by(carla).count() == Position.objects.owned_by(ana).count() > 0
    assert Budget.objects.get(owner=carla, month=ana.today.replace(day=1)).total_income == 3
    lines = Transaction.objects.owned_by(carla)
    assert (
        not GoalContribution.objects.filter(goal__owner=carla).exclude(transaction=None).exclude(transaction__in=lines)
    )
    assert not take_in(archive, carla, django_capture_on_commit_callbacks).counts
    assert {each: each.objects.count() for each in counts} == counts


def packed(members: Mapping[str, Any], /, **manifest: Any) -> bytes:
    """An archive of these members whose manifest is true of them, unless `manifest` says otherwise."""
    written = {name: each if isinstance(each, bytes) else json.dumps(each).encode() for name, each in members.items()}
    told_of = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in written.items()
    ]
    head = {"format": "tuppence-person", "version": 1, "members": told_of, **manifest}
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, data in (*written.items(), ("manifest.json", json.dumps(head).encode())):
            archive.writestr(name, data)
    return kept.getvalue()


KEY = "01930000-0000-7000-8000-0000000000d9"
GOAL = {"id": KEY, "name": "Boat", "target_amount": "10.00", "currency": "EUR", "status": "active"}
MOVE = {"position_id": KEY, "kind": "sell", "on": "2026-01-01", "shares": "1", "price": None, "amount": "1"}
COMES_BACK = {"id": KEY, "account_id": KEY, "kind": "expense", "amount": "-1", "starts_on": "2026-01-01"}
POSITION = {"id": KEY, "account_id": KEY, "name": "Fund", "currency": "EUR", "opened_on": "2026-01-01"}
OTHER = {"name": "plans.json", "size": 2, "sha256": "0" * 64}


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (b"", "broken_archive"),
        (b"PK\x05\x06" + b"\xff" * 18, "too_large"),
        (packed({})[:-30], "broken_archive"),
        (packed({}, format="tuppence"), "not_my_data"),
        (packed({}, version=2), "later_version"),
        (packed({}, version="1"), "later_version"),
        (packed({}, members="all"), "damaged"),
        (packed({}, members=[{"name": "plans.json"}]), "damaged"),
        (packed({"plans.json": {}}, members=[OTHER]), "damaged"),
        (packed({}, members=[OTHER]), "damaged"),
        (packed({"plans.json": b"[" * 500}), "damaged"),
        (packed({}, members=[{**OTHER, "size": 10**12}]), "too_large"),
        (packed({"plans.json": [1]}), "wrong_value"),
        (packed({"plans.json": {"goals": [1]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "id": None}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "id": [KEY]}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "name": "x" * 201}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "name": "x\x00"}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "target_amount": 1.5}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "target_amount": "NaN"}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "target_amount": "-1"}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "target_amount": "1e400"}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "status": "pending_approval"}]}}), "wrong_value"),
        (packed({"plans.json": {"goals": [{**GOAL, "target_date": "2026-02-30"}]}}), "wrong_value"),
        (packed({"plans.json": {"budgets": [{"id": KEY, "month": {}, "currency": "EUR"}]}}), "wrong_value"),
        (packed({"holdings.json": {"positions": [POSITION], "moves": [MOVE]}}), "wrong_value"),
        (packed({"recurring.json": {"recurring": [{**COMES_BACK, "interval": 10**18}]}}), "wrong_value"),
        (packed({"recurring.json": {"days": [{}] * 100_001}}), "too_many_rows"),
        (packed({"ledger.json": b"<xml/>"}), "wrong_value"),
        (packed({"things.json": b"{}"}), "wrong_value"),
        (packed({"names.json": {"accounts": [{"id": KEY, "place": "0"}]}, "ledger.json": b"{}"}), "wrong_value"),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_archive_is_refused_and_nothing_is_written(ana: User, archive: bytes, code: str) -> None:
    client = APIClient()
    client.force_authenticate(ana)
    refused = client.post("/api/v1/me/import/", {"file": ContentFile(archive, "tuppence.zip")}, format="multipart")
    assert refused.status_code == 400
    assert [(each["attr"], each["code"]) for each in refused.json()["errors"]] == [("file", code)]
    assert not Job.objects.filter(kind=JOB).exists()
    assert not FileReference.objects.filter(owner=ana).exists()


def test_what_our_rules_refuse_by_now_is_left_out_and_told(
    ana: User, django_capture_on_commit_callbacks: Committed
) -> None:
    """A position without its account, and an allocation of a goal nobody brought."""
    plan = {"id": KEY, "month": "2026-01-01", "currency": "EUR", "total_income": "5", "risk_tolerance": "moderate"}
    of_nobody = {"budget_id": KEY, "goal_id": KEY, "category_id": None, "allocated_amount": "5"}
    archive = packed({
        "plans.json": {"budgets": [plan], "allocations": [of_nobody]},
        "holdings.json": {"positions": [POSITION]},
    })  # fmt: skip
    state = take_in(archive, ana, django_capture_on_commit_callbacks)
    assert (state.status, state.counts) == ("done", {"budgets": 1, "left_out": 2})
    assert Budget.objects.get(owner=ana).allocations.count() == 0


def test_a_ledger_that_cannot_be_read_ends_it_with_a_word(
    ana: User, django_capture_on_commit_callbacks: Committed
) -> None:
    ledger = b'{"format":"tuppence","version":1,"accounts":[{'
    goals = {"plans.json": {"goals": [GOAL]}}
    state = take_in(packed({"ledger.json": ledger, **goals}), ana, django_capture_on_commit_callbacks)
    assert (state.status, state.code) == ("failed", "ledger_not_taken")
    assert not Goal.objects.exists()
    assert not Import.objects.exists()
    assert not FileReference.objects.filter(owner=ana, purpose="own_data").exists()


def test_the_page_takes_one_at_a_time_and_says_how_it_went(
    ana: User, signed_in: Callable[[User], Client], django_capture_on_commit_callbacks: Committed
) -> None:
    client = signed_in(ana)
    archive = packed({"plans.json": {"goals": [GOAL]}})
    nothing = client.post("/settings/data/import/")
    assert (nothing.status_code, "Choose a file." in nothing.content.decode()) == (422, True)
    refused = client.post("/settings/data/import/", {"file": ContentFile(b"no zip", "tuppence.zip")})
    assert (refused.status_code, "damaged or encrypted" in refused.content.decode()) == (422, True)
    sent = client.post("/settings/data/import/", {"file": ContentFile(archive, "tuppence.zip")})
    assert sent.headers["Location"] == "/settings/data/"
    assert "An archive is being taken in" in client.get("/settings/data/").content.decode()
    twice = client.post("/settings/data/import/", {"file": ContentFile(archive, "tuppence.zip")})
    assert (twice.status_code, "Another archive" in twice.content.decode()) == (422, True)
    job = Job.objects.get(kind=JOB)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run(job.pk)
    assert "The last archive was taken in on" in client.get("/settings/data/").content.decode()
    assert Goal.objects.get(owner=ana).pk == UUID(KEY)


def test_the_api_takes_it_once_for_a_key_and_tells_only_its_person(ana: User, ben: User) -> None:
    client, other = APIClient(), APIClient()
    client.force_authenticate(ana)
    other.force_authenticate(ben)
    assert client.get("/api/v1/me/import/").json()["status"] == "none"
    archive = packed({"plans.json": {"goals": [GOAL]}})
    for _ in range(2):
        upload = ContentFile(archive, "tuppence.zip")
        sent = client.post(
            "/api/v1/me/import/", {"file": upload}, format="multipart", headers={"Idempotency-Key": "once"}
        )
        assert (sent.status_code, sent.json()["status"]) == (202, "waiting")
    assert Job.objects.filter(kind=JOB).count() == 1
    assert client.get("/api/v1/me/import/").json()["status"] == "waiting"
    assert other.get("/api/v1/me/import/").json()["status"] == "none"
    with pytest.raises(ValidationError, match="Another archive"):
        start_taking(person=ana, upload=ContentFile(archive, "tuppence.zip"))

"""Nothing of an archive vanishes: each of its records comes, is here already, or is told as left out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import User
from accounts.notifications.models import Notification
from accounts.own_data.taking import state_of
from config.kernel.own_data.taking import Section, parts
from ledger.alerting.imports import tell_of_import
from ledger.core.models import ExchangeRate, MoneyAccount, Transaction
from ledger.core.services import create_money_account, record_transaction
from ledger.core.services.rates import enter_rate
from ledger.imports.models import Import
from ledger.imports.services import start_import
from purchases.core.models import Purchase
from purchases.core.services import create_purchase
from purchases.documents.models import Attachment, Document
from purchases.documents.services import attach_document, delete_document, keep_document
from purchases.documents.tests import papers
from tests.test_own_data_import import Committed, archive_of, packed, run_through, take_in

Change = Callable[[list[Any]], None]


def members_of(archive: bytes) -> dict[str, bytes]:
    opened = ZipFile(io.BytesIO(archive))
    return {name: opened.read(name) for name in opened.namelist() if name != "manifest.json"}


def changed(archive: bytes, file: str, title: str, change: Change) -> bytes:
    """The archive with one of its lists changed, and a manifest that is true of it."""
    members = members_of(archive)
    held = json.loads(members[file])
    change(held[title])
    form = {"separators": (",", ":"), "ensure_ascii": False}
    return packed({**members, file: json.dumps(held, **form).encode()})  # type: ignore[arg-type]


def first(**values: Any) -> Change:
    return lambda records: records[0].update(values)


def small_ledger(person: User) -> MoneyAccount:
    account = create_money_account(owner=person, currency="EUR", name="Everyday", opening_balance=Decimal(100))
    for number in range(3):
        record_transaction(
            account=account, recorded_by=person, kind="expense", amount=-Decimal(10 + number), payee=f"Shop {number}",
            booked_on=date(2026, 3, 1 + number),
        )  # fmt: skip
    return account


def keep(person: User, width: int, name: str) -> Document:
    return keep_document(owner=person, upload=papers.picture(size=(width, 40)), name=name, role="warranty")[0]


def hung(person: User) -> dict[str, set[str]]:
    """By name of the document, what it hangs on."""
    found: dict[str, set[str]] = {each.name: set() for each in Document.objects.owned_by(person)}
    for each in Attachment.objects.filter(document__owner=person).select_related("document", "purchase", "transaction"):
        place = each.purchase.product_name if each.purchase else each.transaction and each.transaction.payee
        found[each.document.name].add(str(place))
    return found


def test_every_document_arrives_where_it_was_and_once(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    small_ledger(ana)
    payment = Transaction.objects.owned_by(ana).get(payee="Shop 1")
    kettle = create_purchase(
        owner=ana, product_name="Kettle", price=Decimal(30), currency="EUR", purchase_date=date(2026, 3, 2)
    )
    keep(ana, 60, "Waits")
    on_payment, on_both, on_thing = keep(ana, 61, "Receipt"), keep(ana, 62, "Both"), keep(ana, 63, "Card")
    attach_document(document=on_payment, by=ana, transaction=payment)
    attach_document(document=on_both, by=ana, transaction=payment)
    attach_document(document=on_both, by=ana, purchase=kettle)
    attach_document(document=on_thing, by=ana, purchase=kettle)
    archive = archive_of(ana)
    there = hung(ana)
    assert there == {
        "Waits.jpg": set(),
        "Receipt.jpg": {"Shop 1"},
        "Both.jpg": {"Shop 1", "Kettle"},
        "Card.jpg": {"Kettle"},
    }

    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out) == ("done", {})
    assert state.counts is not None
    assert (state.counts["documents"], state.counts["attachments"]) == (4, 4)
    assert hung(carla) == there
    assert Attachment.objects.get(document__owner=carla, document__name="Receipt.jpg").transaction != payment
    assert {each.role for each in Document.objects.owned_by(carla)} == {"warranty"}

    assert take_in(archive, carla, django_capture_on_commit_callbacks).counts == {}
    assert hung(carla) == there
    waits = Document.objects.owned_by(carla).get(name="Waits.jpg")
    delete_document(document=waits, by=carla)
    assert take_in(archive, carla, django_capture_on_commit_callbacks).counts == {"documents": 1}
    assert hung(carla) == there


def test_a_document_whose_bytes_are_not_in_the_archive_is_told(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    kept = keep(ana, 60, "Waits")
    members = members_of(archive_of(ana))
    members.pop(f"documents/{kept.file.file_id}")
    state = take_in(packed(members), carla, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out) == ("done", {"documents": 1})


LEDGER_RECORDS = [
    ("transactions", {"amount": "NaN"}),
    ("transactions", {"amount": 3}),
    ("transactions", {"booked_on": "2026-02-30"}),
    ("transactions", {"booked_on": "0001-01-01"}),
]
THINGS = [
    {"price": "NaN"}, {"price": "-1"}, {"purchase_date": "0000-00-00"}, {"purchase_date": "9999-12-31"},
    {"quantity": 10**12}, {"product_name": ""},
]  # fmt: skip


@pytest.mark.parametrize(("title", "values"), LEDGER_RECORDS)
def test_a_payment_that_cannot_be_is_counted_and_the_balance_it_leaves_is_told(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed, title: str, values: Mapping[str, Any]
) -> None:
    small_ledger(ana)
    archive = changed(archive_of(ana), "ledger.json", title, first(**values))
    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out) == ("done", {title: 1})
    assert state.counts is not None
    assert (state.counts["transactions"], state.counts["left_out"]) == (2, 1)
    assert [each["code"] for each in state.notes or []] == ["balance_differs"]


@pytest.mark.parametrize("values", THINGS)
def test_a_thing_that_cannot_be_is_counted(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed, values: Mapping[str, Any]
) -> None:
    for name in ("Kettle", "Lamp"):
        create_purchase(owner=ana, product_name=name, price=Decimal(3), currency="EUR", purchase_date=date(2026, 3, 2))
    archive = changed(archive_of(ana), "things.json", "purchases", first(**values))
    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out) == ("done", {"things": 1})
    assert Purchase.objects.owned_by(carla).count() == 1


def test_an_account_that_does_not_hold_what_is_said_is_told_with_both_figures(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    small_ledger(ana)
    archive = changed(archive_of(ana), "ledger.json", "accounts", first(balance="999999.00"))
    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    note = {"code": "balance_differs", "account": "Everyday", "currency": "EUR", "said": "999999.00", "held": "67.00"}
    assert (state.status, state.left_out, state.notes) == ("done", {}, [note])


@pytest.mark.parametrize(
    ("title", "values", "kind"),
    [
        ("transactions", {"lines": [{"category": "", "amount": "-1.00"}]}, "splits"),
        ("accounts", {"bank_balances": [{"on": "2026-02-30", "amount": "1.00"}]}, "bank_balances"),
    ],
)
def test_what_a_record_comes_without_is_counted(
    ana: User,
    carla: User,
    django_capture_on_commit_callbacks: Committed,
    title: str,
    values: Mapping[str, Any],
    kind: str,
) -> None:
    small_ledger(ana)
    archive = changed(archive_of(ana), "ledger.json", title, first(**values))
    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out) == ("done", {kind: 1})
    assert Transaction.objects.owned_by(carla).count() == 3


def test_an_account_in_no_currency_is_left_out_with_its_payments(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    small_ledger(ana)
    create_money_account(owner=ana, currency="EUR", name="Savings", type="savings", subtype="savings")
    archive = archive_of(ana)
    place = [each["name"] for each in json.loads(members_of(archive)["ledger.json"])["accounts"]].index("Everyday")
    archive = changed(archive, "ledger.json", "accounts", lambda records: records[place].update(currency="XX"))
    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out) == ("done", {"accounts": 1, "transactions": 3})
    assert [each.name for each in MoneyAccount.objects.owned_by(carla)] == ["Savings"]


GOAL = {"name": "Boat", "target_amount": "10.00", "currency": "EUR", "status": "active"}
RATE = {"base": "EUR", "currency": "CHF", "on": "2026-03-01", "rate": "0.95"}
BUDGET = {"month": "2026-01-01", "currency": "EUR", "total_income": "5", "risk_tolerance": "moderate"}
ADVICE = {
    "item_description": "Lamp", "amount": "10", "currency": "EUR", "on": "2026-03-01", "how": "once",
    "decision": "buy", "confidence": "high", "answer": {"reasons": []}, "outcome": "open",
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "kind", "record"),
    [
        ("learned.json", "exchange_rates", {**RATE, "currency": "EUR"}),
        ("learned.json", "exchange_rates", {**RATE, "on": "9999-12-31"}),
        ("learned.json", "exchange_rates", {**RATE, "on": "1899-12-31"}),
        ("plans.json", "goals", {**GOAL, "target_date": "0001-01-01"}),
        ("plans.json", "goals", {**GOAL, "target_amount": "10.001"}),
        ("plans.json", "goals", {**GOAL, "completed_on": "9999-12-31"}),
        ("plans.json", "budgets", {**BUDGET, "month": "9999-12-01"}),
        ("plans.json", "budgets", {**BUDGET, "total_income": "0.001"}),
        ("insights.json", "advice", {**ADVICE, "on": "0001-01-01"}),
        ("insights.json", "investing_plan", {
            "targets": {"stock": "60", "no_kind": "40"}, "position_limit": 20, "protocol_limit": 10,
            "currency_limit": 50, "cash_months": 3, "fee_limit": "0.5",
        }),
    ],
)  # fmt: skip
def test_what_the_api_refuses_is_left_out(
    ana: User, django_capture_on_commit_callbacks: Committed, file: str, kind: str, record: Mapping[str, Any]
) -> None:
    archive = packed({file: {kind: [{"id": str(uuid4()), **record}]}})
    state = take_in(archive, ana, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out, state.counts) == ("done", {kind: 1}, {"left_out": 1})


def test_a_rate_that_is_known_the_other_way_round_stays(
    ana: User, django_capture_on_commit_callbacks: Committed
) -> None:
    enter_rate(person=ana, base="CHF", currency="EUR", rate=Decimal("1.05"), on=date(2026, 3, 1))
    state = take_in(packed({"learned.json": {"exchange_rates": [RATE]}}), ana, django_capture_on_commit_callbacks)
    assert (state.status, state.left_out, state.counts) == ("done", {}, {})
    assert ExchangeRate.objects.owned_by(ana).get().base == "CHF"


def test_the_page_waits_by_itself_and_says_what_came_and_what_did_not(
    ana: User,
    carla: User,
    signed_in: Callable[[User], Client],
    django_capture_on_commit_callbacks: Committed,
) -> None:
    small_ledger(ana)
    archive = changed(archive_of(ana), "ledger.json", "transactions", first(amount="NaN"))
    client = signed_in(carla)
    client.post("/settings/data/import/", {"file": ContentFile(archive, "tuppence.zip")})
    assert 'hx-get="/settings/data/"' in client.get("/settings/data/").content.decode()
    run_through(carla, django_capture_on_commit_callbacks)
    page = " ".join(client.get("/settings/data/").content.decode().split())
    assert 'hx-get="/settings/data/"' not in page
    came, left_out = page.split("Left out, since")
    assert 'Transactions: <b class="number">2</b>' in came
    assert 'Transactions: <b class="number">1</b>' in left_out
    note = state_of(carla).notes
    assert note
    assert "Everyday holds" in left_out


def test_nobody_is_told_of_a_file_they_never_dropped(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed
) -> None:
    small_ledger(ana)
    archive = archive_of(ana)
    take_in(archive, carla, django_capture_on_commit_callbacks)
    source = Import.objects.get(person=carla)
    assert tell_of_import(source.pk) is None
    assert not Notification.objects.filter(person=carla, kind__startswith="import_").exists()
    dropped = start_import(person=carla, data=b"Date;Amount;Payee\n2026-03-09;-4.00;Cafe\n", filename=source.filename)
    Import.objects.filter(pk=dropped.pk).update(status=Import.Status.DONE, filename="ledger-aaaaaaaaaaaa.json")
    assert tell_of_import(dropped.pk) is not None


def test_a_document_that_was_damaged_on_the_disk_is_left_out_by_name(ana: User) -> None:
    whole, damaged = keep(ana, 60, "Whole"), keep(ana, 61, "Damaged")
    path = Path(default_storage.path(damaged.file.file.path))
    path.write_bytes(b"XXXX" + path.read_bytes()[4:])
    members = ZipFile(io.BytesIO(archive_of(ana)))
    assert json.loads(members.read("manifest.json"))["left_out"] == [f"documents/{damaged.file.file_id}"]
    assert [name for name in members.namelist() if name.startswith("documents/")] == [f"documents/{whole.file.file_id}"]


def _section_name(section: Section) -> str:
    return section.kind


# Of a record without its parent, or one that says nothing, in each list that is read.
ORPHANS: Mapping[str, Mapping[str, Any]] = {
    "goal_contributions": {"goal_id": str(uuid4()), "kind": "contribution", "amount": "1", "on": "2026-01-01"},
    "allocations": {"budget_id": str(uuid4()), "goal_id": str(uuid4()), "allocated_amount": "5"},
    "rolls_over": {"category_id": str(uuid4())},
    "recurring": {
        "id": str(uuid4()), "account_id": str(uuid4()), "kind": "expense", "amount": "-1", "starts_on": "2026-01-01",
        "frequency": "monthly",
    },
    "recurring_days": {"recurring_id": str(uuid4()), "due_on": "2026-01-01", "status": "skipped"},
    "positions": {
        "id": str(uuid4()), "account_id": str(uuid4()), "name": "Fund", "currency": "EUR", "opened_on": "2026-01-01",
    },
    "moves": {"position_id": str(uuid4()), "kind": "buy", "on": "2026-01-01", "shares": "1", "amount": "1"},
    "values": {"position_id": str(uuid4()), "on": "2026-01-01", "value": "1", "source": "person"},
    "wallets": {
        "id": str(uuid4()), "account_id": str(uuid4()), "chain": "ethereum", "address": "0x" + "b" * 40, "name": "",
    },
    "wallet_transactions": {
        "wallet_id": str(uuid4()), "event_id": "e", "transaction_hash": "0x1", "block_number": 7,
        "timestamp": "2026-01-01T00:00:00Z", "amount": "1", "transaction_type": "deposit", "is_incoming": True,
    },
    "payees": {"category_id": str(uuid4()), "payee_key": "shop", "kind": "expense", "times": 1},
    "exchange_rates": {**RATE, "on": "2199-01-01"},
    "goals": {"id": str(uuid4()), **GOAL, "name": " "},
    "budgets": {"id": str(uuid4()), **BUDGET, "month": "1066-10-01"},
    "investing_plan": {"targets": {"stock": "1"}, "position_limit": 20, "protocol_limit": 10, "currency_limit": 50,
                       "cash_months": 3, "fee_limit": "0.5"},
    "usual": {"kind": "amount", "payee_key": "x", "currency": "EUR", "up_to": "0.001"},
    "advice": {"id": str(uuid4()), **ADVICE, "amount": "0.001"},
    "documents": {"id": str(uuid4()), "name": "a.pdf", "kind": "pdf", "role": "receipt", "size": 3,
                  "file__file_id": "a" * 64},
    "attachments": {"document_id": str(uuid4()), "transaction_id": str(uuid4())},
    "things": {"product_name": "Lamp"},
    "transactions": {"booked_on": "never"},
    "accounts": {"id": str(uuid4()), "name": "Odd", "currency": "XX"},
    "categories": {"key": ""},
    "category_overrides": {"key": "nobody knows"},
    "rules": {"account": str(uuid4()), "payee": "Shop"},
}  # fmt: skip


@pytest.mark.parametrize("section", sorted({each for part in parts() for each in part.sections}), ids=_section_name)
def test_of_each_list_what_does_not_come_is_counted(
    ana: User, carla: User, django_capture_on_commit_callbacks: Committed, section: Section
) -> None:
    """A list that is read anew and is not in this table fails here."""
    small_ledger(ana)
    create_purchase(owner=ana, product_name="Kettle", price=Decimal(3), currency="EUR", purchase_date=date(2026, 3, 2))
    whole = archive_of(ana)
    archive = changed(whole, section.file, section.title, lambda records: records.append(ORPHANS[section.kind]))
    state = take_in(archive, carla, django_capture_on_commit_callbacks)
    assert (state.status, state.code) == ("done", "")
    assert state.left_out == {section.kind: 1}

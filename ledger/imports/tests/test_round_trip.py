"""An export imported again: into an empty instance the same ledger, into its own nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

import pytest
from django.db import transaction

from accounts.models import User
from accounts.services import delete_account
from ledger.categorising.ruling import create_rule
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services.erasing import erase_transactions
from ledger.exporting.csv_export import csv_chunks
from ledger.exporting.json_export import json_chunks
from ledger.exporting.selection import select
from ledger.imports import services as imports
from ledger.imports.models import Import
from ledger.reconciling.models import StatementBalance

BANK_FILE = (
    b"Booking date;Payee;Purpose;Amount;Currency\n"
    b"2026-03-20;Stadtwerke;Power;-65.00;EUR\n"
    b"2026-03-21;Kaffeemobil;;-3.20;EUR\n"
    b"2026-03-21;Kaffeemobil;;-3.20;EUR\n"
)


class Takes(Protocol):
    def __call__(self, person: User, data: bytes, name: str, account: MoneyAccount | None = None) -> Import: ...


@pytest.fixture
def mira(db: None) -> User:
    return User.objects.create_user("mira@example.org", "a rather long pass phrase", name="Mira", currency="EUR")


@pytest.fixture
def take(django_capture_on_commit_callbacks: Callable[..., Any]) -> Takes:
    def run(person: User, data: bytes, name: str, account: MoneyAccount | None = None) -> Import:
        source = imports.start_import(person=person, data=data, filename=name, account=account)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            imports.confirm_import(source=source)
        source.refresh_from_db()
        assert source.status == Import.Status.DONE, source.error
        return source

    return run


@pytest.fixture(autouse=True)
def _ledgers_are_right(db: None) -> Iterator[None]:
    yield
    for account in MoneyAccount.objects.all():
        assert not list(check_account(account))


@pytest.fixture
def ledger(ana: User, take: Takes) -> User:
    """A bit of everything there is."""
    groceries = Category.objects.get(slug="groceries")
    giro = services.create_money_account(
        owner=ana, currency="EUR", name="Giro", institution="Hausbank", number="DE02120300000000202051",
        opening_balance=Decimal("812.40"), opened_on=date(2026, 1, 1),
    )  # fmt: skip
    dollars = services.create_money_account(
        owner=ana, currency="USD", name="Dollars", type="savings", subtype="savings"
    )
    old = services.create_money_account(owner=ana, currency="EUR", name="Old card", subtype="card")
    bread = services.create_category(
        owner=ana, name="Bread: ours", parent=groceries, icon="croissant", color="#C0FFEE", necessity_score=9
    )
    hobby = services.create_category(owner=ana, name="Model trains", icon="train-front", description="H0 only")
    services.override_category(category=Category.objects.get(slug="fuel"), person=ana, name="Diesel", is_favorite=True)
    create_rule(person=ana, payee="Baker", category=bread, amount_max=Decimal("20"), account=giro, new_notes="crumbs")

    def record(account: MoneyAccount, day: int, amount: str, payee: str, **more: Any) -> Transaction:
        return services.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(amount), booked_on=date(2026, 3, day), payee=payee, **more
        )

    record(giro, 2, "-4.20", "Baker", category=bread, notes="=two\nloaves")
    record(giro, 3, "-49.00", "Globus", lines=[(groceries, Decimal("-30.00")), (hobby, Decimal("-19.00"))])
    jacket = record(giro, 4, "-120.00", "Jackets")
    back = record(giro, 9, "120.00", "Jackets", kind="refund")
    services.link_refund(refund=back, purchase=jacket, linked_by=ana)
    record(giro, 5, "2580.00", "Felder IT", occurred_at=datetime(2026, 3, 5, 8, 15, tzinfo=UTC), raw_kind="deposit")
    services.record_transfer(
        from_account=giro, to_account=dollars, recorded_by=ana, amount=Decimal(100), to_amount=Decimal("109.37"),
        booked_on=date(2026, 3, 6),
    )  # fmt: skip
    services.record_transfer(
        from_account=giro, to_account=old, recorded_by=ana, amount=Decimal("33.30"), booked_on=date(2026, 3, 7)
    )
    binned = record(giro, 8, "-1.00", "Mistake")
    services.bin_transaction(entry=binned)
    record(old, 8, "-33.30", "'t Hoekje")
    waiting = record(giro, 10, "-7.00", "Announced")
    Transaction.objects.filter(pk=waiting.pk).update(is_pending=True)
    Transaction.objects.filter(pk=jacket.pk).update(reconciled_on=date(2026, 3, 31))
    services.close_money_account(account=old, on=date(2026, 4, 1))
    StatementBalance.objects.create(account=giro, on=date(2026, 3, 5), amount=Decimal("3218.60"), source="file")
    take(ana, BANK_FILE, "bank.csv", giro)
    return ana


def exported(person: User) -> bytes:
    return b"".join(json_chunks(select(person)))


def as_csv(person: User) -> bytes:
    return b"".join(csv_chunks(select(person)))


FORMS = {"json": exported, "csv": as_csv}


def told(person: User) -> dict[str, Any]:
    """The whole ledger without what is new with every instance: ids by what they are of, fingerprints left out."""
    document = json.loads(exported(person))
    names = {each["id"]: each["name"] for each in document["accounts"]}
    entries = document["transactions"]
    known = {each["id"]: [names[each["account"]], each["booked_on"], each["payee"], each["amount"]] for each in entries}
    for each in entries:
        each |= {name: known.get(each[name]) for name in ("paired_with", "refund_of")}
        each["account"] = names[each["account"]]
        for name in ("id", "fingerprint"):
            del each[name]
    for each in document["rules"]:
        each["account"] = names.get(each["account"])
        del each["id"], each["position"]
    for each in (*document["accounts"], *document["categories"]):
        del each["id"]
    entries.sort(key=lambda each: json.dumps(each, sort_keys=True))
    document["accounts"].sort(key=lambda each: each["name"])
    del document["exported_at"]
    return dict(document)


def told_by_csv(person: User) -> dict[str, Any]:
    """What a CSV can carry of it: balances and entries, categories by their names."""
    document = told(person)
    names = ("name", "currency", "opening_balance", "opened_on", "balance")
    accounts = [{name: each[name] for name in names} for each in document["accounts"]]
    return {"accounts": accounts, "transactions": document["transactions"]}


TOLD = {"json": told, "csv": told_by_csv}


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_instance_gets_the_same_ledger(form: str, ledger: User, mira: User, take: Takes) -> None:
    data, before = FORMS[form](ledger), TOLD[form](ledger)
    ids = set(Transaction.objects.live().values_list("pk", flat=True))
    delete_account(person=ledger)
    done = take(mira, data, f"ledger.{form}")
    assert TOLD[form](mira) == before
    assert (done.report["refused"], done.report["taken"]) == (0, len(before["transactions"]))
    assert set(Transaction.objects.values_list("pk", flat=True)) == ids


@pytest.mark.parametrize("form", FORMS)
def test_another_person_of_the_instance_gets_it_too(form: str, ledger: User, mira: User, take: Takes) -> None:
    before, hers = TOLD[form](ledger), exported(ledger)
    take(mira, FORMS[form](ledger), f"ledger.{form}")
    assert TOLD[form](mira) == before
    assert json.loads(exported(ledger)) | {"exported_at": ""} == json.loads(hers) | {"exported_at": ""}


@pytest.mark.parametrize("form", FORMS)
def test_its_own_instance_gets_nothing_twice(form: str, ledger: User, take: Takes) -> None:
    data = FORMS[form](ledger)
    lunch = Transaction.objects.get(payee="Baker")
    services.update_transaction(entry=lunch, changed_by=ledger, payee="Bakery", amount=Decimal("-5.20"))
    services.bin_transaction(entry=Transaction.objects.get(payee="Felder IT"))
    power = Transaction.objects.get(payee="Stadtwerke")
    services.update_transaction(entry=power, changed_by=ledger, booked_on=date(2026, 4, 2))
    before, accounts = told(ledger), MoneyAccount.objects.count()
    done = take(ledger, data, f"ledger.{form}")
    assert (done.report["taken"], done.report["merged"]) == (0, 0)
    assert told(ledger) == before
    assert MoneyAccount.objects.count() == accounts


@pytest.mark.parametrize("form", FORMS)
def test_what_is_gone_for_good_comes_back_and_nothing_else(form: str, ledger: User, take: Takes) -> None:
    data, before = FORMS[form](ledger), told(ledger)
    lost = Transaction.objects.get(payee="Globus")
    erase_transactions(ids=[lost.pk])
    done = take(ledger, data, f"ledger.{form}")
    assert done.report["taken"] == 1
    assert told(ledger) == before


@pytest.mark.parametrize("form", FORMS)
def test_the_banks_file_brings_nothing_twice_after_a_move(form: str, ledger: User, mira: User, take: Takes) -> None:
    data = FORMS[form](ledger)
    delete_account(person=ledger)
    take(mira, data, f"ledger.{form}")
    giro = MoneyAccount.objects.get(name="Giro")
    again = take(mira, BANK_FILE, "bank.csv", giro)
    assert (again.report["taken"], again.report["duplicate"]) == (0, 3)


def test_undoing_the_import_leaves_nothing_of_it(ledger: User, mira: User, take: Takes) -> None:
    source = take(mira, exported(ledger), "ledger.json")
    imports.undo_import(source=source)
    assert not MoneyAccount.objects.owned_by(mira).exists()
    assert not Transaction.objects.visible_to(mira).exists()


def test_what_somebody_else_made_of_a_file_harms_nobody(ledger: User, mira: User, take: Takes) -> None:
    """Ids of somebody's entries, amounts that are none, categories of nobody, rules that fit everything."""
    document = json.loads(exported(ledger))
    document["transactions"][0] |= {"amount": "1e9", "paired_with": 5, "lines": "x", "category": {"a": 1}}
    document["transactions"][1] |= {"account": "nobody's", "booked_on": "2026-02-30"}
    document["categories"] += [{"key": 3}, {"key": "", "id": None}, "x", {"key": "A:B:C:D:E:F", "id": str(ledger.pk)}]
    document["rules"] += [{}, {"payee": "", "category": ":no-such"}, {"amount_min": "-5", "new_payee": "x"}]
    document["category_overrides"] += [{"key": ":fuel:x"}, {"key": ":rent", "color": "red", "priority": 99}]
    before = told(ledger)
    done = take(mira, json.dumps(document).encode(), "odd.json")
    assert done.report["refused"] == 2
    assert told(ledger) == before

"""What somebody does to a whole account, many lines or an import stands in their trail, by page and by API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core import services
from ledger.core.models import MoneyAccount
from ledger.imports.models import Import
from ledger.imports.services import confirm_import, start_import

FILE = b"Date;Payee;Amount;Currency\n2026-03-04;Shop;-65.00;EUR\n2026-03-05;Bakery;-4.50;EUR\n"


@pytest.fixture
def anas(ana: User) -> Client:
    browser = Client()
    browser.force_login(ana)
    return browser


def account_of(person: User, name: str = "Everyday") -> MoneyAccount:
    return services.create_money_account(owner=person, currency="EUR", name=name)


def trail_of(person: User) -> list[tuple[str, dict[str, object]]]:
    entries = AuditEntry.objects.filter(person=person).exclude(action="logged_in").order_by("at")
    return [(each.action, each.details) for each in entries]


def test_closing_and_deleting_an_account(anas: Client, ana: User) -> None:
    first, second = account_of(ana), account_of(ana, "Savings")
    anas.post(f"/money-accounts/{first.pk}/close/")
    anas.post(f"/money-accounts/{first.pk}/delete/")
    anas.post(f"/api/v1/money-accounts/{second.pk}/closure/", {}, content_type="application/json")
    anas.delete(f"/api/v1/money-accounts/{second.pk}/")
    closed, deleted = "money_account_closed", "money_account_deleted"
    assert trail_of(ana) == [
        (closed, {"account": str(first.pk)}),
        (deleted, {"account": str(first.pk)}),
        (closed, {"account": str(second.pk)}),
        (deleted, {"account": str(second.pk)}),
    ]


def test_deleting_many_lines_at_once(anas: Client, ana: User) -> None:
    account = account_of(ana)
    keys = [
        services.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(-number), booked_on=date(2026, 3, number), payee="Shop"
        ).pk
        for number in (1, 2, 3)
    ]
    anas.post("/transactions/bulk/", {"ids": keys[:1], "bulk_action": "delete"})
    body = {"ids": [str(each) for each in keys[1:]], "delete": True}
    anas.post("/api/v1/transactions/bulk/", body, content_type="application/json")
    assert trail_of(ana) == [("transactions_deleted", {"count": 1}), ("transactions_deleted", {"count": 2})]


@pytest.mark.parametrize("address", ["/transactions/import/{}/undo/", "/api/v1/imports/{}/undo/"])
def test_undoing_an_import(
    anas: Client, ana: User, address: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    source = start_import(person=ana, data=FILE, filename="a.csv")
    with django_capture_on_commit_callbacks(execute=True):
        confirm_import(source=source)
    assert Import.objects.get().status == "done"
    anas.post(address.format(source.pk), {}, content_type="application/json" if "api" in address else "text/plain")
    assert trail_of(ana) == [("import_undone", {"source": str(source.pk)})]


def test_changing_the_profile_names_the_fields_and_not_their_values(anas: Client, ana: User) -> None:
    anas.patch("/api/v1/me/", {"monthly_income": "4711.00"}, content_type="application/json")
    anas.post("/settings/look/", {"theme": "dark", "locale": ana.locale, "time_zone": ana.time_zone})
    anas.post("/settings/look/", {"theme": "dark", "locale": ana.locale, "time_zone": ana.time_zone})
    assert trail_of(ana) == [
        ("profile_changed", {"fields": ["monthly_income"]}),
        ("profile_changed", {"fields": ["theme"]}),
    ]

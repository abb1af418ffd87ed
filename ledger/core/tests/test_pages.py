from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core import services
from ledger.core.access import lens_of
from ledger.core.analytics import in_and_out
from ledger.core.listing import TransactionFilter
from ledger.core.models import Category, MoneyAccount, Transaction

SignedIn = Callable[[User], Client]


@pytest.fixture
def anas(ana: User, signed_in: SignedIn) -> Client:
    return signed_in(ana)


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Put aside", type="savings")


@pytest.fixture
def wages(everyday: MoneyAccount, ana: User) -> Transaction:
    return services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(2000), booked_on=date(2026, 3, 2), payee="Clinic"
    )


def _text(response: Any) -> str:
    apart = response.content.decode().replace("><", "> <")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", apart))


@pytest.mark.parametrize(
    ("hour", "words"), [(6, "Good morning, Ana"), (12, "Good afternoon, Ana"), (19, "Good evening, Ana")]
)
def test_the_greeting_follows_the_hour_where_the_person_lives(hour: int, words: str, anas: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 14, hour - 1, tzinfo=UTC), tick=False):
        assert words in _text(anas.get(reverse("overview")))


def test_the_page_of_categories_names_them_all(anas: Client) -> None:
    shown = _text(anas.get(reverse("categories")))
    assert all(name in shown for name in ("Food &amp; Dining", "Groceries", "Salary", "Income"))


def test_a_transfer_asks_for_no_category(
    ana: User, anas: Client, everyday: MoneyAccount, savings: MoneyAccount
) -> None:
    services.record_transfer(
        recorded_by=ana,
        from_account=everyday,
        to_account=savings,
        amount=Decimal(50),
        to_amount=None,
        booked_on=date(2026, 3, 14),
        notes="",
    )
    content = anas.get(reverse("transactions")).content.decode()
    assert "tx-category-none" not in content
    assert content.count("Change category: none") == 2


@pytest.mark.usefixtures("lunch", "wages")
def test_the_sums_above_a_list_are_those_of_its_lines(anas: Client, groceries: Category) -> None:
    assert "In +2,000.00 Out −12.50" in _text(anas.get(reverse("transactions")))
    assert "In +2,000.00" not in _text(anas.get(reverse("transactions"), {"kind": "expense"}))
    of_days = {"booked_on_after": "2026-03-03", "booked_on_before": "2026-03-20"}
    assert "1 transaction Out −12.50" in _text(anas.get(reverse("transactions"), of_days))
    assert "Out" not in _text(anas.get(reverse("transactions"), {"search": "noodle"}))


@pytest.mark.usefixtures("lunch", "wages")
@pytest.mark.parametrize(
    "asked",
    [
        TransactionFilter(),
        TransactionFilter(kinds=("expense",)),
        TransactionFilter(uncategorised=True),
        TransactionFilter(booked_on_after=date(2026, 3, 14)),
        TransactionFilter(booked_on_before=date(2026, 3, 13)),
        TransactionFilter(booked_on_after=date(2026, 3, 2), booked_on_before=date(2026, 3, 13)),
    ],
)
def test_sums_of_rollups_are_those_of_the_history(asked: TransactionFilter, ana: User, everyday: MoneyAccount) -> None:
    lines = Transaction.objects.filter(account=everyday)
    if asked.kinds:
        lines = lines.filter(kind__in=asked.kinds)
    if asked.uncategorised:
        lines = lines.filter(category=None)
    if asked.booked_on_after:
        lines = lines.filter(booked_on__gte=asked.booked_on_after)
    if asked.booked_on_before:
        lines = lines.filter(booked_on__lte=asked.booked_on_before)
    amounts = [line.amount for line in lines]
    sums = in_and_out(lens_of(ana), asked)
    assert sums is not None
    assert sums.income == sum(each for each in amounts if each > 0)
    assert sums.spent == sum(each for each in amounts if each < 0)


def test_amounts_of_two_currencies_are_not_added(ana: User, everyday: MoneyAccount) -> None:
    services.create_money_account(owner=ana, currency="USD", name="Abroad")
    assert in_and_out(lens_of(ana), TransactionFilter()) is None


def test_a_bulk_change_can_be_undone_once(ana: User, anas: Client, lunch: Transaction, groceries: Category) -> None:
    before = lunch.category_id
    anas.post(
        reverse("transactions_bulk"), {"ids": [lunch.pk], "bulk_category": groceries.pk}, headers={"HX-Request": "1"}
    )
    assert Transaction.objects.get(pk=lunch.pk).category_id == groceries.pk
    anas.post(reverse("transactions_bulk_undo"))
    assert Transaction.objects.get(pk=lunch.pk).category_id == before
    services.choose_category(entry=Transaction.objects.get(pk=lunch.pk), changed_by=ana, category=groceries)
    anas.post(reverse("transactions_bulk_undo"))
    assert Transaction.objects.get(pk=lunch.pk).category_id == groceries.pk


def test_a_deleted_line_offers_the_way_back_on_the_list(anas: Client, lunch: Transaction) -> None:
    page = anas.post(reverse("transaction_delete", args=[lunch.pk]), follow=True)
    undo = re.search(r'data-undo-url="([^"]+)"', page.content.decode())
    assert undo is not None
    anas.post(undo[1])
    assert Transaction.objects.live().filter(pk=lunch.pk).exists()


def test_only_people_of_the_demo_are_told_that_it_is_one(ana: User, anas: Client) -> None:
    assert "demo household" not in _text(anas.get(reverse("overview")))
    User.objects.filter(pk=ana.pk).update(is_demo=True)
    assert "You are looking at a demo household." in _text(anas.get(reverse("overview")))

"""Ana's everyday account in Berlin, half a year of the same, and what is spent in November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.budgets.models import Budget
from ledger.budgets.queries import MonthView, month_view
from ledger.budgets.services import create_budget
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.system_categories import system_category_id

TODAY = date(2026, 11, 20)
NOVEMBER, DECEMBER, OCTOBER = date(2026, 11, 1), date(2026, 12, 1), date(2026, 10, 1)
Spends = Callable[..., Transaction]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """For everybody it is 20 November 2026."""
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture(autouse=True)
def _ledger_is_right(db: None) -> Iterator[None]:
    yield
    for account in MoneyAccount.objects.all():
        assert not check_account(account)


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(1000))


def category(slug: str) -> Category:
    return Category.objects.get(pk=system_category_id(slug))


@pytest.fixture
def spend(ana: User, everyday: MoneyAccount) -> Spends:
    """Money out for a category, on the 10th of November unless told otherwise; a negative amount comes in."""

    def spent(
        amount: str | Decimal, slug: str | Category | None = "dining", on: date | None = None, **more: Any
    ) -> Any:
        kind = more.pop("kind", "expense")
        place = category(slug) if isinstance(slug, str) else slug
        values = {"account": everyday, "recorded_by": ana, "payee": "Somebody", **more}
        return core.record_transaction(
            amount=Decimal(amount) * (1 if kind == "income" else -1),
            booked_on=on or date(2026, 11, 10),
            kind=kind,
            category=place,
            **values,
        )

    return spent


@pytest.fixture
def half_a_year(spend: Spends) -> None:
    """May to October: 3,000 in, rent 900, groceries 400, dining 150 to 250, now and then clothes."""
    for number in range(5, 11):
        day = date(2026, number, 3)
        spend("3000", "salary", day, kind="income")
        spend("900", "rent", day)
        spend("400", "groceries", day)
        spend(str(140 + 20 * (number - 5)), "dining", day)
    spend("120", "clothing", date(2026, 7, 3))


@pytest.fixture
def november(ana: User, half_a_year: None) -> Budget:
    return create_budget(person=ana, month=NOVEMBER, total_income=Decimal(3000))


def view_of(budget: Budget, person: User) -> MonthView:
    return month_view(Budget.objects.get(pk=budget.pk), person)


@pytest.fixture
def ana_api(ana: User, speaks: Callable[[User], APIClient]) -> APIClient:
    return speaks(ana)

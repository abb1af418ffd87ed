"""Ana's money with a history: her pay, her rent, what she spends beside them. It is 20 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from conftest import Speaks as Speaks
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.queries import next_month
from ledger.recurring.services import create_recurring

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(2000))


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Holiday pot", type="savings")


@pytest.fixture
def pays(ana: User, everyday: MoneyAccount) -> Callable[..., Transaction]:
    """Write down a line of the everyday account, unless told of another."""

    def written(amount: str, day: date, *, slug: str = "", account: MoneyAccount = everyday) -> Transaction:
        category = Category.objects.get(slug=slug) if slug else None
        return services.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(amount), booked_on=day, payee="P", category=category
        )

    return written


@pytest.fixture
def lived(ana: User, everyday: MoneyAccount, pays: Callable[..., Transaction]) -> MoneyAccount:
    """Fourteen months: pay of 2,500 on the 25th, rent of 900 on the 1st, groceries of 600. Pay and rent recur."""
    month = date(2025, 9, 1)
    while month < date(2026, 11, 1):
        pays("-900", month, slug="rent")
        pays("-600", month.replace(day=12), slug="groceries")
        pays("2500", month.replace(day=25), slug="salary")
        month = next_month(month)
    rent, salary = (Category.objects.get(slug=each) for each in ("rent", "salary"))
    common: dict[str, Any] = {"recorded_by": ana, "account": everyday, "frequency": "monthly", "books": False}
    create_recurring(
        **common, kind="expense", amount=Decimal(900), payee="Rent", category=rent, starts_on=date(2026, 12, 1)
    )
    create_recurring(
        **common, kind="income", amount=Decimal(2500), payee="Work", category=salary, starts_on=date(2026, 11, 25)
    )
    everyday.refresh_from_db()
    return everyday

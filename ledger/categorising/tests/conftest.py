"""People with an account, and lines as an import would leave them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction

Spends = Callable[..., Transaction]


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Everyday")


@pytest.fixture
def gifts(db: None) -> Category:
    return Category.objects.get(slug="gifts")


@pytest.fixture
def groceries(db: None) -> Category:
    return Category.objects.get(slug="groceries")


@pytest.fixture
def spends(ana: User, everyday: MoneyAccount) -> Spends:
    def spend(
        payee: str, amount: str = "-12.50", notes: str = "", category: Category | None = None, day: int = 14
    ) -> Transaction:
        return services.record_transaction(
            account=everyday,
            recorded_by=ana,
            amount=Decimal(amount),
            booked_on=date(2026, 3, day),
            payee=payee,
            notes=notes,
            category=category,
        )

    return spend

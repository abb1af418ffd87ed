"""Ana pays a garage now and then, a gym each month, and shops; two years of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from insights.conftest import TODAY
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.system_categories import store_system_categories

Buys = Callable[..., Transaction]


@pytest.fixture
def buys(ana: User, everyday: MoneyAccount) -> Buys:
    """Ana pays so many days ago, from the everyday account unless told of another."""

    def bought(
        payee: str, amount: str, ago: int, *, account: MoneyAccount = everyday, slug: str = "", by: User = ana
    ) -> Transaction:
        return services.record_transaction(
            account=account,
            recorded_by=by,
            amount=-Decimal(amount),
            booked_on=TODAY - timedelta(days=ago),
            payee=payee,
            category=Category.objects.get(slug=slug) if slug else None,
        )

    return bought


@pytest.fixture
def settled(buys: Buys) -> date:
    """What ana usually pays: groceries each week, a garage and a gym each month, new shops now and then."""
    if not Category.objects.exists():
        # A test before this one emptied every table.
        store_system_categories(Category)
    for week in range(1, 60):
        buys("Green Market", str(40 + week * 7 % 13), week * 7, slug="groceries")
    for month in range(1, 13):
        buys("Garage Lenz", str(80 + month % 5), month * 30 + 3)
        buys("Gym Nine", "29.90", month * 30 + 1)
        buys(f"Shop {'abcdefghijklm'[month]}", str(20 + month * 2), month * 28 + 9)
    return TODAY

"""What a figure must stay right about: joint accounts, gifts withheld, sums alone, several currencies, refunds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import User
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import load_rates


def entry(account: MoneyAccount, by: User, amount: str, day: date, slug: str = "", **given: Any) -> Transaction:
    category = Category.objects.get(slug=slug) if slug else None
    return services.record_transaction(
        account=account, recorded_by=by, amount=Decimal(amount), booked_on=day, category=category, **given
    )


@pytest.fixture
def household(ana: User, ben: User, lived: MoneyAccount) -> SimpleNamespace:
    """Ana's own account, one of both, one in dollars, and one of Ben's of which she sees sums: a year of each."""
    joint = services.create_money_account(owner=ana, currency="EUR", name="Both")
    services.add_co_owner(account=joint, person=ben, added_by=ana)
    dollars = services.create_money_account(owner=ana, currency="USD", name="Abroad")
    sums = services.create_money_account(owner=ben, currency="EUR", name="Sums")
    MoneyAccountAccess.objects.create(account=sums, person=ana, role="viewer", level="category_sums")
    load_rates(
        rates=[
            PublishedRate("USD", date(2025, 11, 28), Decimal("1.1")),
            PublishedRate("USD", date(2026, 9, 30), Decimal("1.3")),
        ],
        source="ecb",
    )
    for month in range(1, 12):
        entry(joint, ana, "-33.35", date(2026, month, 3), "electricity")
        entry(joint, ben, "-21.17", date(2026, month, 19), "dining")
        entry(dollars, ana, "-10.01", date(2026, month, 5), "groceries")
        entry(dollars, ana, "-7.77", date(2026, month, 20), "fuel")
        for day in (2, 9, 16):
            entry(sums, ben, f"-{month}.50", date(2026, month, day), "dining")
    entry(lived, ana, "45.00", date(2026, 10, 28), "groceries", kind="refund")
    entry(lived, ana, "-19.99", date(2026, 10, 30))
    gift = entry(joint, ben, "-250", date(2026, 10, 15), "gifts")
    services.withhold_transaction(entry=gift, by=ben, until=date(2026, 12, 24))
    return SimpleNamespace(joint=joint, dollars=dollars, sums=sums, gift=gift)

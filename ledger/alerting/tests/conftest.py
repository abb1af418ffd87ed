"""An account of ana's, and what was paid from it. For everybody it is 20 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction

TODAY = date(2026, 11, 20)
Pays = Callable[..., Transaction]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(1000))


@pytest.fixture
def pay(ana: User, everyday: MoneyAccount) -> Pays:
    """At the bookshop, today, unless told otherwise; `ago` in days."""

    def paid(amount: int, *, ago: int = 0, account: MoneyAccount = everyday, **values: Any) -> Transaction:
        given: dict[str, Any] = {
            "payee": "Bookshop",
            "booked_on": TODAY - timedelta(days=ago),
            "recorded_by": ana,
        } | values
        return core.record_transaction(account=account, amount=Decimal(-amount), **given)

    return paid


@pytest.fixture
def usual(pay: Pays) -> None:
    """The bookshop has had 40, three times."""
    for ago in (30, 60, 90):
        pay(40, ago=ago)


def told(person: User, kind: str) -> list[Notification]:
    return list(Notification.objects.visible_to(person).filter(kind=kind).order_by("pk"))

"""Accounts of ana, and what recurs on them. Ana lives in Berlin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount
from ledger.recurring.models import Recurring
from ledger.recurring.services import create_recurring

TODAY = date(2026, 11, 20)
Makes = Callable[..., Recurring]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


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


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Holiday pot", type="savings")


@pytest.fixture
def make(ana: User, everyday: MoneyAccount) -> Makes:
    """Rent of 900 on the first of each month, unless told otherwise."""

    def made(by: User = ana, **values: Any) -> Recurring:
        rent: dict[str, Any] = {
            "account": everyday, "kind": "expense", "amount": Decimal(900), "payee": "Hausverwaltung Nord",
            "frequency": "monthly", "starts_on": date(2026, 1, 1),
        }  # fmt: skip
        return create_recurring(recorded_by=by, **(rent | values))

    return made


@pytest.fixture
def ana_api(ana: User, speaks: Callable[[User], APIClient]) -> APIClient:
    return speaks(ana)

"""What the tests of the ledger's API start from: accounts of ana and carla, and clients that speak for people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from conftest import Speaks as Speaks
from ledger.core import services, shares
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.tests.said_parts import SaidParts


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> SaidParts:
    parts = SaidParts()
    monkeypatch.setattr(shares, "_current", parts)
    return parts


@pytest.fixture
def ana_api(ana: User, speaks: Speaks) -> APIClient:
    return speaks(ana)


@pytest.fixture
def carla_api(carla: User, speaks: Speaks) -> APIClient:
    return speaks(carla)


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(1000))


@pytest.fixture
def carlas(carla: User) -> MoneyAccount:
    return services.create_money_account(owner=carla, currency="USD", name="Hers")


@pytest.fixture
def groceries(db: None) -> Category:
    return Category.objects.get(slug="groceries")


@pytest.fixture
def lunch(everyday: MoneyAccount, ana: User) -> Transaction:
    return services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal("-12.50"), booked_on=date(2026, 3, 14), payee="Noodle Bar"
    )


@pytest.fixture
def carlas_lunch(carlas: MoneyAccount, carla: User) -> Transaction:
    return services.record_transaction(
        account=carlas, recorded_by=carla, amount=Decimal(-9), booked_on=date(2026, 3, 14), payee="Marker Diner"
    )

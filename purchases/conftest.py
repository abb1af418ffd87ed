"""Ana and Ben on 20 November 2026, partners where a test says so. What sums say is what things come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.money import to_stored
from conftest import Speaks as Speaks
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from purchases.core.models import Purchase, PurchaseSum
from purchases.core.services import create_purchase
from purchases.core.summing import recompute

TODAY = date(2026, 11, 20)
Buys = Callable[..., Purchase]
Books = Callable[..., Transaction]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """For everybody it is 20 November 2026."""
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture(autouse=True)
def _sums_are_right(db: None) -> Iterator[None]:
    """Whatever a test did."""
    yield
    for person in User.objects.all():
        kept = {
            (each.grouping, each.key, each.currency): (each.count, each.pieces, to_stored(each.amount))
            for each in PurchaseSum.objects.filter(owner=person)
        }
        assert kept == recompute(person.pk)


@pytest.fixture
def couple(ana: User, ben: User) -> Partnership:
    return start_partnership(first=ana, second=ben, currency="EUR", started_on=date(2026, 1, 1))


@pytest.fixture
def buys(ana: User) -> Buys:
    """A kettle for 49.90 on 2 November, unless told otherwise."""

    def bought(by: User = ana, **values: Any) -> Purchase:
        kettle: dict[str, Any] = {
            "product_name": "Kettle",
            "price": Decimal("49.90"),
            "purchase_date": date(2026, 11, 2),
        }
        return create_purchase(owner=by, **(kettle | values))

    return bought


@pytest.fixture
def giro(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Giro")


@pytest.fixture
def books(ana: User, giro: MoneyAccount) -> Books:
    def booked(
        amount: str = "-49.90", day: date = date(2026, 11, 3), payee: str = "Corner Market", **more: Any
    ) -> Transaction:
        account, by = more.pop("account", giro), more.pop("by", ana)
        return core.record_transaction(
            account=account, recorded_by=by, amount=Decimal(amount), booked_on=day, payee=payee, **more
        )

    return booked


@pytest.fixture
def ana_api(ana: User, speaks: Speaks) -> APIClient:
    return speaks(ana)

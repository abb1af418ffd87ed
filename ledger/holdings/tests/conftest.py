"""Ana's depot on 20 November 2026. Whatever a test does, positions agree with their moves and sums afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.holdings.checking import check_holdings
from ledger.holdings.models import Position
from ledger.holdings.services import create_position

TODAY = date(2026, 11, 20)
Makes = Callable[..., Position]
Grants = Callable[..., None]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture(autouse=True)
def _holdings_are_right(db: None) -> Iterator[None]:
    yield
    for account in MoneyAccount.objects.all():
        assert list(check_holdings(account)) == []


@pytest.fixture
def depot(ana: User) -> MoneyAccount:
    return core.create_money_account(
        owner=ana, currency="EUR", name="Depot", type="investment", subtype="brokerage", opening_balance=Decimal(500)
    )


@pytest.fixture
def make(ana: User, depot: MoneyAccount) -> Makes:
    """Ten shares of a fund bought for 100 each on 2 November 2025, unless told otherwise."""

    def made(**values: Any) -> Position:
        fund: dict[str, Any] = {
            "account": depot,
            "person": ana,
            "name": "World fund",
            "kind": "fund",
            "shares": Decimal(10),
            "entry_price": Decimal(100),
            "opened_on": date(2025, 11, 2),
        }
        return create_position(**(fund | values))

    return made


@pytest.fixture
def grant(depot: MoneyAccount) -> Grants:
    def granted(to: User, level: str = "full", role: str = "viewer", account: MoneyAccount = depot) -> None:
        MoneyAccountAccess.objects.create(account=account, person=to, role=role, level=level)

    return granted


@pytest.fixture
def api() -> Callable[[User], APIClient]:
    def client_of(person: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return client_of


@pytest.fixture
def ana_api(ana: User, api: Callable[[User], APIClient]) -> APIClient:
    return api(ana)

"""Ana's accounts and goals on 20 November 2026. Balances know nothing of goals: the ledger stays right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services import create_goal

TODAY = date(2026, 11, 20)
Makes = Callable[..., Goal]
Books = Callable[..., Transaction]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """For everybody it is 20 November 2026."""
    monkeypatch.setattr(User, "today", TODAY)


@pytest.fixture(autouse=True)
def _sums_are_right(db: None) -> Iterator[None]:
    """What a goal says is saved is what its contributions come to, whatever a test did."""
    yield
    for goal in Goal.objects.all():
        parts = GoalContribution.objects.filter(goal=goal, counts=True)
        assert goal.saved_amount == sum((each.amount for each in parts), Decimal(0))
        assert goal.yield_earned == sum((each.amount for each in parts if each.kind == "yield"), Decimal(0))


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return core.create_money_account(
        owner=ana, currency="EUR", name="Holiday pot", type="savings", opening_balance=Decimal(2000)
    )


@pytest.fixture
def make(ana: User) -> Makes:
    """Lisbon for 2,400 by 1 May, unless told otherwise."""

    def made(by: User = ana, **values: Any) -> Goal:
        lisbon: dict[str, Any] = {"name": "Lisbon", "target_amount": Decimal(2400), "target_date": date(2027, 5, 1)}
        return create_goal(person=by, **(lisbon | values))

    return made


@pytest.fixture
def books(ana: User, savings: MoneyAccount) -> Books:
    def booked(amount: str, day: date = date(2026, 11, 2), account: MoneyAccount = savings, **more: Any) -> Transaction:
        return core.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(amount), booked_on=day, payee="Standing order", **more
        )

    return booked


@pytest.fixture
def ana_api(ana: User, speaks: Callable[[User], APIClient]) -> APIClient:
    return speaks(ana)

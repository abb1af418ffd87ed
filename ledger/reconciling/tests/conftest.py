from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from accounts.models import User
from config.kernel.ids import new_id
from conftest import Speaks as Speaks
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.reconciling.services import keep_balances


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(1000))


def spend(account: MoneyAccount, person: User, day: str, amount: str, payee: str = "Noodle Bar") -> Transaction:
    return core.record_transaction(
        account=account, recorded_by=person, amount=Decimal(amount), booked_on=date.fromisoformat(day), payee=payee
    )


def says(account: MoneyAccount, balances: dict[str, str]) -> UUID:
    """The bank's word for ends of days, as one file brings it."""
    origin = new_id()
    told = [(date.fromisoformat(on), Decimal(amount)) for on, amount in balances.items()]
    keep_balances(account=account, origin=origin, balances=told)
    return origin

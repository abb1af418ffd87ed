from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from config.kernel.ids import new_id
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in

Both = tuple[Standing, Standing]
Earns = Callable[[User, str | None], None]
MONTH = date(2026, 11, 1)


@pytest.fixture
def both(ana: User, ben: User) -> Both:
    """Ana and Ben, who agreed to split by income from November on."""
    partnership = start_partnership(first=ana, second=ben, currency="EUR", started_on=MONTH)
    begin_agreement(partnership=partnership, terms=Terms(starts_on=MONTH), proposed_by=ana)
    return standing_in(ana, partnership.pk), standing_in(ben, partnership.pk)


def earns(person: User, income: str | None) -> None:
    person.monthly_income = None if income is None else Decimal(income)
    person.save(update_fields=["monthly_income"])


def account_of(person: User, currency: str = "EUR") -> MoneyAccount:
    return core.create_money_account(owner=person, currency=currency, name=f"Everyday {new_id().hex[-6:]}")


def books(account: MoneyAccount, person: User, day: str, amount: str) -> None:
    core.record_transaction(
        account=account, recorded_by=person, amount=Decimal(amount), booked_on=date.fromisoformat(day), payee="Work"
    )

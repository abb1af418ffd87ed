from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.models import MoneyAccount, Transaction
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals.services import approve
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.services import add_expense

Both = tuple[Standing, Standing]
STARTED = date(2026, 1, 1)


@pytest.fixture
def both(ana: User, ben: User) -> Both:
    """Ana and Ben, who share 60 to 40 since January."""
    partnership = start_partnership(first=ana, second=ben, currency="EUR", started_on=STARTED)
    terms = Terms(starts_on=STARTED, method="percent", first_percent=Decimal(60))
    begin_agreement(partnership=partnership, terms=terms, proposed_by=ana)
    return standing_in(ana, partnership.pk), standing_in(ben, partnership.pk)


def adds(standing: Standing, name: str = "Internet", amount: str = "40.00", **values: Any) -> SharedExpense:
    values.setdefault("starts_on", STARTED)
    """One the partner has agreed to where they were asked."""
    expense, asked = add_expense(standing=standing, values={"name": name, "amount": Decimal(amount), **values})
    if asked is not None and standing.partner is not None:
        approve(approval=asked, by=standing_in(standing.partner, standing.partnership.pk))
        expense.refresh_from_db()
    return expense


@pytest.fixture
def account_of() -> Callable[..., MoneyAccount]:
    def make(person: User, currency: str = "EUR", name: str = "Everyday") -> MoneyAccount:
        return ledger.create_money_account(owner=person, currency=currency, name=name)

    return make


def books(account: MoneyAccount, person: User, day: str, amount: str, payee: str = "Shop", **more: Any) -> Transaction:
    return ledger.record_transaction(
        account=account,
        recorded_by=person,
        amount=Decimal(amount),
        booked_on=date.fromisoformat(day),
        payee=payee,
        **more,
    )

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.dates.models import STEPS, MoneyDate
from partnerships.dates.services import begin_date, finish_date, take_step

Both = tuple[Standing, Standing]
Pays = Callable[..., Transaction]
MONDAY = date(2026, 11, 16)
Role = MoneyAccountAccess.Role


@pytest.fixture(autouse=True)
def _on_a_friday() -> Iterator[None]:
    """The 20th of November 2026."""
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def both(ana: User, ben: User, couple: Partnership) -> Both:
    return standing_in(ana, couple.pk), standing_in(ben, couple.pk)


def account_of(owner: User, name: str, *, currency: str = "EUR") -> MoneyAccount:
    return ledger.create_money_account(owner=owner, currency=currency, name=name)


def shown_to(account: MoneyAccount, person: User, *, level: str = "full", role: str = "viewer") -> MoneyAccount:
    MoneyAccountAccess.objects.create(account=account, person=person, role=role, level=level)
    return account


@pytest.fixture
def joint(both: Both) -> MoneyAccount:
    return shown_to(account_of(both[0].person, "Kitty"), both[1].person, role=Role.CO_OWNER)


@pytest.fixture
def pays() -> Pays:
    def pay(
        account: MoneyAccount, by: User, payee: str, amount: str = "-9.80", day: int = 18, slug: str = ""
    ) -> Transaction:
        return ledger.record_transaction(
            account=account, recorded_by=by, amount=Decimal(amount), booked_on=date(2026, 11, day), payee=payee,
            category=Category.objects.get(slug=slug) if slug else None,
        )  # fmt: skip

    return pay


def go_to(standing: Standing, step: int) -> MoneyDate:
    found = begin_date(standing=standing)
    while found.step < step:
        found = take_step(standing=standing, money_date=found, seen=found.step)
    return found


def finished(standing: Standing) -> MoneyDate:
    return finish_date(standing=standing, money_date=go_to(standing, STEPS))

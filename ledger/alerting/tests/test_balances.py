"""A balance that will not last is told of ahead."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from accounts.models import User
from accounts.notifications.preferences import change_settings
from accounts.notifications.reading import told_as
from ledger.alerting.balances import first_low_day
from ledger.alerting.receivers import watch_account
from ledger.alerting.tests.conftest import TODAY, Pays, told
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.core.services.granting import add_co_owner
from ledger.core.services.withholding import withhold_transaction
from ledger.recurring.services import create_recurring

KIND = "low_balance"


@pytest.fixture(autouse=True)
def _noon() -> object:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def rent(ana: User, everyday: MoneyAccount) -> None:
    create_recurring(
        account=everyday, recorded_by=ana, kind="expense", amount=Decimal(900), payee="Nord",
        frequency="monthly", starts_on=date(2026, 12, 1),
    )  # fmt: skip


@pytest.mark.usefixtures("rent")
def test_rent_that_does_not_fit_is_told_ahead_once(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    pay(100)
    watch_account(everyday.pk)
    assert not told(ana, KIND)
    pay(1)
    watch_account(everyday.pk)
    pay(1)
    watch_account(everyday.pk)
    [found] = told(ana, KIND)
    assert found.severity == "critical"
    words = told_as(found, ana).words
    assert words.title == "Everyday runs low"
    assert "Dec 1" in words.text
    assert words.url == f"/transactions/?money_account={everyday.pk}"


@pytest.mark.usefixtures("rent")
def test_a_salary_before_the_rent_keeps_it_quiet(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    create_recurring(
        account=everyday, recorded_by=ana, kind="income", amount=Decimal(500), payee="Work",
        frequency="monthly", starts_on=date(2026, 11, 30),
    )  # fmt: skip
    pay(400)
    assert first_low_day(everyday_now(everyday), ana) is None


@pytest.mark.usefixtures("rent")
def test_a_bound_of_ones_own_is_a_warning(ana: User, everyday: MoneyAccount) -> None:
    change_settings(person=ana, low_balance=Decimal(200))
    watch_account(everyday.pk)
    assert [each.severity for each in told(ana, KIND)] == ["warning"]


def test_what_is_due_after_two_weeks_is_not_looked_at(ana: User, everyday: MoneyAccount) -> None:
    for day, expected in ((TODAY + timedelta(days=14), None), (TODAY + timedelta(days=13), TODAY + timedelta(days=13))):
        create_recurring(
            account=everyday, recorded_by=ana, kind="expense", amount=Decimal(1500), payee="Roof",
            frequency="yearly", starts_on=day,
        )  # fmt: skip
        found = first_low_day(everyday, ana)
        assert (found and found[0]) == expected


def test_a_card_is_below_zero_by_its_nature(ana: User) -> None:
    card = core.create_money_account(
        owner=ana, currency="EUR", name="Card", subtype="card", is_liability=True, opening_balance=Decimal(-50)
    )
    watch_account(card.pk)
    assert not told(ana, KIND)


def test_the_partners_gift_does_not_show_in_ones_balance(
    ana: User, ben: User, everyday: MoneyAccount, pay: Pays
) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    withhold_transaction(entry=pay(1500), by=ana, until=date(2026, 12, 24))
    watch_account(everyday.pk)
    assert len(told(ana, KIND)) == 1
    assert not told(ben, KIND)


def everyday_now(account: MoneyAccount) -> MoneyAccount:
    return MoneyAccount.objects.get(pk=account.pk)

"""A payment is large by what is usual and by what its owner says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from accounts.notifications.preferences import change_settings
from accounts.notifications.reading import told_as
from ledger.alerting.receivers import watch_account
from ledger.alerting.tests.conftest import Pays, told
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.core.services.granting import add_co_owner
from ledger.core.services.withholding import withhold_transaction

KIND = "large_payment"


@pytest.mark.usefixtures("usual")
def test_more_than_three_times_the_usual_is_told_once(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    pay(120)
    watch_account(everyday.pk)
    assert not told(ana, KIND)
    entry = pay(121)
    watch_account(everyday.pk)
    watch_account(everyday.pk)
    [found] = told(ana, KIND)
    words = told_as(found, ana).words
    assert words.title == "A large payment to Bookshop"
    assert "€121.00" in words.text
    assert "€40.00 is usual" in words.text
    assert words.url == f"/transactions/{entry.pk}/"


@pytest.mark.usefixtures("usual")
def test_small_money_is_never_large_unless_the_person_says_so(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    for ago in (30, 60, 90):
        pay(3, ago=ago, payee="Coffee")
    pay(30, payee="Coffee")
    watch_account(everyday.pk)
    assert not told(ana, KIND)
    change_settings(person=ana, large_payment=Decimal(20))
    watch_account(everyday.pk)
    assert len(told(ana, KIND)) == 1


def test_without_history_only_the_persons_own_bound_counts(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    pay(500, payee="Once in a life")
    watch_account(everyday.pk)
    assert not told(ana, KIND)
    change_settings(person=ana, large_payment=Decimal(500))
    watch_account(everyday.pk)
    assert len(told(ana, KIND)) == 1


@pytest.mark.usefixtures("usual")
def test_an_own_bound_above_the_usual_holds(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    change_settings(person=ana, large_payment=Decimal(300))
    pay(299)
    watch_account(everyday.pk)
    assert not told(ana, KIND)


def test_a_payee_never_seen_is_held_against_its_category(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    books = core.create_category(owner=ana, name="Books")
    for ago in range(10, 60, 10):
        pay(40, ago=ago, payee=f"Stall {ago}", category=books)
    pay(130, payee="Another stall", category=books)
    watch_account(everyday.pk)
    assert len(told(ana, KIND)) == 1


@pytest.mark.usefixtures("usual")
def test_old_lines_of_an_import_are_history(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    pay(400, ago=8)
    watch_account(everyday.pk)
    assert not told(ana, KIND)


@pytest.mark.usefixtures("usual")
def test_a_bound_in_another_currency_says_nothing(ana: User, everyday: MoneyAccount, pay: Pays) -> None:
    dollars = core.create_money_account(owner=ana, currency="USD", name="Dollars")
    change_settings(person=ana, large_payment=Decimal(1))
    pay(50, account=dollars)
    watch_account(dollars.pk)
    assert not told(ana, KIND)


@pytest.mark.usefixtures("usual")
def test_a_gift_is_told_to_its_giver_alone(ana: User, ben: User, everyday: MoneyAccount, pay: Pays) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    gift = pay(400)
    withhold_transaction(entry=gift, by=ana, until=date(2026, 12, 24))
    watch_account(everyday.pk)
    assert len(told(ana, KIND)) == 1
    assert not told(ben, KIND)


@pytest.mark.usefixtures("usual")
def test_what_becomes_a_gift_later_is_taken_back(ana: User, ben: User, everyday: MoneyAccount, pay: Pays) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    gift = pay(400)
    watch_account(everyday.pk)
    assert len(told(ben, KIND)) == 1
    withhold_transaction(entry=gift, by=ana, until=date(2026, 12, 24))
    watch_account(everyday.pk)
    assert not told(ben, KIND)
    assert len(told(ana, KIND)) == 1


@pytest.mark.usefixtures("usual")
def test_what_is_hidden_moves_nothing_of_the_others_usual(
    ana: User, ben: User, everyday: MoneyAccount, pay: Pays
) -> None:
    """Of four gifts of 400 ben's usual knows nothing, though ana's does."""
    add_co_owner(account=everyday, person=ben, added_by=ana)
    for ago in (20, 40, 50, 70):
        withhold_transaction(entry=pay(400, ago=ago), by=ana, until=date(2026, 12, 24))
    pay(300)
    watch_account(everyday.pk)
    [found] = told(ben, KIND)
    assert Decimal(found.data["usual"]) == 40
    assert not told(ana, KIND)


@pytest.mark.usefixtures("usual")
def test_who_leaves_the_account_loses_what_was_told_of_it(
    ana: User, ben: User, everyday: MoneyAccount, pay: Pays
) -> None:
    add_co_owner(account=everyday, person=ben, added_by=ana)
    pay(400)
    watch_account(everyday.pk)
    core.leave_account(account=everyday, person=ben)
    assert not told(ben, KIND)
    assert len(told(ana, KIND)) == 1

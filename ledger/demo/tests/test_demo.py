from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.categorising.models import Rule
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.demo import story
from ledger.demo.household import make_demo, remove_demo
from ledger.pairing.models import Proposal

pytestmark = pytest.mark.django_db


def test_the_demo_is_three_years_of_books_that_are_right() -> None:
    make_demo()
    assert [difference for each in MoneyAccount.objects.all() for difference in check_account(each)] == []
    months = set(Transaction.objects.values_list("booked_on__year", "booked_on__month"))
    assert len(months) == 37
    assert not MoneyAccount.objects.filter(is_liability=False, balance__lt=0).exists()


def test_the_story_of_a_day_does_not_depend_on_when_it_is_told() -> None:
    early = {each for each in story.movements(date(2026, 6, 30)) if each.day.year == 2025}
    later = {each for each in story.movements(date(2026, 11, 20)) if each.day.year == 2025}
    amounts = {(each.day, each.payee): each.amount for each in early}
    assert len(early) > 500
    assert {(each.day, each.payee): each.amount for each in later if (each.day, each.payee) in amounts} == amounts


def test_every_page_has_something_to_show() -> None:
    ana, _ben = make_demo()
    assert Transaction.objects.owned_by(ana).filter(category=None, kind="expense").count() >= 5
    assert Rule.objects.visible_to(ana).count() == 2
    proposals = Proposal.objects.visible_to(ana)
    assert set(proposals.values_list("kind", flat=True)) >= {"transfer", "refund"}
    assert 1 <= proposals.waiting().count() <= 20
    assert set(MoneyAccount.objects.owned_by(ana).values_list("currency", flat=True)) == {"EUR", "USD"}


def test_one_click_removes_the_demo_and_nothing_else(client: Client) -> None:
    ana, _ben = make_demo()
    stranger = User.objects.create_user("carla@example.org", "pw")
    client.force_login(stranger)
    assert client.post(reverse("demo_remove")).status_code == 404
    client.force_login(ana)
    assert client.post(reverse("demo_remove")).status_code == 302
    assert list(User.objects.all()) == [stranger]
    assert not MoneyAccount.objects.exists()
    assert remove_demo() == 0


def test_both_own_the_joint_account_and_neither_owns_what_is_the_others() -> None:
    ana, ben = make_demo()
    of_ana = set(MoneyAccount.objects.owned_by(ana).values_list("name", flat=True))
    of_ben = set(MoneyAccount.objects.owned_by(ben).values_list("name", flat=True))
    assert of_ana & of_ben == {"Joint checking", "Savings"}
    joint = MoneyAccount.objects.get(name="Joint checking")
    assert Decimal(500) < joint.balance < Decimal(20_000)

from __future__ import annotations

import pytest

from ledger.core.checking import check_account
from ledger.core.models import Household, MoneyAccount, Transaction
from ledger.demo.household import make_demo, remove_demo
from partnerships.approvals.listing import asked_by, waiting_for
from partnerships.approvals.models import Approval
from partnerships.core.models import Member, Partnership
from partnerships.core.standing import current_standing, standing_in
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.linking.listing import linked
from partnerships.linking.listing import waiting_for as waiting_for_links
from partnerships.statements.models import Settlement
from partnerships.statements.statement import statement_of
from partnerships.together.accounts_seen import seen_accounts

pytestmark = pytest.mark.django_db


def test_the_demo_household_is_a_couple_with_something_on_every_page() -> None:
    ana, ben = make_demo()
    standing = current_standing(ana)
    assert standing is not None
    assert standing.partner == ben
    assert sorted(each.title for each in waiting_for(ana)) == ["Climbing pass", "Winter tyres"]
    assert [each.title for each in asked_by(ana)] == ["Music streaming"]
    assert SharedExpense.objects.visible_to(ben).count() == 6
    paid = SharedPayment.objects.visible_to(ana)
    assert {each.payer for each in paid} == {0, 1}
    assert paid.filter(expense=None, transaction__isnull=False).count() > 5
    assert paid.filter(expense__isnull=False, transaction__isnull=False).exists()
    assert waiting_for_links(standing).filter(expense__name="Phone contract").count() == 1
    bens = linked(standing_in(ben, standing.partnership.pk))
    assert bens.filter(status="auto", expense__name="Climbing pass").exists()
    settled = Settlement.objects.get(partnership=standing.partnership)
    assert settled.settled_on == ana.today.replace(day=1)
    month = statement_of(standing.partnership, settled.settled_on)
    assert month.carried_in + month.settled == 0
    assert month.carried_out
    seen = seen_accounts(standing)
    assert {each.name for each in seen.joint} == {"Joint checking", "Savings"}
    assert {each.name for each in seen.theirs} == {"Ben's checking", "Car loan"}
    rent = Transaction.objects.filter(account__name="Joint checking", category__slug="rent").latest("booked_on", "pk")
    assert rent.amount < rent.own_amount < 0
    assert [difference for each in MoneyAccount.objects.all() for difference in check_account(each)] == []


def test_nothing_of_the_couple_outlives_the_demo() -> None:
    make_demo()
    before = Household.objects.count()
    remove_demo()
    for model in (Partnership, Member, Approval, SharedExpense, SharedPayment, MoneyAccount):
        assert not model.objects.exists(), model
    assert Household.objects.count() < before

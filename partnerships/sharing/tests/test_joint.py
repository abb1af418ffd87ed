"""An account of both: asked for, approved, its lines for both by what is agreed, left again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.models import User
from config.kernel.registry import delete_person_data
from ledger.core import services as ledger
from ledger.core.access import ME, lens_of
from ledger.core.checking import check_account
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.queries import by_category
from partnerships.agreements.services import ask_for_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve, decline
from partnerships.core.errors import Overtaken
from partnerships.core.services import end_partnership
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.joint import ask_to_join, leave
from partnerships.sharing.models import JointTime
from partnerships.sharing.tests.conftest import Both, Pays, run_jobs
from partnerships.sharing.whose import BOTH, MINE, PARTNERS, part_of, say_whose, whose_of

pytestmark = pytest.mark.django_db


def own(entry: Transaction) -> Decimal:
    entry.refresh_from_db()
    part: Decimal = entry.own_amount
    return part


def spent(person: User) -> Decimal:
    found = by_category(lens_of(person, ME), first=date(2026, 11, 1), last=date(2026, 11, 30))
    return sum((each.amount for each in found), Decimal(0))


@pytest.fixture
def joint(both: Both, checking: MoneyAccount) -> MoneyAccount:
    """Ana's Checking, whole, with Ben as its second owner."""
    approve(approval=ask_to_join(standing=both[0], account=checking, whole=True), by=both[1])
    return checking


def test_nothing_is_joint_before_the_partner_says_so(both: Both, checking: MoneyAccount) -> None:
    ana, ben = both
    asked = ask_to_join(standing=ana, account=checking)
    assert not MoneyAccount.objects.visible_to(ben.person).exists()
    with pytest.raises(Overtaken) as refusal:
        ask_to_join(standing=ana, account=checking)
    assert refusal.value.code == "already_asked"
    decline(approval=asked, by=ben)
    assert MoneyAccountAccess.objects.filter(account=checking).count() == 1
    approve(approval=ask_to_join(standing=ana, account=checking), by=ben)
    assert MoneyAccount.objects.owned_by(ben.person).get() == checking
    with pytest.raises(FieldError):
        ask_to_join(standing=ana, account=checking)
    with pytest.raises(FieldError):
        ask_to_join(standing=ben, account=checking)


def test_an_account_that_was_closed_meanwhile_is_not_joined(both: Both, checking: MoneyAccount) -> None:
    asked = ask_to_join(standing=both[0], account=checking)
    ledger.close_money_account(account=checking, on=date(2026, 11, 19))
    with pytest.raises(Overtaken) as refusal:
        approve(approval=asked, by=both[1])
    assert refusal.value.code == "item_moved"
    assert Approval.objects.get().status == "outdated"
    assert not JointTime.objects.exists()


def test_from_now_on_lines_are_for_both_and_earlier_ones_stay_their_owners(
    both: Both, checking: MoneyAccount, pays: Pays
) -> None:
    ana, ben = both
    earlier = pays(checking, ana.person, "-30", day=19)
    approve(approval=ask_to_join(standing=ana, account=checking), by=ben)
    later = pays(checking, ben.person, "-50.01", day=20)
    run_jobs()
    assert own(earlier) == -30
    assert own(later) in (Decimal("-25.00"), Decimal("-25.01"))
    assert spent(ana.person) + spent(ben.person) == Decimal("80.01")
    assert check_account(checking) == []


def test_history_is_for_both_where_it_was_asked_for(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    earlier = pays(checking, ana.person, "-30", day=2)
    approve(approval=ask_to_join(standing=ana, account=checking, whole=True), by=ben)
    run_jobs()
    assert own(earlier) == -15
    assert spent(ben.person) == 15
    assert check_account(checking) == []


def test_a_line_of_a_joint_account_can_be_ones_alone(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    entry = pays(joint, ben.person, "-40")
    assert whose_of(ben, entry) == BOTH
    say_whose(standing=ben, entry=entry, whose=MINE)
    assert own(entry) == 0
    assert (whose_of(ana, entry), whose_of(ben, entry)) == (PARTNERS, MINE)
    ledger.update_transaction(entry=entry, changed_by=ana.person, amount=Decimal(-44))
    assert own(entry) == spent(ana.person) == 0
    assert spent(ben.person) == 44
    say_whose(standing=ben, entry=entry, whose=PARTNERS)
    assert own(entry) == -44
    say_whose(standing=ana, entry=entry, whose=BOTH)
    assert own(entry) == -22
    assert check_account(joint) == []


def test_a_new_agreement_shares_its_month_anew(
    both: Both, joint: MoneyAccount, pays: Pays, django_capture_on_commit_callbacks: Any
) -> None:
    ana, ben = both
    entry = pays(joint, ana.person, "-100")
    run_jobs()
    terms = Terms(starts_on=date(2026, 11, 1), method="percent", first_percent=Decimal(70))
    with django_capture_on_commit_callbacks(execute=True):
        approve(approval=ask_for_agreement(standing=ana, terms=terms), by=ben)
    run_jobs()
    assert own(entry) == (-70 if ana.place == 0 else -30)
    assert check_account(joint) == []


def test_whoever_leaves_hands_it_over_with_its_history(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    entry = pays(joint, ana.person, "-40", day=20)
    leave(person=ana.person, account=joint)
    assert list(MoneyAccount.objects.visible_to(ana.person)) == []
    assert MoneyAccountAccess.objects.get().person == ben.person
    assert own(entry) == -20
    ledger.update_transaction(entry=entry, changed_by=ben.person, amount=Decimal(-60))
    assert own(entry) == -30
    joint.refresh_from_db()
    later = ledger.record_transaction(
        account=joint, recorded_by=ben.person, amount=Decimal(-8), booked_on=date(2026, 11, 21), payee="Shop"
    )
    assert part_of(ben.person, later) == -8
    assert check_account(joint) == []
    with pytest.raises(FieldError):
        leave(person=ben.person, account=joint)


@pytest.mark.parametrize("leaver", [0, 1])
def test_what_is_booked_later_on_the_day_somebody_left_is_all_of_who_keeps_it(
    both: Both, joint: MoneyAccount, pays: Pays, leaver: int
) -> None:
    keeper = both[1 - leaver].person
    before = pays(joint, keeper, "-40", day=20)
    with time_machine.travel("2026-11-20T13:00:00Z", tick=False):
        leave(person=both[leaver].person, account=joint)
    with time_machine.travel("2026-11-20T14:00:00Z", tick=False):
        joint.refresh_from_db()
        after = pays(joint, keeper, "-10", day=20)
        ledger.update_transaction(entry=before, changed_by=keeper, notes="still for both", amount=Decimal(-60))
    before.refresh_from_db()
    assert (part_of(keeper, before), part_of(keeper, after)) == (Decimal(-30), Decimal(-10))
    assert check_account(joint) == []


def test_nobody_leaves_an_account_on_which_they_hide_something(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    gift = pays(joint, both[0].person, "-27.50", day=19)
    hide_until(entry=gift, by=both[0].person, until=date(2026, 12, 24))
    with pytest.raises(FieldError) as refusal:
        leave(person=both[0].person, account=joint)
    assert refusal.value.stable_code == "hides_lines"
    leave(person=both[1].person, account=joint)


def test_after_the_end_it_stays_joint_in_halves(both: Both, joint: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    end_partnership(standing=ana)
    entry = ledger.record_transaction(
        account=joint, recorded_by=ben.person, amount=Decimal(-8), booked_on=date(2026, 11, 22), payee="Shop"
    )
    assert own(entry) == -4
    with pytest.raises(Overtaken):
        say_whose(standing=ben, entry=entry, whose=MINE)


def test_deleting_a_log_in_leaves_the_account_to_the_other(both: Both, joint: MoneyAccount) -> None:
    delete_person_data(both[0].person)
    assert MoneyAccountAccess.objects.get(account=joint).person == both[1].person
    assert JointTime.objects.get().until == date(2026, 11, 20)

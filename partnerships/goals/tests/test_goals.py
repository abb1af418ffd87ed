"""Goals of both: what waits, what is refused, and that a change is made exactly once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.notifications.models import Notification
from ledger.core import services as ledger
from ledger.core.models import Category
from ledger.goals.errors import SharingRefused
from ledger.goals.models import Goal
from ledger.goals.services import contribute, create_goal, follow_payments, update_goal
from partnerships.approvals.models import Approval
from partnerships.approvals.presenting import readings
from partnerships.approvals.services import approve, decline
from partnerships.core.errors import Overtaken
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.goals.services import ask_to_change, ask_to_delete
from partnerships.goals.tests.conftest import Both, proposes

pytestmark = pytest.mark.django_db


def test_it_waits_until_the_partner_approves(both: Both) -> None:
    ana, ben = both
    goal, asked = proposes(ana)
    assert goal.status == "pending_approval"
    with pytest.raises(ValidationError):
        contribute(goal=goal, person=ana.person, amount=Decimal(1))
    with pytest.raises(ValidationError):
        approve(approval=asked, by=ana)
    approve(approval=asked, by=ben)
    goal.refresh_from_db()
    assert (goal.status, goal.added_by, goal.household_id) == ("active", ana.person, ana.partnership.household_id)


def test_what_was_declined_never_came_to_be(both: Both) -> None:
    _goal, asked = proposes(both[0])
    decline(approval=asked, by=both[1])
    assert not Goal.objects.exists()


def test_its_adder_takes_back_what_still_waits(both: Both) -> None:
    goal, asked = proposes(both[0])
    with pytest.raises(ValidationError):
        ask_to_delete(standing=both[1], goal=goal)
    assert ask_to_delete(standing=both[0], goal=goal) is None
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
    assert not Goal.objects.exists()


def test_a_change_is_made_when_the_partner_approves_it(both: Both, lisbon: Goal) -> None:
    ana, ben = both
    asked = ask_to_change(standing=ben, goal=lisbon, changes={"target_amount": Decimal(2600), "status": "archived"})
    contribute(goal=lisbon, person=ana.person, amount=Decimal(100))
    lisbon.refresh_from_db()
    assert (lisbon.target_amount, lisbon.status) == (2400, "active")
    approve(approval=asked, by=ana)
    lisbon.refresh_from_db()
    assert (lisbon.target_amount, lisbon.status, lisbon.saved_amount) == (2600, "archived", 100)


def test_the_page_shows_before_and_after(both: Both, lisbon: Goal, ana: User) -> None:
    changes = {"target_amount": Decimal(2600), "target_date": date(2037, 6, 1)}
    asked = ask_to_change(standing=both[1], goal=lisbon, changes=changes)
    (reading,) = readings([asked], ana.pk)
    assert reading.sentence == "Ben changes the goal Lisbon"
    told = [(each.label, each.before, each.after, each.delta) for each in reading.main_changes]
    assert told[0] == ("Target", "€2,400.00", "€2,600.00", "+200.00")
    assert told[1][0] == "Wanted by"
    assert reading.url == f"/plan/goals/{lisbon.pk}/"


def test_what_has_moved_is_asked_for_anew(both: Both, lisbon: Goal) -> None:
    ana, ben = both
    first = ask_to_change(standing=ana, goal=lisbon, changes={"target_amount": Decimal(2600)})
    Goal.objects.filter(pk=lisbon.pk).update(name="Porto", version=9)
    with pytest.raises(Overtaken) as moved:
        approve(approval=first, by=ben)
    fresh = Approval.objects.get(pk=moved.value.current["approval"])  # type: ignore[index]
    assert (fresh.before["name"], fresh.after["name"], fresh.after["target_amount"]) == ("Porto", "Porto", "2600.00")
    approve(approval=fresh, by=ben)
    lisbon.refresh_from_db()
    assert (lisbon.name, lisbon.target_amount) == ("Porto", 2600)


def test_what_goes_in_is_no_change_of_what_was_asked(both: Both, lisbon: Goal) -> None:
    asked = ask_to_change(standing=both[0], goal=lisbon, changes={"target_amount": Decimal(500)})
    contribute(goal=lisbon, person=both[1].person, amount=Decimal(500))
    approve(approval=asked, by=both[1])
    lisbon.refresh_from_db()
    assert lisbon.status == "completed"


def test_an_end_leaves_nothing_to_change(both: Both, lisbon: Goal) -> None:
    ana, ben = both
    changed = ask_to_change(standing=ana, goal=lisbon, changes={"name": "Porto"})
    ended = ask_to_delete(standing=ben, goal=lisbon)
    assert ended is not None
    approve(approval=ended, by=ana)
    assert not Goal.objects.exists()
    with pytest.raises(Overtaken) as moved:
        approve(approval=changed, by=ben)
    assert moved.value.current == {"approval": None}


def test_both_are_told_of_a_quarter(both: Both, lisbon: Goal) -> None:
    contribute(goal=lisbon, person=both[0].person, amount=Decimal(600))
    told = Notification.objects.filter(kind="goal_milestone")
    assert {each.person_id for each in told} == {both[0].person.pk, both[1].person.pk}


def test_a_category_or_account_of_ones_own_is_no_shared_one(both: Both, ana: User) -> None:
    own = Category.objects.create(owner=ana, name="Secret")
    account = ledger.create_money_account(owner=ana, currency="EUR", name="Hers")
    for values, code in (({"category_id": own.pk}, "does_not_exist"), ({"account_id": account.pk}, "not_shared")):
        with pytest.raises(ValidationError) as refused:
            proposes(both[0], **values)
        assert refused.value.stable_code == code  # type: ignore[attr-defined]
    ledger.grant_view(account=account, person=both[1].person, level="total", granted_by=ana)
    goal, _asked = proposes(both[0], account_id=account.pk)
    assert goal.account_id == account.pk


def test_a_payment_that_is_hidden_goes_into_no_goal_of_both(both: Both, lisbon: Goal, ana: User) -> None:
    account = ledger.create_money_account(owner=ana, currency="EUR", name="Hers")
    entry = ledger.record_transaction(
        account=account, recorded_by=ana, amount=Decimal(-50), booked_on=date(2026, 1, 2), payee="Ring"
    )
    ledger.withhold_transaction(entry=entry, by=ana, until=date(2199, 1, 1))
    entry.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        contribute(goal=lisbon, person=ana, amount=Decimal(1), transaction=entry)
    assert refused.value.stable_code == "withheld"  # type: ignore[attr-defined]


def test_what_is_in_a_partners_own_goal_takes_nothing_from_a_joint_payment(both: Both, lisbon: Goal) -> None:
    """A refusal would tell of the goal."""
    ana, ben = both
    joint = ledger.create_money_account(owner=ana.person, currency="EUR", name="Joint")
    ledger.add_co_owner(account=joint, person=ben.person, added_by=ana.person)
    entry = ledger.record_transaction(
        account=joint, recorded_by=ana.person, amount=Decimal(100), booked_on=date(2026, 1, 2), payee="Refund"
    )
    bike = create_goal(person=ana.person, name="Bike", target_amount=Decimal(500))
    contribute(goal=bike, person=ana.person, amount=Decimal(100), transaction=entry)
    contribute(goal=lisbon, person=ben.person, amount=Decimal(100), transaction=entry)
    his = create_goal(person=ben.person, name="Boat", target_amount=Decimal(500))
    with pytest.raises(ValidationError):
        contribute(goal=his, person=ben.person, amount=Decimal(1), transaction=entry)


@pytest.mark.parametrize("over", [pause_partnership, end_partnership])
def test_nothing_is_shared_while_it_rests_or_is_over(both: Both, lisbon: Goal, over: Any) -> None:
    ana, ben = both
    part = contribute(goal=lisbon, person=ana.person, amount=Decimal(10))
    assert part.counts
    _waiting, asked = proposes(ana, name="Porto")
    over(standing=ben)
    for act in (
        lambda: proposes(ana, name="Faro"),
        lambda: ask_to_change(standing=ana, goal=lisbon, changes={"name": "x"}),
        lambda: ask_to_delete(standing=ana, goal=lisbon),
    ):
        with pytest.raises(Overtaken):
            act()
    with pytest.raises(SharingRefused):
        contribute(goal=lisbon, person=ana.person, amount=Decimal(1))
    assert Goal.objects.visible_to(ben.person).filter(pk=lisbon.pk).exists()
    if over is end_partnership:
        asked.refresh_from_db()
        assert asked.status == "withdrawn"
        assert not Goal.objects.filter(name="Porto").exists()
        assert not Goal.objects.changeable_by(ana.person).filter(pk=lisbon.pk).exists()
        assert follow_payments() == 0


def test_ones_own_goal_is_no_goal_of_both(both: Both, lisbon: Goal) -> None:
    from ledger.core.errors import NoLongerThere

    with pytest.raises(NoLongerThere):
        update_goal(goal=lisbon, changed_by=both[0].person, name="Mine")

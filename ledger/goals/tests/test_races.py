"""What happens at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from ledger.core import services as core
from ledger.core.models import Transaction
from ledger.goals import services
from ledger.goals.models import Goal, GoalContribution, GoalMilestone
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def goal_of(person: User, name: str = "Lisbon", target: int = 1000) -> Goal:
    return services.create_goal(person=person, name=name, target_amount=Decimal(target))


def payment_of(person: User, amount: int) -> Transaction:
    account = core.create_money_account(owner=person, currency="EUR", name=f"Pot {amount}")
    return core.record_transaction(
        account=account, recorded_by=person, amount=Decimal(amount), booked_on=date(2026, 1, 2), payee="Wage"
    )


def done(results: list[Any]) -> int:
    """How many were; the others were refused by the rules, not by accident."""
    codes = [getattr(each, "stable_code", repr(each)) for each in results if isinstance(each, Exception)]
    assert set(codes) <= {"above_payment", "already_there", "below_zero"}
    return len(results) - len(codes)


def test_eight_take_parts_of_one_payment_and_never_more_than_its_amount(ana: User) -> None:
    entry, goals = payment_of(ana, 100), [goal_of(ana, f"Goal {number}") for number in range(8)]
    acts: list[Callable[[], Any]] = [
        partial(services.contribute, goal=goal, person=ana, amount=Decimal(30), transaction=entry) for goal in goals
    ]
    assert done(all_at_once(acts)) == 3
    assert sum(each.amount for each in GoalContribution.objects.filter(transaction=entry)) == 90
    assert sum(each.saved_amount for each in Goal.objects.all()) == 90


def test_a_goal_takes_one_part_of_a_payment_whoever_is_first(ana: User) -> None:
    entry, goal = payment_of(ana, 100), goal_of(ana)
    acts: list[Callable[[], Any]] = [
        partial(services.contribute, goal=goal, person=ana, amount=Decimal(10), transaction=entry)
    ] * 8
    assert done(all_at_once(acts)) == 1
    assert Goal.objects.get().saved_amount == 10


def test_both_halves_of_a_transfer_are_raced_for_as_one(ana: User) -> None:
    first = core.create_money_account(owner=ana, currency="EUR", name="First")
    second = core.create_money_account(owner=ana, currency="EUR", name="Second")
    pair = core.record_transfer(
        from_account=first, to_account=second, recorded_by=ana, amount=Decimal(100), booked_on=date(2026, 1, 2)
    )
    halves = [pair.outgoing, pair.incoming] * 4
    acts: list[Callable[[], Any]] = [
        partial(services.contribute, goal=goal_of(ana, f"{number}"), person=ana, amount=Decimal(60), transaction=half)
        for number, half in enumerate(halves)
    ]
    assert done(all_at_once(acts)) == 1


def test_a_quarter_is_reached_and_told_once(ana: User) -> None:
    goal = goal_of(ana)
    acts: list[Callable[[], Any]] = [partial(services.contribute, goal=goal, person=ana, amount=Decimal(250))] * 8
    assert done(all_at_once(acts)) == 8
    assert Goal.objects.get().saved_amount == 2000
    assert sorted(GoalMilestone.objects.values_list("percent", flat=True)) == [25, 50, 75, 100]
    assert Notification.objects.filter(person=ana, kind="goal_milestone").count() == 4


def test_no_more_comes_out_than_went_in(ana: User) -> None:
    goal = goal_of(ana)
    services.contribute(goal=goal, person=ana, amount=Decimal(100))
    acts: list[Callable[[], Any]] = [partial(services.withdraw, goal=goal, person=ana, amount=Decimal(30))] * 8
    assert done(all_at_once(acts)) == 3
    assert Goal.objects.get().saved_amount == 10


def test_one_that_is_taken_back_while_its_payment_goes_to_the_bin_is_taken_out_once(ana: User) -> None:
    for number in range(4):
        entry, goal = payment_of(ana, 100 + number), goal_of(ana, f"Goal {number}")
        part = services.contribute(goal=goal, person=ana, amount=Decimal(100), transaction=entry)
        services.contribute(goal=goal, person=ana, amount=Decimal(500))
        core.bin_transaction(entry=entry, changed_by=ana)
        acts: list[Callable[[], Any]] = [
            services.follow_payments,
            partial(services.delete_contribution, contribution=part, person=ana),
            services.follow_payments,
        ]
        assert [each for each in all_at_once(acts) if isinstance(each, Exception)] == []
        goal.refresh_from_db()
        assert goal.saved_amount == 500

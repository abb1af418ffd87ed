"""Money put towards a goal, taken out again, or earned. What is saved follows in the same transaction.

Locks are taken in one order by all: the household, the payment, the goal, people.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db import transaction as database_transaction

from accounts.models import User
from config.kernel.money import ZERO, money_text
from ledger.core import errors as core_errors
from ledger.core import rules
from ledger.core.models import Transaction
from ledger.goals import errors, sharing
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.payments import hold_payment, rest_of
from ledger.goals.services.saved import OPEN, move_saved, settle
from ledger.goals.telling import tell_progress

Kind = GoalContribution.Kind


class Changes(TypedDict, total=False):
    """`amount` is positive, as people enter it."""

    amount: Decimal
    on: date
    note: str


@database_transaction.atomic
def contribute(
    *,
    goal: Goal,
    person: User,
    amount: Decimal,
    on: date | None = None,
    note: str = "",
    transaction: Transaction | None = None,
) -> GoalContribution:
    """Put money towards a goal found through `changeable_by`, by hand or as a part of a payment of the person's.

    Several goals may take parts of one payment, those the person sees together never more than its amount; both halves
    of a transfer are one payment. `on` is today unless told, or the payment's day.

    Raises:
        FieldError: amounts, days, a payment in another currency, `above_payment`, `already_there`, `not_active`.
        SharingRefused: the goal is both's, and nothing can be shared at the moment.
        NoLongerThere: the goal is gone.
    """
    _hold_household(goal, person)
    _check_amount(amount, goal)
    held = None
    if transaction is not None:
        held = hold_payment(transaction, person=person, goal=goal)
        rest = rest_of(held, person)
        if amount > rest:
            raise errors.payment_used_up(money_text(max(rest, ZERO), goal.currency))
        on = on or held[0].booked_on
    entry = held[0] if held else None
    return _add(goal, person, Kind.CONTRIBUTION, amount, on, note, entry)


@database_transaction.atomic
def withdraw(*, goal: Goal, person: User, amount: Decimal, on: date | None = None, note: str = "") -> GoalContribution:
    """Take `amount`, positive, out again: a completed goal below its target is open again. Raises as `contribute`;
    `below_zero`.
    """
    _hold_household(goal, person)
    _check_amount(amount, goal)
    return _add(goal, person, Kind.WITHDRAWAL, -amount, on, note, None)


@database_transaction.atomic
def log_yield(*, goal: Goal, person: User, amount: Decimal, on: date | None = None, note: str = "") -> GoalContribution:
    """Interest or gains on what is saved: counted as saved, and apart. Raises as `contribute`."""
    _hold_household(goal, person)
    _check_amount(amount, goal)
    return _add(goal, person, Kind.YIELD, amount, on, note, None)


@database_transaction.atomic
def change_contribution(
    *, contribution: GoalContribution, person: User, **changes: Unpack[Changes]
) -> GoalContribution:
    """Change what one logged. Raises as `contribute`; PermissionDenied for what the other logged."""
    goal = contribution.goal
    _hold_household(goal, person)
    held = _payment_again(contribution)
    fresh = _locked(contribution, person)
    size = changes.get("amount", abs(fresh.amount))
    _check_amount(size, goal)
    if held is not None and size > abs(fresh.amount):
        rest = rest_of(held, person, without=fresh)
        if size > rest:
            raise errors.payment_used_up(money_text(max(rest, ZERO), goal.currency))
    before = fresh.amount
    fresh.amount = -size if fresh.kind == Kind.WITHDRAWAL else size
    fresh.on = _day(changes.get("on", fresh.on), person)
    fresh.note = changes.get("note", fresh.note)
    if fresh.counts and not move_saved(goal.pk, fresh.amount - before, fresh.kind):
        raise errors.below_zero()
    fresh.save()
    _tell(goal, person)
    return fresh


@database_transaction.atomic
def delete_contribution(*, contribution: GoalContribution, person: User) -> None:
    """Take back what one logged. Raises PermissionDenied for what the other logged; FieldError `below_zero`."""
    goal = contribution.goal
    _hold_household(goal, person)
    _payment_again(contribution)
    fresh = _locked(contribution, person)
    if fresh.counts and not move_saved(goal.pk, -fresh.amount, fresh.kind):
        raise errors.below_zero()
    fresh.delete()
    _tell(goal, person)


def _hold_household(goal: Goal, person: User) -> None:
    if goal.household_id is not None:
        sharing.current().hold(person, goal.household_id)


def _check_amount(amount: Decimal, goal: Goal) -> None:
    rules.check_amount_by_hand(amount, goal.currency)


def _day(day: date, person: User) -> date:
    if day > person.today:
        raise errors.day_to_come()
    return day


def _add(
    goal: Goal, person: User, kind: Kind, amount: Decimal, on: date | None, note: str, entry: Transaction | None
) -> GoalContribution:
    made = GoalContribution(goal=goal, kind=kind, amount=amount, person=person, note=note, transaction=entry)
    made.on = _day(on or person.today, person)
    fresh = Goal.objects.select_for_update(of=("self",)).filter(pk=goal.pk).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if fresh.status not in OPEN:
        raise errors.not_open()
    if not move_saved(goal.pk, amount, kind):
        raise errors.below_zero()
    try:
        with database_transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twin:
        raise errors.payment_in_goal() from twin
    _tell(goal, person)
    return made


def _payment_again(contribution: GoalContribution) -> list[Transaction] | None:
    """Its payment, held; None where there is none."""
    if contribution.transaction_id is None:
        return None
    entry = Transaction.objects.filter(pk=contribution.transaction_id).first()
    if entry is None:
        return None
    return hold_payment(entry, person=None, goal=contribution.goal)


def _locked(contribution: GoalContribution, person: User) -> GoalContribution:
    """As it stands now, behind its goal's row: changes of one goal come one after the other."""
    Goal.objects.select_for_update(of=("self",)).filter(pk=contribution.goal_id).first()
    fresh = GoalContribution.objects.filter(pk=contribution.pk).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if fresh.person_id not in (None, person.pk):
        raise PermissionDenied
    return fresh


def _tell(goal: Goal, person: User) -> None:
    settled, quarters = settle(goal.pk, person.today)
    tell_progress(settled, person.pk, quarters)

"""What becomes of a month: what it leaves to the next one, closing it, giving it up."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ledger.budgets import errors
from ledger.budgets.carrying import carry_over
from ledger.budgets.models import Budget, RollsOver
from ledger.budgets.months import elapsed
from ledger.budgets.services.changing import check_category, locked, store
from ledger.budgets.telling import tell_changed
from ledger.core.models import Category


@transaction.atomic
def set_roll_over(
    *, person: User, category: Category, takes_debt_along: bool | None, household_id: UUID | None = None
) -> None:
    """Say whether what is left of a category goes on to the next month: None says no, True that what is lacking does
    too. For the person, or the household `household_id` they are in. Open months follow at once.

    Raises FieldError: `not_for_spending`, `not_for_both`.
    """
    check_category(category, joint=household_id is not None)
    owner = None if household_id else person
    chosen = RollsOver.objects.of(owner=owner, household=household_id).filter(category=category)
    if takes_debt_along is None:
        chosen.delete()
    elif not chosen.update(takes_debt_along=takes_debt_along):
        RollsOver.objects.bulk_create(
            [RollsOver(owner=owner, household_id=household_id, category=category, takes_debt_along=takes_debt_along)],
            ignore_conflicts=True,
        )
    budgets = Budget.objects.of(owner=owner, household=household_id)
    for budget in budgets.filter(status=Budget.Status.OPEN).order_by("month"):
        refresh_carried(budget=budget, reader=person)


@transaction.atomic
def refresh_carried(*, budget: Budget, reader: User) -> bool:
    """Carry anew what the month before leaves; whether anything changed. Nothing for a closed month. Safe to repeat."""
    held = Budget.objects.select_for_update(of=("self",)).filter(pk=budget.pk, status=Budget.Status.OPEN).first()
    if held is None or not carry_over(held, reader):
        return False
    store(held)
    return True


@transaction.atomic
def close_month(*, budget: Budget, today: date) -> Budget:
    """Its books are done: nothing of it changes any more; one that is closed stays as it is.

    Raises FieldError `month_not_over`.
    """
    if not elapsed(budget.month, today).is_over:
        raise errors.month_not_over(budget.month)
    closed = Budget.objects.filter(pk=budget.pk, status=Budget.Status.OPEN).update(
        status=Budget.Status.CLOSED, closed_at=timezone.now(), updated_at=timezone.now(), version=F("version") + 1
    )
    budget.refresh_from_db()
    if closed:
        tell_changed(budget)
    return budget


@transaction.atomic
def delete_budget(*, budget: Budget, version: int | None = None) -> None:
    """Give up the plan of an open month. Raises: Conflict, FieldError `month_closed`."""
    fresh = locked(budget, version)
    tell_changed(fresh)
    fresh.delete()

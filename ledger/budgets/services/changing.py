"""Changing what is planned. A closed month refuses all of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from config.kernel.money import ZERO, fits_currency, to_stored
from ledger.budgets import errors
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.queries import month_view
from ledger.budgets.telling import tell_changed
from ledger.core import errors as core_errors
from ledger.core.models import Category
from ledger.goals.models import Goal

Planned = Category | Goal


@transaction.atomic
def update_budget(
    *,
    budget: Budget,
    version: int | None = None,
    total_income: Decimal | None = None,
    amounts: Mapping[UUID, Decimal] | None = None,
) -> Budget:
    """Change the income of a budget found through `changeable_by`, or amounts of what is planned in it, by the id of a
    category or goal. Nothing else moves along: what is planned may then be less than the income, or more.

    Raises: Conflict, FieldError (`month_closed`, `not_planned`).
    """
    fresh = locked(budget, version)
    if total_income is not None:
        check_amount(total_income, fresh.currency, "total_income")
        fresh.total_income = total_income
    if amounts:
        planned = {each.category_id or each.goal_id: each for each in fresh.allocations.all()}
        for key, amount in amounts.items():
            if key not in planned:
                raise errors.not_planned("allocations")
            check_amount(amount, fresh.currency, "allocations")
            planned[key].allocated_amount, planned[key].basis = amount, Allocation.Basis.PERSON
        Allocation.objects.bulk_update([planned[key] for key in amounts], ["allocated_amount", "basis"])
    return store(fresh)


@transaction.atomic
def set_allocation(*, budget: Budget, place: Planned, amount: Decimal, version: int | None = None) -> Budget:
    """Plan `amount`, in the budget's currency, for a category found through `visible_to` or a goal found through
    `changeable_by`.

    Raises: Conflict; FieldError (`month_closed`, `not_for_spending`, `not_for_both`, `does_not_exist` for a goal of
    somebody else or in another currency, amounts as `check_amount`).
    """
    fresh = locked(budget, version)
    check_amount(amount, fresh.currency, "allocated_amount")
    allocation = _allocation_of(fresh, place)
    allocation.allocated_amount, allocation.basis = amount, Allocation.Basis.PERSON
    allocation.save()
    return store(fresh)


@transaction.atomic
def remove_allocation(*, budget: Budget, key: UUID, version: int | None = None) -> Budget:
    """Plan nothing there any more: what is spent counts where what is above it is planned, or as not planned.

    Raises: Conflict, FieldError (`month_closed`, `not_planned`).
    """
    fresh = locked(budget, version)
    _planned_at(fresh, key, "category").delete()
    return store(fresh)


@transaction.atomic
def move_allocation(
    *, budget: Budget, source: UUID, target: Planned, amount: Decimal, version: int | None = None
) -> Budget:
    """Move money from what is planned at `source`, the id of a category or goal, to another place.

    Raises: Conflict; FieldError: `not_enough` where less is planned there, `not_planned`, `same_place`, and as
    `set_allocation`.
    """
    fresh = locked(budget, version)
    _move(fresh, source, target, amount)
    return store(fresh)


@transaction.atomic
def apply_suggestion(*, budget: Budget, source: UUID, target: Planned, amount: Decimal, applied_by: User) -> Budget:
    """Move money as suggested, or less or more of it, as long as it is to spare by the figures of this moment.

    Raises FieldError: `not_enough` where `source` has not so much to spare; as `move_allocation`.
    """
    fresh = locked(budget, None)
    row = month_view(fresh, applied_by).row(source)
    if row is None:
        raise errors.not_planned()
    if amount > row.spare:
        raise errors.not_enough()
    _move(fresh, source, target, amount)
    return store(fresh)


def check_amount(amount: Decimal, currency: str, field: str) -> None:
    """Raises FieldError: `below_zero`, `too_many_decimals`; ValidationError where it is beyond what can be kept."""
    if amount < ZERO:
        raise errors.income_below_zero() if field == "total_income" else errors.amount_below_zero(field)
    if not fits_currency(amount, currency):
        raise core_errors.too_many_decimals(currency, field)
    to_stored(amount)


def locked(budget: Budget, version: int | None) -> Budget:
    fresh = Budget.objects.select_for_update(of=("self",)).filter(pk=budget.pk).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if fresh.status == Budget.Status.CLOSED:
        raise errors.month_closed()
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    return fresh


def store(budget: Budget) -> Budget:
    budget.version += 1
    budget.save()
    tell_changed(budget)
    return budget


def _move(budget: Budget, source: UUID, target: Planned, amount: Decimal) -> None:
    if amount <= ZERO:
        raise core_errors.amount_not_positive()
    check_amount(amount, budget.currency, "amount")
    if source == target.pk:
        raise errors.same_place()
    giver, taker = _planned_at(budget, source, "from"), _allocation_of(budget, target, "to")
    if giver.allocated_amount < amount:
        raise errors.not_enough()
    giver.allocated_amount -= amount
    taker.allocated_amount += amount
    for each in (giver, taker):
        each.basis = Allocation.Basis.PERSON
        each.save()


def _planned_at(budget: Budget, key: UUID, field: str) -> Allocation:
    for each in budget.allocations.all():
        if key in (each.category_id, each.goal_id):
            return each
    raise errors.not_planned(field)


def _allocation_of(budget: Budget, place: Planned, field: str = "") -> Allocation:
    """The allocation, a new one if need be, which is not saved yet."""
    check_place(budget, place, field)
    if isinstance(place, Goal):
        return budget.allocations.filter(goal=place).first() or Allocation(budget=budget, goal=place)
    return budget.allocations.filter(category=place).first() or Allocation(budget=budget, category=place)


def check_place(budget: Budget, place: Planned, field: str = "") -> None:
    """Raises FieldError for what this budget cannot plan for: a goal of somebody else or in another currency, one's own
    category in a budget of both, a category of income.
    """
    if not isinstance(place, Goal):
        check_category(place, joint=budget.household_id is not None, field=field or "category")
    elif (place.owner_id, place.household_id, place.currency) != (
        budget.owner_id, budget.household_id, budget.currency,
    ):  # fmt: skip
        raise errors.goal_not_usable(field or "goal")


def check_category(category: Category, *, joint: bool, field: str = "category") -> None:
    if category.kind != Category.Kind.EXPENSE:
        raise errors.not_for_spending(field)
    if joint and category.owner_id is not None:
        raise errors.not_for_both(field)

"""Making the plan of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from ledger.budgets import errors
from ledger.budgets.carrying import carry_over
from ledger.budgets.claims import Claims, claims_of
from ledger.budgets.generating import Share
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.months import month_after
from ledger.budgets.purses import new_purse
from ledger.budgets.queries import household_of
from ledger.budgets.services.changing import check_amount
from ledger.budgets.telling import tell_changed
from ledger.goals.models import Goal

MOST_MONTHS: Final = 24


@transaction.atomic
def create_budget(
    *,
    person: User,
    month: date,
    total_income: Decimal | None = None,
    goals: Sequence[UUID] | None = None,
    household: bool = False,
) -> Budget:
    """Make the plan of a month, of which `month` is the first day, for the person or the household they are in.

    Its allocations add up to `total_income` to the cent (generating.generate); None is what is known of it
    (claims.claims_of). `goals` names those that get money, None all that are active; others' currencies do not count.
    What the month before leaves is carried over.

    Raises FieldError: `budget_exists`, whoever is later hears it by the database; `no_household`, `income_not_known`,
    `month_too_far`, `does_not_exist` for a goal; amounts as `check_amount`.
    """
    _check_month(month, person.today)
    claims = prepared(person=person, month=month, goals=goals, household=household)
    income = claims.usual_income if total_income is None else total_income
    if income is None:
        raise errors.income_not_known()
    check_amount(income, claims.purse.currency, "total_income")
    budget = Budget(
        owner=None if household else person,
        household_id=claims.purse.household_id,
        month=month,
        currency=claims.purse.currency,
        total_income=income,
        risk_tolerance=risk_of(person, household),
        made_by=person,
    )
    try:
        with transaction.atomic():
            budget.save(force_insert=True)
    except IntegrityError as error:
        raise errors.budget_exists() from error
    shares = claims.shares(income, budget.risk_tolerance)
    Allocation.objects.bulk_create([_allocation(budget, share) for share in shares])
    carry_over(budget, person)
    tell_changed(budget)
    return budget


def prepared(*, person: User, month: date, goals: Sequence[UUID] | None = None, household: bool = False) -> Claims:
    """What a plan would be made from, nothing saved: for a preview before it is made. Raises as `create_budget`."""
    household_id = household_of(person) if household else None
    if household and household_id is None:
        raise errors.no_household()
    purse = new_purse(person, household_id)
    owner = None if household else person
    active = Goal.objects.of(owner=owner, household=household_id).filter(
        status=Goal.Status.ACTIVE, currency=purse.currency
    )
    chosen = list(active.order_by("pk") if goals is None else active.filter(pk__in=goals).order_by("pk"))
    if goals is not None and len(chosen) < len(set(goals)):
        raise errors.goal_not_usable("goals")
    return claims_of(purse, month, chosen)


def _check_month(month: date, today: date) -> None:
    this = today.replace(day=1)
    if not month_after(this, -MOST_MONTHS) <= month <= month_after(this, MOST_MONTHS):
        raise errors.month_too_far()


def risk_of(person: User, household: bool) -> str:
    """A household plans in between, whoever makes the plan."""
    return User.RiskTolerance.MODERATE if household else person.risk_tolerance


def _allocation(budget: Budget, share: Share) -> Allocation:
    place = {"goal_id": share.key} if share.is_goal else {"category_id": share.key}
    return Allocation(budget=budget, allocated_amount=share.amount, basis=share.basis, **place)

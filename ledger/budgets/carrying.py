"""What a month leaves to the next one: of categories that roll over what is left, and what is lacking by choice.

It is stored with the next month's allocations, and follows: while that month is open, whatever still changes in the one
before is carried anew, by a job after each change of its spending and each night.
"""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.budgets.months import elapsed, month_after
from ledger.budgets.queries import month_view


def month_before(budget: Budget) -> Budget | None:
    return (
        Budget.objects.of(owner=budget.owner, household=budget.household_id)
        .filter(month=month_after(budget.month, -1))
        .first()
    )


def carried_into(budget: Budget, reader: User) -> dict[UUID, Decimal]:
    """By category, what comes over into `budget`; nothing while the month before is not over. As `month_view`."""
    before = month_before(budget)
    choices = RollsOver.objects.of(owner=budget.owner, household=budget.household_id)
    if before is None or not choices.exists() or not elapsed(before.month, reader.today).is_over:
        return {}
    view = month_view(before, reader)
    return {
        row.category.id: row.remaining
        for row in view.categories
        if row.category is not None
        and row.rolls_over is not None
        and (row.remaining > 0 or (row.remaining < 0 and row.rolls_over))
    }


def carry_over(budget: Budget, reader: User) -> bool:
    """Bring what is carried up to date; whether anything changed. The caller holds the budget, and it is open."""
    carried = carried_into(budget, reader)
    changed = []
    for each in budget.allocations.filter(category__isnull=False):
        assert each.category_id is not None
        amount = carried.pop(each.category_id, ZERO)
        if each.carried_amount != amount:
            each.carried_amount = amount
            changed.append(each)
    Allocation.objects.bulk_update(changed, ["carried_amount"])
    missing = [Allocation(budget=budget, category_id=key, carried_amount=amount) for key, amount in carried.items()]
    Allocation.objects.bulk_create(missing)
    return bool(changed or missing)

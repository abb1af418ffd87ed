"""What is planned for a category goes along when the category goes; what a closed month names stays."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Value

from config.kernel.money import MoneyField
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.core import category_followers
from ledger.core.models import Category
from ledger.goals import keeping


@category_followers.register_keeper
def is_category_in_closed_month(category_id: UUID) -> bool:
    """One query."""
    return Allocation.objects.filter(category=category_id, budget__status=Budget.Status.CLOSED).exists()


@keeping.register
def is_goal_in_closed_month(goal_id: UUID) -> bool:
    """One query."""
    return Allocation.objects.filter(goal=goal_id, budget__status=Budget.Status.CLOSED).exists()


@category_followers.register
def follow_category(source_id: UUID, target_id: UUID | None) -> None:
    """In each month, a closed one too, its amount is added to where the lines that went count from now on: the target's
    own allocation, else that of the nearest above it, else it becomes the target's. Without a target nothing was spent
    there, and the amount is planned nowhere any more. Five statements, and three for each month.
    """
    planned = Allocation.objects.filter(category=source_id)
    budgets = list(planned.values_list("budget_id", flat=True))
    if target_id is None:
        planned.delete()
    else:
        path = _path(target_id)
        for allocation in planned.select_related("budget"):
            _add_to(path, allocation)
        _follow_roll_over(source_id, target_id)
    Budget.objects.filter(pk__in=budgets).update(version=F("version") + 1)


def _add_to(path: list[UUID], gone: Allocation) -> None:
    others = gone.budget.allocations.filter(category__in=path).exclude(pk=gone.pk)
    nearest = min(others, key=lambda each: path.index(each.category_id) if each.category_id else 0, default=None)
    if nearest is None:
        Allocation.objects.filter(pk=gone.pk).update(category=path[0])
        return
    Allocation.objects.filter(pk=nearest.pk).update(
        allocated_amount=F("allocated_amount") + Value(gone.allocated_amount, output_field=MoneyField()),
        carried_amount=F("carried_amount") + Value(gone.carried_amount, output_field=MoneyField()),
    )
    gone.delete()


def _follow_roll_over(source_id: UUID, target_id: UUID) -> None:
    """The target's own choice stays."""
    for choice in RollsOver.objects.filter(category=source_id):
        there = RollsOver.objects.filter(owner=choice.owner, household=choice.household, category=target_id)
        if not there.exists():
            RollsOver.objects.filter(pk=choice.pk).update(category=target_id)


def _path(category_id: UUID) -> list[UUID]:
    """The category and those above it."""
    category: Category | None = Category.objects.select_related("parent__parent__parent").get(pk=category_id)
    found = []
    while category is not None:
        found.append(category.pk)
        category = category.parent
    return found

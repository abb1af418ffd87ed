"""A month against its plan, read from roll-ups, due days and contributions: never from the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from config.kernel.money import ZERO
from ledger.budgets import spending
from ledger.budgets.figures import LeftToSpend, MonthView, Row
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.budgets.months import Elapsed, elapsed
from ledger.budgets.purses import Purse, purse_of
from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.models import HouseholdMember
from ledger.goals.models import Goal

__all__ = ["LeftToSpend", "MonthView", "Row", "WhatIf", "budget_of", "household_of", "month_view"]


def household_of(person: User) -> UUID | None:
    """The household the person is in now. One query."""
    return HouseholdMember.objects.current(person).values_list("household_id", flat=True).first()


def budget_of(person: User, month: date, *, household: bool = False) -> Budget | None:
    """The person's budget of a month, or that of the household they are in, else were in last. Two queries at most."""
    seen = Budget.objects.visible_to(person).filter(month=month)
    if not household:
        return seen.filter(owner=person).first()
    current = household_of(person)
    joint = seen.filter(household__isnull=False)
    return joint.filter(household=current).first() or joint.order_by("-created_at").first()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Figures to try without saving them: amounts by the id of a category or a goal, another income."""

    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)
    total_income: Decimal | None = None


def month_view(budget: Budget, reader: User, what_if: WhatIf | None = None) -> MonthView:
    """A budget found through `visible_to(reader)` against its month.

    Ten queries, however much there is in it: accounts, allocations, roll-over, the tree (two), roll-ups, what recurs
    (two), what of it was booked, goals; more only for joint accounts' shares and for a household.
    """
    purse, days = purse_of(budget, reader), elapsed(budget.month, reader.today)
    what_if = what_if or WhatIf()
    planned = _planned(budget, purse, what_if)
    spent = spending.spending_of(purse, budget.month)
    owners = {each.category_id for each in planned if each.category_id is not None}
    cover = _Cover(purse.tree, owners)
    fixed, payments = spending.fixed_of(purse, budget.month, spent)
    amounts = _Amounts(
        spent=cover.sum(spent.by_category),
        fixed=cover.sum(fixed),
        payments=cover.count(payments),
        still_due=cover.sum(spending.still_due(purse, budget.month)),
    )
    put_in = spending.put_in(purse, [each.goal_id for each in planned if each.goal_id is not None], budget.month)
    rolls = dict(_rolls_over(budget).values_list("category_id", "takes_debt_along"))
    rows = [_row(each, purse, days, amounts, put_in, rolls) for each in planned]
    unplanned = amounts.row(None, None, days, budget.currency)
    income = budget.total_income if what_if.total_income is None else what_if.total_income
    unplanned_by = {key: amount for key, amount in spent.by_category.items() if cover.row_of(key) is None and amount}
    return MonthView(budget, purse, income, _in_order(rows, purse.tree), unplanned, unplanned_by, days, spent.apart)


def _rolls_over(budget: Budget) -> QuerySet[RollsOver]:
    return RollsOver.objects.filter(owner=budget.owner_id, household=budget.household_id)


def _planned(budget: Budget, purse: Purse, what_if: WhatIf) -> list[Allocation]:
    """The allocations, as they would be; new ones only in memory. One query, one more for a goal that is new."""
    planned = list(budget.allocations.select_related("goal"))
    known = {each.category_id or each.goal_id: each for each in planned}
    for key, amount in what_if.amounts.items():
        if key in known:
            known[key].allocated_amount = amount
        elif purse.tree.get(key) is not None:
            planned.append(Allocation(budget=budget, category_id=key, allocated_amount=amount))
        else:
            planned.append(Allocation(budget=budget, goal=Goal.objects.get(pk=key), allocated_amount=amount))
    return planned


class _Cover:
    """Which row a category's spending counts in: the nearest at or above it that is planned."""

    def __init__(self, tree: CategoryTree, owners: set[UUID]) -> None:
        self._tree, self._owners = tree, owners

    def row_of(self, category_id: UUID | None) -> UUID | None:
        path = () if category_id is None else self._tree.path(category_id)
        return next((key for key in path if key in self._owners), None)

    def sum(self, amounts: Mapping[UUID | None, Decimal]) -> dict[UUID | None, Decimal]:
        found: dict[UUID | None, Decimal] = defaultdict(lambda: ZERO)
        for category_id, amount in amounts.items():
            found[self.row_of(category_id)] += amount
        return found

    def count(self, payments: Mapping[UUID | None, int]) -> dict[UUID | None, int]:
        found: dict[UUID | None, int] = defaultdict(int)
        for category_id, number in payments.items():
            found[self.row_of(category_id)] += number
        return found


@dataclass(frozen=True, slots=True)
class _Amounts:
    """By the key of a row, None for what is not planned."""

    spent: Mapping[UUID | None, Decimal]
    fixed: Mapping[UUID | None, Decimal]
    still_due: Mapping[UUID | None, Decimal]
    payments: Mapping[UUID | None, int]

    def row(self, key: UUID | None, category: CategoryNode | None, days: Elapsed, currency: str) -> Row:
        return Row(
            category=category,
            goal=None,
            days=days,
            spent=self.spent.get(key, ZERO),
            fixed=self.fixed.get(key, ZERO),
            still_due=self.still_due.get(key, ZERO),
            payments=self.payments.get(key, 0),
            currency=currency,
        )


def _row(
    allocation: Allocation,
    purse: Purse,
    days: Elapsed,
    amounts: _Amounts,
    put_in: Mapping[UUID, spending.PutIn],
    rolls: Mapping[UUID, bool],
) -> Row:
    if allocation.goal_id is not None:
        went_in = put_in.get(allocation.goal_id, spending.PutIn())
        row = Row(None, allocation.goal, days, spent=went_in.amount, counted=went_in.spent, currency=purse.currency)
    else:
        key = allocation.category_id
        assert key is not None
        row = replace(amounts.row(key, purse.tree.get(key), days, purse.currency), rolls_over=rolls.get(key))
    return replace(
        row,
        allocated=allocation.allocated_amount,
        carried=allocation.carried_amount,
        basis=allocation.basis,
    )


def _in_order(rows: Sequence[Row], tree: CategoryTree) -> list[Row]:
    places = {each.id: place for place, each in enumerate(tree.in_order())}
    categories = [each for each in rows if each.category is not None]
    goals = [each for each in rows if each.goal is not None]
    return [
        *sorted(categories, key=lambda row: places[row.category.id] if row.category else 0),
        *sorted(goals, key=lambda row: (row.name, str(row.key))),
    ]

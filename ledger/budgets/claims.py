"""What a plan is made from: what was usual, what is due, priorities, limits and goals of one purse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from statistics import median
from typing import Final
from uuid import UUID

from config.kernel.money import ZERO, round_to_currency, smallest_unit_of
from ledger.budgets import spending
from ledger.budgets.generating import GoalWish, Share, Wish, generate
from ledger.budgets.months import month_after
from ledger.budgets.purses import Purse
from ledger.core.category_tree import CategoryNode
from ledger.core.models import Category
from ledger.core.system_categories import system_category_id
from ledger.goals.models import Goal

MONTHS: Final = 6
# What no category claims is put by.
REST: Final = system_category_id("savings")
ByMonth = Mapping[date, Mapping[UUID | None, Decimal]]


@dataclass(frozen=True)
class Claims:
    """`usual_income` is what comes in by itself, where it is known: see `claims_of`. A household puts by for its goals;
    everything else each of its people does for themselves.
    """

    purse: Purse
    wishes: Sequence[Wish]
    goals: Sequence[GoalWish]
    usual_income: Decimal | None

    def shares(self, income: Decimal, risk: str) -> list[Share]:
        return generate(
            income=income,
            currency=self.purse.currency,
            wishes=self.wishes,
            goals=self.goals,
            risk=risk,
            rest=REST,
            puts_by=not self.purse.is_joint,
        )


def claims_of(purse: Purse, month: date, goals: Sequence[Goal]) -> Claims:
    """For the month whose first day it is, from the last six whole months before it.

    The usual income is the median of those months, from the first in which anything moved; a person's own word on it
    comes first. Nobody tells a household theirs: there it is what its categories and goals come to, or its accounts'
    income if that is more. Six queries and those of the seams.
    """
    last = month_after(min(month, purse.today.replace(day=1)), -1)
    first = month_after(last, 1 - MONTHS)
    spent, income = spending.history_of(purse, first, last), spending.income_of(purse, first, last)
    months = _lived(first, last, {*spent, *income})
    due = spending.takes_in(purse, month)
    wishes = _wishes(purse, months, spent, due)
    goal_wishes = [_goal_wish(each, purse.today, month) for each in goals]
    comes_in = (
        round_to_currency(median([income.get(each, ZERO) for each in months]), purse.currency) if months else None
    )
    if purse.is_joint:
        needed = sum((max(each.due, each.usual) for each in wishes), ZERO)
        comes_in = max(comes_in or ZERO, needed + sum((each.monthly for each in goal_wishes), ZERO))
    elif purse.reader.monthly_income is not None:
        comes_in = purse.reader.monthly_income
    return Claims(purse, wishes, goal_wishes, comes_in or None)


def _lived(first: date, last: date, known: set[date]) -> list[date]:
    """The months from the first of which anything is known."""
    begins = min(known, default=None)
    months: list[date] = []
    while begins is not None and begins <= last:
        months.append(begins)
        begins = month_after(begins)
    return months


def _wishes(purse: Purse, months: Sequence[date], spent: ByMonth, due: Mapping[UUID | None, Decimal]) -> list[Wish]:
    """One for each category that was used or is due. Where none was used, the top categories by the guide as well."""
    used = {key for found in spent.values() for key in found}
    usual = {key: _usual([spent.get(each, {}).get(key, ZERO) for each in months], purse.currency) for key in used}
    nodes = {key: purse.tree.get(key) for key in {*usual, *due}}
    planned = {
        key: node
        for key, node in nodes.items()
        if node is not None and node.kind == Category.Kind.EXPENSE and (usual.get(key) or due.get(key, ZERO) > 0)
    }
    wishes = [_wish(purse, node, usual.get(key, ZERO), due.get(key, ZERO)) for key, node in planned.items()]
    if any(each.usual for each in wishes):
        return wishes
    tops = [each for each in purse.tree.tops() if each.is_system and each.kind == Category.Kind.EXPENSE]
    taken: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for node in planned.values():
        taken[purse.tree.path(node.id)[-1]] += node.default_allocation_percent
    guided = [each for each in tops if each.id not in planned and not each.is_hidden]
    return wishes + [
        _wish(purse, each, ZERO, ZERO, max(each.default_allocation_percent - taken[each.id], ZERO)) for each in guided
    ]


def _wish(purse: Purse, node: CategoryNode, usual: Decimal, due: Decimal, percent: Decimal = ZERO) -> Wish:
    """Of a household nobody's own priorities and limits count: it comes out the same whoever makes the plan."""
    own = not purse.is_joint
    return Wish(
        key=node.id,
        bucket=node.bucket,
        necessity=node.necessity_score,
        priority=node.priority if own and node.priority is not None else node.necessity_score,
        due=max(due, ZERO),
        usual=usual,
        limit=node.monthly_limit if own else None,
        percent=percent,
    )


def _usual(amounts: Sequence[Decimal], currency: str) -> Decimal:
    """The median; of what is bought in fewer than half of the months the mean, since its median is nothing."""
    if not amounts:
        return ZERO
    usual = median(amounts) or sum(amounts, ZERO) / len(amounts)
    return max(round_to_currency(usual, currency), ZERO)


def _goal_wish(goal: Goal, today: date, month: date) -> GoalWish:
    """What is meant to go in each month, else what its target date asks for; never more than is left to save."""
    monthly = goal.monthly_amount
    if monthly is None:
        monthly = ZERO
        if goal.target_date is not None:
            until = goal.target_date
            months = max((until.year - month.year) * 12 + until.month - month.month, 1)
            monthly = (goal.left_amount / months).quantize(smallest_unit_of(goal.currency), ROUND_CEILING)
    return GoalWish(goal.pk, min(monthly, goal.left_amount), goal.priority)

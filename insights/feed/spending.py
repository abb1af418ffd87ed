"""This month by category against what is usual: what the analytics say of it, with the median beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO
from insights.feed.scene import Scene

MOVERS = 3


@dataclass(frozen=True, slots=True)
class CategorySpending:
    """`usual` is the median of the last six whole months; `share` of the month's spending in percent, None of nothing.

    `category` None: what has none. A top category counts all below it.
    """

    category: UUID | None
    name: str
    spent: Decimal
    usual: Decimal
    url: str

    @property
    def change(self) -> Decimal:
        return self.spent - self.usual


@dataclass(frozen=True, slots=True)
class Spending:
    """`categories` add up to `spent`, which is what the analytics say of the month; most first. `apart` has no rate."""

    month: date
    currency: str
    income: Decimal
    spent: Decimal
    usual: Decimal
    spent_by_today: Decimal
    usual_by_today: Decimal
    categories: list[CategorySpending]
    apart: tuple[str, ...]

    @property
    def movers(self) -> list[CategorySpending]:
        """What is furthest from usual, either way."""
        moved = [each for each in self.categories if each.change]
        return sorted(moved, key=lambda each: (-abs(each.change), each.name))[:MOVERS]


def spending_of(person: User, scene: Scene | None = None) -> Spending:
    """Of the running month. Five queries with one currency."""
    scene = scene or Scene(person)
    history, month = scene.history, scene.month
    rows, told = [], ZERO
    for node in scene.tree.tops():
        branch = scene.branch(node.id)
        spent, usual = history.spent_in(month, branch), history.usual(branch)
        if spent or usual:
            url = scene.lines_url(month, category=node.id)
            rows.append(CategorySpending(node.id, node.name, spent, usual, url))
            told += spent
    whole = history.spent_in(month)
    if whole != told:
        url = scene.lines_url(month, uncategorised="true")
        rows.append(CategorySpending(None, "", whole - told, ZERO, url))
    return Spending(
        month=month,
        currency=scene.currency,
        income=history.income.get(month, ZERO),
        spent=whole,
        usual=history.usual(),
        spent_by_today=history.spent_by_today(month),
        usual_by_today=history.usual_by_today(),
        categories=sorted(rows, key=lambda each: (-each.spent, each.name)),
        apart=history.apart,
    )

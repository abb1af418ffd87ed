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
    """`usual` is the median of the last six whole months, None where none of them can be told.

    `category` None: what has none. A top category counts all below it.
    """

    category: UUID | None
    name: str
    spent: Decimal
    usual: Decimal | None
    url: str

    @property
    def change(self) -> Decimal | None:
        return None if self.usual is None else self.spent - self.usual


@dataclass(frozen=True, slots=True)
class Spending:
    """`categories` add up to `spent`, which is what the analytics say of the month; most first.

    `apart` are the currencies that moved this month and have no rate: they are in no figure, and where nothing else
    moved these are None. What is usual is None where none of the last six whole months can be told.
    """

    month: date
    currency: str
    income: Decimal | None
    spent: Decimal | None
    usual: Decimal | None
    spent_by_today: Decimal | None
    usual_by_today: Decimal | None
    categories: list[CategorySpending]
    apart: tuple[str, ...]

    @property
    def movers(self) -> list[CategorySpending]:
        """What is furthest from usual, either way."""
        moved = [(abs(each.change), each) for each in self.categories if each.change]
        return [each for _by, each in sorted(moved, key=lambda one: (-one[0], one[1].name))[:MOVERS]]


def spending_of(person: User, scene: Scene | None = None) -> Spending:
    """Of the running month. Five queries with one currency."""
    scene = scene or Scene(person)
    history, month = scene.history, scene.month
    apart = history.lacking.get(month, ())
    is_told, has_usual = not apart or history.has_moved(month), bool(history.usual_months())
    return Spending(
        month=month,
        currency=scene.currency,
        income=history.income.get(month, ZERO) if is_told else None,
        spent=history.spent_in(month) if is_told else None,
        usual=history.usual() if has_usual else None,
        spent_by_today=history.spent_by_today(month) if is_told else None,
        usual_by_today=history.usual_by_today() if has_usual else None,
        categories=_categories(scene, has_usual=has_usual) if is_told else [],
        apart=apart,
    )


def _categories(scene: Scene, *, has_usual: bool) -> list[CategorySpending]:
    history, month = scene.history, scene.month
    rows, told = [], ZERO
    for node in scene.tree.tops():
        branch = scene.branch(node.id)
        spent, usual = history.spent_in(month, branch), history.usual(branch)
        if spent or usual:
            url = scene.lines_url(month, category=node.id)
            rows.append(CategorySpending(node.id, node.name, spent, usual if has_usual else None, url))
            told += spent
    rest = history.spent_in(month) - told
    if rest:
        url = scene.lines_url(month, uncategorised="true")
        rows.append(CategorySpending(None, "", rest, ZERO if has_usual else None, url))
    return sorted(rows, key=lambda each: (-each.spent, each.name))

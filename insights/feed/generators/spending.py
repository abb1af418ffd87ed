"""This month against what is usual by this day, in all and by category."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.urls import reverse

from config.kernel.money import ZERO
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.category_tree import CategoryNode
from ledger.core.views.rows import drill_url

SPENDING = Insight.Type.SPENDING.value
# Before that a month's beginning tells little: the rent may have come a day later.
FIRST_DAY: Final = 5
ENOUGH_MONTHS: Final = 3
PACE: Final = Decimal("0.1")
SPIKE, FALL = Decimal("1.3"), Decimal("0.5")
FALL_FROM_DAY: Final = 15
MOST: Final = 3


@generates
def pace(scene: Scene) -> Iterator[Fact]:
    """From the fifth day: at least a tenth more or less than the median of the same days."""
    history = scene.history
    if len(history.recent) < ENOUGH_MONTHS or scene.today.day < FIRST_DAY:
        return
    usual, spent = history.usual_by_today(), history.spent_by_today(scene.month)
    off = spent - usual
    if usual <= 0 or abs(off) < max(usual * PACE, scene.little):
        return
    is_more = off > 0
    yield Fact(
        kind="pace_more" if is_more else "pace_less",
        insight_type=SPENDING,
        cause=f"pace:{scene.month:%Y-%m}:{'more' if is_more else 'less'}:{_class(off, usual)}",
        priority=62 if is_more else 40,
        data={
            "spent": facts.amount(spent, scene.currency),
            "usual": facts.amount(usual, scene.currency),
            "off": facts.amount(abs(off), scene.currency),
            "day": facts.day(scene.today),
            "share": facts.percent(abs(off) * 100 / usual),
        },
        url=scene.lines_url(scene.month),
        icon="trending-up" if is_more else "trending-down",
        expires_on=scene.end_of_month,
    )


@generates
def categories(scene: Scene) -> Iterator[Fact]:
    """What cost much more than in a whole usual month already, or much less than by this day: the largest three."""
    history = scene.history
    if len(history.recent) < ENOUGH_MONTHS:
        return
    found: list[tuple[Decimal, Fact]] = []
    for key in sorted(history.categories):
        node = scene.tree.get(key)
        if node is None:
            continue
        branch = scene.branch(key)
        so_far, usual = history.spent_in(scene.month, branch), history.usual(branch)
        if usual > 0 and so_far > usual * SPIKE and so_far - usual >= scene.little * 2:
            found.append((so_far - usual, _category(scene, node, so_far, usual, is_more=True)))
        elif scene.today.day >= FALL_FROM_DAY:
            by_now = history.usual_by_today(branch)
            if by_now >= scene.little * 4 and so_far < by_now * FALL:
                found.append((by_now - so_far, _category(scene, node, so_far, by_now, is_more=False)))
    for _off, fact in sorted(found, key=lambda each: (-each[0], each[1].cause))[:MOST]:
        yield fact


def _category(scene: Scene, node: CategoryNode, so_far: Decimal, usual: Decimal, *, is_more: bool) -> Fact:
    return Fact(
        kind="category_more" if is_more else "category_less",
        insight_type=SPENDING,
        cause=f"category:{scene.month:%Y-%m}:{node.id}:{'more' if is_more else 'less'}:{_class(so_far - usual, usual)}",
        priority=58 if is_more else 34,
        data={
            "category": facts.text(node.name),
            "spent": facts.amount(so_far, scene.currency),
            "usual": facts.amount(usual, scene.currency),
            "off": facts.amount(abs(so_far - usual), scene.currency),
            "month": facts.month(scene.month),
            "day": facts.day(scene.today),
        },
        url=scene.lines_url(scene.month, category=node.id),
        icon=node.icon,
        expires_on=scene.end_of_month,
    )


@generates
def uncategorised(scene: Scene) -> Iterator[Fact]:
    """A tenth of the month or more is in no category, so that nothing can be said of it."""
    spent, none = scene.history.spent_in(scene.month), scene.history.spent_in(scene.month, [None])  # type: ignore[list-item]
    if none <= ZERO or none < max(spent * PACE, scene.little):
        return
    yield Fact(
        kind="uncategorised",
        insight_type=SPENDING,
        cause=f"uncategorised:{scene.month:%Y-%m}",
        priority=38,
        data={"amount": facts.amount(none, scene.currency), "month": facts.month(scene.month)},
        url=drill_url(reverse("transactions"), uncategorised="true"),
        icon="tags",
        expires_on=scene.end_of_month,
    )


def _class(off: Decimal, usual: Decimal) -> int:
    """How grave it is, in doublings: what was dismissed at a tenth more comes back once it is far more."""
    share, grade = abs(off) / usual, 0
    while share >= Decimal("0.5") and grade < 5:
        share, grade = share / 2, grade + 1
    return grade

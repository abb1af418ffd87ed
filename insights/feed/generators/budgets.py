"""The plan of this month: what is over, and what will be as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.urls import reverse

from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.budgets.figures import Row
from ledger.budgets.standing import State, standings

BUDGET = Insight.Type.BUDGET.value
MOST: Final = 3
FAR: Final = Decimal("0.25")


@generates
def rows(scene: Scene) -> Iterator[Fact]:
    """The three rows that lack most: over, or heading there."""
    plan = scene.plan
    if plan is None or not plan.days.is_running:
        return
    lacking = [each for each in standings(plan) if each.state != State.ON_TRACK and each.row.overrun > 0]
    for each in sorted(lacking, key=lambda one: (-one.row.overrun, str(one.row.key)))[:MOST]:
        if each.row.overrun >= scene.little / 2:
            yield _fact(scene, each.row, is_over=each.state == State.EXCEEDED)


def _fact(scene: Scene, row: Row, *, is_over: bool) -> Fact:
    lacking = row.over if is_over else row.overrun
    is_far = row.available <= 0 or lacking > row.available * FAR
    return Fact(
        kind="budget_over" if is_over else "budget_heading",
        insight_type=BUDGET,
        cause=f"budget:{scene.month:%Y-%m}:{row.key}:{'over' if is_over else 'heading'}:{'far' if is_far else 'near'}",
        priority=78 if is_over else 68,
        data={
            "category": facts.text(row.name),
            "spent": facts.amount(row.spent, scene.currency),
            "available": facts.amount(row.available, scene.currency),
            "over": facts.amount(lacking, scene.currency),
            "projected": facts.amount(row.projected, scene.currency),
            "payments": facts.count(row.payments),
        },
        url=scene.lines_url(scene.month, category=row.key),
        icon=row.category.icon if row.category else "piggy-bank",
        expires_on=scene.end_of_month,
    )


@generates
def left(scene: Scene) -> Iterator[Fact]:
    """All of the plan is spent before the month is over."""
    plan = scene.plan
    if plan is None or not plan.days.is_running:
        return
    standing = plan.left_to_spend
    if standing.left >= 0 or -standing.left < scene.little:
        return
    yield Fact(
        kind="plan_spent",
        insight_type=BUDGET,
        cause=f"plan_spent:{scene.month:%Y-%m}",
        priority=82,
        data={
            "short": facts.amount(-standing.left, scene.currency),
            "income": facts.amount(standing.income, scene.currency),
            "until": facts.day(standing.until),
        },
        url=reverse("plan_left"),
        icon="triangle-alert",
        expires_on=scene.end_of_month,
    )

"""What is saved for: reached, late, early, or nearly there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.urls import reverse

from insights.feed import facts
from insights.feed.facts import Data, Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.goals.models import Goal
from ledger.goals.queries import GoalReport

REACHED_FOR: Final = timedelta(days=14)
EARLY: Final = 2
MOST: Final = 3


@generates
def goals(scene: Scene) -> Iterator[Fact]:
    """At most three, those that are reached or late first. Three queries."""
    found = [fact for each in scene.goals if (fact := _fact(scene, each)) is not None]
    yield from sorted(found, key=lambda each: (-each.priority, each.cause))[:MOST]


def _fact(scene: Scene, report: GoalReport) -> Fact | None:
    goal, progress = report.goal, report.progress
    kind, grade, priority = "", "", 0
    if goal.status == Goal.Status.COMPLETED:
        if goal.completed_on is None or goal.completed_on < scene.today - REACHED_FOR:
            return None
        kind, priority = "goal_reached", 72
    elif not progress.on_track:
        kind, grade, priority = "goal_behind", f"{scene.month:%Y-%m}", 64
    elif progress.months_early is not None and progress.months_early >= EARLY:
        kind, grade, priority = "goal_ahead", str(progress.months_early // 3), 30
    elif report.milestones and progress.going_in > 0 and progress.expected_on is not None:
        kind, grade, priority = "goal_on_way", str(max(report.milestones)), 28
    if not kind:
        return None
    return Fact(
        kind=kind,
        insight_type=Insight.Type.GOAL.value,
        cause=f"{kind}:{goal.pk}:{grade}",
        priority=priority,
        data=_data(report),
        url=reverse("goal", args=[goal.pk]),
        icon="target",
        expires_on=scene.in_days(14),
    )


def _data(report: GoalReport) -> Data:
    goal, progress = report.goal, report.progress
    data = {
        "goal": facts.text(goal.name),
        "saved": facts.amount(goal.saved_amount, goal.currency),
        "target": facts.amount(goal.target_amount, goal.currency),
        "share": facts.percent(progress.percent),
        "monthly": facts.amount(progress.going_in, goal.currency),
    }
    if progress.needed_monthly is not None:
        data["needed"] = facts.amount(progress.needed_monthly, goal.currency)
    if progress.expected_on is not None:
        data["expected"] = facts.day(progress.expected_on)
    if goal.target_date is not None:
        data["wanted"] = facts.day(goal.target_date)
    if progress.months_early is not None:
        data["months"] = facts.count(abs(progress.months_early))
    return data

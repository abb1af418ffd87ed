"""What is saved for a goal, and what follows from it: whether it is completed, and the quarters that were reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import DateField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.kernel.money import ZERO, MoneyField
from ledger.goals.models import Goal, GoalContribution, GoalMilestone
from ledger.goals.progress import quarters_reached

Status = Goal.Status
Kind = GoalContribution.Kind
OPEN = (Status.ACTIVE, Status.COMPLETED)


def move_saved(goal_id: UUID, amount: Decimal, kind: str) -> bool:
    """Raise what is saved, or lower it; False and nothing done where it would fall below zero.

    One conditional UPDATE, which also holds the goal's row until commit.
    """
    least = max(-amount, ZERO)
    raised = {
        "saved_amount": F("saved_amount") + Value(amount, output_field=MoneyField()),
        "updated_at": timezone.now(),
    }
    if kind == Kind.YIELD:
        raised["yield_earned"] = F("yield_earned") + Value(amount, output_field=MoneyField())
    return bool(Goal.objects.filter(pk=goal_id, saved_amount__gte=least).update(**raised))


def settle(goal_id: UUID, today: date) -> tuple[Goal, list[int]]:
    """Complete it at its target, reopen it below, and keep the quarters it has reached, each once: the new ones.

    The caller has written the row in this transaction, and so holds it.
    """
    goals = Goal.objects.filter(pk=goal_id)
    goals.filter(status=Status.ACTIVE, saved_amount__gte=F("target_amount")).update(
        status=Status.COMPLETED, completed_on=Coalesce("completed_on", Value(today, output_field=DateField()))
    )
    short = goals.filter(status__in=OPEN, saved_amount__lt=F("target_amount"))
    short.filter(completed_on__isnull=False).update(status=Status.ACTIVE, completed_on=None)
    goal = goals.get()
    if goal.status not in OPEN:
        return goal, []
    return goal, _keep_quarters(goal, today)


def _keep_quarters(goal: Goal, today: date) -> list[int]:
    quarters = quarters_reached(goal.saved_amount, goal.target_amount)
    known = set(GoalMilestone.objects.filter(goal=goal).values_list("percent", flat=True)) if quarters else set()
    new = [each for each in quarters if each not in known]
    rows = [GoalMilestone(goal=goal, percent=each, reached_on=today) for each in new]
    GoalMilestone.objects.bulk_create(rows, ignore_conflicts=True)
    return new

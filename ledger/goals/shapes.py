"""Goals and what went in as the API and live frames give them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from config.kernel.money import money_text
from ledger.goals.models import Goal, GoalContribution

if TYPE_CHECKING:
    from ledger.goals.queries import GoalReport


def goal_values(goal: Goal) -> dict[str, Any]:
    """What needs no look beyond its row; ids and days as text, so that frames can carry it."""
    currency = goal.currency
    return {
        "id": str(goal.pk),
        "name": goal.name,
        "description": goal.description,
        "goal_type": str(goal.goal_type),
        "target_amount": money_text(goal.target_amount, currency),
        "saved_amount": money_text(goal.saved_amount, currency),
        "current_amount": money_text(goal.saved_amount, currency),
        "yield_earned": money_text(goal.yield_earned, currency),
        "currency": currency,
        "monthly_amount": None if goal.monthly_amount is None else money_text(goal.monthly_amount, currency),
        "target_date": goal.target_date.isoformat() if goal.target_date else None,
        "priority": goal.priority,
        "category": str(goal.category_id) if goal.category_id else None,
        "icon": goal.icon,
        "color": goal.color,
        "status": str(goal.status),
        "is_shared": goal.household_id is not None,
        "added_by": str(goal.added_by_id) if goal.added_by_id else None,
        "completed_on": goal.completed_on.isoformat() if goal.completed_on else None,
        "version": goal.version,
    }


def goal_shape(report: GoalReport, accounts: Collection[UUID]) -> dict[str, Any]:
    """`accounts` are those the reader knows of; another one is not named."""
    goal, progress = report.goal, report.progress
    needed = progress.needed_monthly
    return {
        **goal_values(goal),
        "money_account": goal.account_id if goal.account_id in accounts else None,
        "progress": str(progress.percent),
        "left_amount": money_text(progress.left, goal.currency),
        "days_remaining": progress.days_remaining,
        "months_remaining": progress.months_left,
        "needed_monthly": None if needed is None else money_text(needed, goal.currency),
        "going_in_monthly": money_text(progress.going_in, goal.currency),
        "expected_on": progress.expected_on,
        "months_early": progress.months_early,
        "on_track": progress.on_track,
        "milestones": report.milestones,
        "created_at": goal.created_at,
        "updated_at": goal.updated_at,
    }


def contribution_shape(each: GoalContribution, currency: str, entries: Collection[UUID]) -> dict[str, Any]:
    """`entries` are the transactions the reader may see; another one is not named."""
    return {
        "id": each.pk,
        "goal": each.goal_id,
        "kind": each.kind,
        "amount": money_text(abs(each.amount), currency),
        "currency": currency,
        "on": each.on,
        "note": each.note,
        "transaction": each.transaction_id if each.transaction_id in entries else None,
        "person": each.person_id,
        "counts": each.counts,
        "created_at": each.created_at,
    }

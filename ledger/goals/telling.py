"""Who hears of a goal: its owner, or the household's people of now. Nobody else, by no frame."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.notifications.services import notify
from config.kernel.live import push
from config.kernel.money import money_text
from ledger.core.models import HouseholdMember
from ledger.goals.models import Goal

MILESTONE, BEHIND = "goal_milestone", "goal_behind"


def people_of(goal: Goal) -> list[UUID]:
    """One query for one of a household, none for a person's own."""
    if goal.owner_id is not None:
        return [goal.owner_id]
    members = HouseholdMember.objects.filter(household=goal.household_id, is_open=True)
    return list(members.order_by("person").values_list("person", flat=True))


def tell_added(goal: Goal, shape: dict[str, Any], by: UUID) -> None:
    push(people_of(goal), "goal:added", {"goal": shape, "added_by": str(by)})


def tell_changed(goal: Goal, by: UUID | None) -> None:
    push(people_of(goal), "goal:updated", {"goal_id": str(goal.pk), "updated_by": str(by) if by else None})


def tell_deleted(goal: Goal, people: list[UUID], by: UUID | None) -> None:
    """`people` were looked up before the goal went."""
    push(people, "goal:deleted", {"goal_id": str(goal.pk), "deleted_by": str(by) if by else None})


def tell_progress(goal: Goal, by: UUID | None, quarters: list[int]) -> None:
    """What is saved has changed; of several quarters that were reached at once the last is told. Call it last."""
    people = people_of(goal)
    told = {
        "goal_id": str(goal.pk),
        "new_amount": money_text(goal.saved_amount, goal.currency),
        "updated_by": str(by) if by else None,
    }
    push(people, "goal:progress", told)
    if not quarters:
        return
    data = {**about(goal), "percent": max(quarters)}
    for person_id in people:
        notify(person_id=person_id, kind=MILESTONE, cause=f"{MILESTONE}:{goal.pk}:{max(quarters)}", data=data)


def about(goal: Goal) -> dict[str, Any]:
    """What the words of a notification need of it."""
    return {"goal": str(goal.pk), "name": goal.name, "saved": str(goal.saved_amount), "currency": goal.currency}

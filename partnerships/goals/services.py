"""Asking the partner for a goal of both, for its change, and for its end. What goes in is asked of nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from ledger.goals.keeping import check_may_go
from ledger.goals.models import Goal
from ledger.goals.services import add_household_goal
from ledger.goals.values import checked, values_of
from partnerships.approvals.items import WAITS, ask_about, settled, withdraw_waiting
from partnerships.approvals.models import Approval
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.goals import errors
from partnerships.goals.kinds import ADD, DELETE, EDIT
from partnerships.goals.values import as_text, text_of

Status = Goal.Status


@transaction.atomic
def add_goal(*, standing: Standing, values: Mapping[str, Any], message: str = "") -> tuple[Goal, Approval]:
    """A goal of both; it counts once the partner has agreed. Raises FieldError; Overtaken `no_partnership`,
    `partnership_paused`.
    """
    partnership = hold_active(standing)
    goal, found = add_household_goal(
        household_id=partnership.household_id, currency=partnership.currency, added_by=standing.person, **values
    )
    after = as_text({**found, "status": Status.ACTIVE}, partnership.currency)
    return goal, ask_about(standing=standing, kind=ADD, item=goal, before={}, after=after, message=message)


@transaction.atomic
def ask_to_change(
    *, standing: Standing, goal: Goal, changes: Mapping[str, Any], version: int | None = None, message: str = ""
) -> Approval:
    """Ask the partner to change it, archiving included; until they agree it stays as it is.

    Raises:
        FieldError: values that cannot be; `unchanged`.
        Conflict: `version` is given and is not the current one.
        Overtaken: `waits_for_approval`, `item_moved` where it is gone, and as request_approval.
    """
    partnership = hold_active(standing)
    fresh = _settled(goal, version)
    before = values_of(fresh)
    after = checked(
        {**before, **changes},
        person=standing.person,
        currency=partnership.currency,
        household_id=partnership.household_id,
        was=fresh,
    )
    if before == after:
        raise errors.nothing_changes()
    return ask_about(
        standing=standing,
        kind=EDIT,
        item=fresh,
        before=as_text(before, partnership.currency),
        after=as_text(after, partnership.currency),
        message=message,
    )


@transaction.atomic
def ask_to_delete(*, standing: Standing, goal: Goal, version: int | None = None, message: str = "") -> Approval | None:
    """Ask the partner to drop it with what went in. One that still waits is withdrawn by its adder, at once and without
    asking: None. Raises as ask_to_change; FieldError `in_closed_month`.
    """
    hold_active(standing)
    if goal.status == WAITS and withdraw_waiting(kind=ADD, object_id=goal.pk, by=standing):
        return None
    fresh = _settled(goal, version)
    check_may_go(fresh.pk)
    return ask_about(standing=standing, kind=DELETE, item=fresh, before=text_of(fresh), after={}, message=message)


def _settled(goal: Goal, version: int | None) -> Goal:
    return settled(goal, version, gone=errors.goal_gone(), waits=errors.still_waits())


def waiting_of(partnership_id: UUID) -> dict[UUID, Approval]:
    """What waits about goals of a partnership, by goal. One query."""
    waiting = Approval.objects.filter(partnership=partnership_id, status=Approval.Status.PENDING)
    found = waiting.filter(kind__in=(ADD, EDIT, DELETE)).order_by("created_at")
    return {each.object_id: each for each in found if each.object_id is not None}

"""Making a goal, changing it and its end. Of a household's goal the two decide above: see goals.sharing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ledger.core import errors as core_errors
from ledger.core.models import MoneyAccount
from ledger.goals import errors
from ledger.goals.keeping import check_may_go
from ledger.goals.models import Goal
from ledger.goals.services.saved import settle
from ledger.goals.shapes import goal_values
from ledger.goals.telling import people_of, tell_added, tell_changed, tell_deleted, tell_progress
from ledger.goals.values import Values, checked, defaults, values_of

MOST_GOALS = 200
Status = Goal.Status


@database_transaction.atomic
def create_goal(*, person: User, currency: str | None = None, **values: Unpack[Values]) -> Goal:
    """One of the person's own. Without `currency` that of its account counts, else the person's.

    Raises FieldError.
    """
    whole = _whole(values)
    currency = currency or _currency_of(person, whole["account_id"]) or person.currency
    found = checked(whole, person=person, currency=currency, household_id=None)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    goal = _insert(Goal(owner=person, added_by=person, currency=currency, **found))
    tell_added(goal, goal_values(goal), person.pk)
    return goal


@database_transaction.atomic
def add_household_goal(
    *, household_id: UUID, currency: str, added_by: User, **values: Unpack[Values]
) -> tuple[Goal, dict[str, Any]]:
    """One of both, which waits: it is in no sum and takes no money. With its values, as they are to be.

    The caller holds the household and asks the other. Raises FieldError.
    """
    found = checked(_whole(values), person=added_by, currency=currency, household_id=household_id)
    goal = Goal(household_id=household_id, added_by=added_by, currency=currency, **found)
    goal.status = Status.PENDING_APPROVAL
    _insert(goal)
    tell_added(goal, goal_values(goal), added_by.pk)
    return goal, found


@database_transaction.atomic
def update_goal(*, goal: Goal, changed_by: User, version: int | None = None, **changes: Unpack[Values]) -> Goal:
    """Change one of the person's own, archiving and reopening it included.

    Raises: Conflict where `version` is not the current one; FieldError, NoLongerThere.
    """
    fresh = Goal.objects.select_for_update(of=("self",)).filter(pk=goal.pk, owner=changed_by).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    wanted = {**values_of(fresh), **changes}
    found = checked(wanted, person=changed_by, currency=fresh.currency, household_id=None, was=fresh)
    changed = put_values(goal_id=fresh.pk, base_version=fresh.version, values=found, today=changed_by.today)
    assert changed is not None, "the row is locked"
    tell_change(*changed, by=changed_by.pk)
    return changed[0]


def put_values(
    *, goal_id: UUID, base_version: int, values: Mapping[str, Any], today: date
) -> tuple[Goal, list[int]] | None:
    """Write checked values, where the goal still has that version; one conditional UPDATE says so, else None.

    With the quarters that are reached by it, a smaller target. The caller tells of it, last.
    """
    there = Goal.objects.filter(pk=goal_id, version=base_version)
    if not there.update(**values, version=F("version") + 1, updated_at=timezone.now()):
        return None
    return settle(goal_id, today)


def tell_change(goal: Goal, quarters: list[int], *, by: UUID | None) -> None:
    if quarters:
        tell_progress(goal, by, quarters)
    tell_changed(goal, by)


@database_transaction.atomic
def archive_goal(*, goal: Goal, changed_by: User) -> Goal:
    """Put one of the person's own away; what is saved stays with it, out of every sum."""
    return update_goal(goal=goal, changed_by=changed_by, status=Status.ARCHIVED)


@database_transaction.atomic
def reopen_goal(*, goal: Goal, changed_by: User) -> Goal:
    """It counts again, as active or completed by what is saved."""
    return update_goal(goal=goal, changed_by=changed_by, status=Status.ACTIVE)


@database_transaction.atomic
def delete_goal(*, goal: Goal, deleted_by: User, version: int | None = None) -> None:
    """Forget one of the person's own with what went in; accounts know nothing of it.

    Raises Conflict, NoLongerThere; FieldError `in_closed_month`.
    """
    fresh = Goal.objects.select_for_update(of=("self",)).filter(pk=goal.pk, owner=deleted_by).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    check_may_go(fresh.pk)
    remove(fresh, by=deleted_by.pk)


def remove(goal: Goal, *, by: UUID | None) -> None:
    people = people_of(goal)
    goal_id = goal.pk
    goal.delete()
    goal.pk = goal_id
    tell_deleted(goal, people, by)


def _whole(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**defaults(values.get("goal_type", Goal.Type.OTHER)), **values}


def _currency_of(person: User, account_id: UUID | None) -> str | None:
    if account_id is None:
        return None
    accounts = MoneyAccount.objects.visible_to(person).filter(pk=account_id)
    return accounts.values_list("currency", flat=True).first()


def _insert(goal: Goal) -> Goal:
    """The caller holds whose it is, so that the count is true."""
    if Goal.objects.of(owner=goal.owner, household=goal.household_id).count() >= MOST_GOALS:
        raise errors.too_many(MOST_GOALS)
    goal.clean_fields(exclude=["category", "account", "added_by", "owner", "household"])
    goal.save(force_insert=True)
    return goal

"""Proposed changes: kept with the answer, carried out once by the services of their pages, taken back by theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chat.assistant import errors
from chat.assistant.models import AssistantAction, AssistantMessage
from chat.assistant.tools.outcomes import Proposal
from chat.assistant.tools.proposing import CREATE_GOAL, LOG_EXPENSE, MOVE_BUDGET, SET_BUDGET
from ledger.budgets.models import Budget
from ledger.budgets.services.changing import move_allocation, remove_allocation, set_allocation
from ledger.core import services as ledger_services
from ledger.core.errors import Conflict, NoLongerThere
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.rules import signed
from ledger.goals.models import Goal
from ledger.goals.services.goals import create_goal, delete_goal

OPEN_FOR: Final = timedelta(hours=24)
UNDO_FOR: Final = timedelta(hours=24)
Status = AssistantAction.Status
Payload = Mapping[str, Any]


class Kind(NamedTuple):
    """`carry_out` returns what `take_back` needs, and the address of what was made under `url`."""

    carry_out: Callable[[User, Payload], dict[str, Any]]
    take_back: Callable[[User, Payload], None]


def keep_proposals(message: AssistantMessage, proposals: list[Proposal]) -> list[AssistantAction]:
    """One row each, open for a day. One query, none for none."""
    until = timezone.now() + OPEN_FOR
    rows = [
        AssistantAction(
            person_id=message.person_id,
            message=message,
            kind=each.kind,
            label=each.label,
            payload=dict(each.payload),
            expires_at=until,
        )
        for each in proposals
    ]
    return AssistantAction.objects.bulk_create(rows) if rows else []


@database_transaction.atomic
def confirm_action(*, action: AssistantAction, person: User) -> AssistantAction:
    """Carry out what was proposed, once whoever presses how often: one conditional UPDATE decides.

    The caller found `action` through `visible_to(person)`. Raises Decided: `expired`, `already_decided`, or `refused`
    by the change's own service.
    """
    if action.expires_at <= timezone.now():
        raise errors.expired()
    _decide(action, Status.PENDING, Status.DONE)
    try:
        action.result = KINDS[action.kind].carry_out(person, action.payload)
    except ValidationError as refused:
        raise errors.refused(refused) from refused
    except (Conflict, NoLongerThere) as changed:
        raise errors.nothing_to_undo() from changed
    action.result["done_at"] = timezone.now().isoformat()
    action.save(update_fields=["result"])
    return action


@database_transaction.atomic
def dismiss_action(*, action: AssistantAction) -> AssistantAction:
    """It will not be done. Raises Decided `already_decided`."""
    _decide(action, Status.PENDING, Status.DISMISSED)
    return action


@database_transaction.atomic
def undo_action(*, action: AssistantAction, person: User) -> AssistantAction:
    """Take back what was carried out, for a day. Raises Decided `nothing_to_undo`, `refused`."""
    if not may_undo(action):
        raise errors.nothing_to_undo()
    if not _changed(action, Status.DONE, Status.UNDONE):
        raise errors.nothing_to_undo()
    try:
        KINDS[action.kind].take_back(person, action.result)
    except ValidationError as refused:
        raise errors.refused(refused) from refused
    except (Conflict, NoLongerThere) as changed:
        raise errors.nothing_to_undo() from changed
    return action


def may_undo(action: AssistantAction) -> bool:
    """Done, and not longer ago than a day."""
    return action.status == Status.DONE and timezone.now() < action.expires_at + UNDO_FOR


def _decide(action: AssistantAction, was: str, becomes: str) -> None:
    if not _changed(action, was, becomes):
        raise errors.decided()


def _changed(action: AssistantAction, was: str, becomes: str) -> bool:
    changed = AssistantAction.objects.filter(pk=action.pk, status=was).update(status=becomes)
    if changed:
        action.status = becomes
    return bool(changed)


def _log(person: User, payload: Payload) -> dict[str, Any]:
    account = MoneyAccount.objects.owned_by(person).filter(pk=payload["account"]).first()
    if account is None:
        raise NoLongerThere
    entry = ledger_services.record_transaction(
        account=account,
        recorded_by=person,
        amount=signed(payload["kind"], Decimal(payload["amount"])),
        kind=payload["kind"],
        booked_on=date.fromisoformat(payload["booked_on"]),
        payee=payload["payee"],
        category=_category(person, payload["category"]),
    )
    return {"transaction": str(entry.pk), "url": reverse("transaction_detail", args=[entry.pk])}


def _unlog(person: User, result: Payload) -> None:
    entry = Transaction.objects.owned_by(person).live().filter(pk=result["transaction"]).first()
    if entry is None:
        raise NoLongerThere
    ledger_services.bin_transaction(entry=entry, changed_by=person)


def _set(person: User, payload: Payload) -> dict[str, Any]:
    budget, category = _budget(person, payload), _category(person, payload["category"])
    if category is None:
        raise NoLongerThere
    before = budget.allocations.filter(category=category).values_list("allocated_amount", flat=True).first()
    set_allocation(budget=budget, place=category, amount=Decimal(payload["amount"]))
    was = None if before is None else str(before)
    return {**_place(payload), "was": was, "amount": payload["amount"], "url": reverse("plan")}


def _unset(person: User, result: Payload) -> None:
    """Back to what it was, unless it was changed to something else since."""
    budget, category = _budget(person, result), _category(person, result["category"])
    now = budget.allocations.filter(category=category).values_list("allocated_amount", flat=True).first()
    if category is None or now is None or now != Decimal(result["amount"]):
        raise NoLongerThere
    if result["was"] is None:
        remove_allocation(budget=budget, key=category.pk)
    else:
        set_allocation(budget=budget, place=category, amount=Decimal(result["was"]))


def _move(person: User, payload: Payload) -> dict[str, Any]:
    target = _category(person, payload["category"])
    if target is None:
        raise NoLongerThere
    amount = Decimal(payload["amount"])
    move_allocation(budget=_budget(person, payload), source=UUID(payload["source"]), target=target, amount=amount)
    return {**_place(payload), "source": payload["source"], "amount": payload["amount"], "url": reverse("plan")}


def _unmove(person: User, result: Payload) -> None:
    source = _category(person, result["source"])
    if source is None:
        raise NoLongerThere
    amount = Decimal(result["amount"])
    move_allocation(budget=_budget(person, result), source=UUID(result["category"]), target=source, amount=amount)


def _make_goal(person: User, payload: Payload) -> dict[str, Any]:
    by = payload["target_date"]
    goal = create_goal(
        person=person,
        currency=payload["currency"],
        name=payload["name"],
        target_amount=Decimal(payload["target_amount"]),
        target_date=date.fromisoformat(by) if by else None,
    )
    return {"goal": str(goal.pk), "url": reverse("goal", args=[goal.pk])}


def _unmake_goal(person: User, result: Payload) -> None:
    """Only while nothing went into it."""
    goal = Goal.objects.filter(owner=person, pk=result["goal"]).first()
    if goal is None or goal.contributions.exists():
        raise NoLongerThere
    delete_goal(goal=goal, deleted_by=person)


def _place(payload: Payload) -> dict[str, Any]:
    return {"budget": payload["budget"], "category": payload["category"]}


def _budget(person: User, payload: Payload) -> Budget:
    found = Budget.objects.changeable_by(person).filter(pk=payload["budget"]).first()
    if found is None:
        raise NoLongerThere
    return found


def _category(person: User, key: str | None) -> Category | None:
    return Category.objects.visible_to(person).filter(pk=key).first() if key else None


KINDS: Final[Mapping[str, Kind]] = {
    LOG_EXPENSE: Kind(_log, _unlog),
    SET_BUDGET: Kind(_set, _unset),
    MOVE_BUDGET: Kind(_move, _unmove),
    CREATE_GOAL: Kind(_make_goal, _unmake_goal),
}

"""Proposed changes: kept with the answer, carried out once by the services of their pages, taken back by theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from chat.assistant import errors
from chat.assistant.carrying import KINDS, ChangedSince
from chat.assistant.models import AssistantAction, AssistantMessage
from chat.assistant.tools.outcomes import Proposal
from ledger.core.errors import Conflict, NoLongerThere

OPEN_FOR: Final = timedelta(hours=24)
UNDO_FOR: Final = timedelta(hours=24)
Status = AssistantAction.Status


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
    """Take back what was carried out, for a day. Raises Decided `nothing_to_undo`, `changed_since`, `refused`."""
    if not may_undo(action):
        raise errors.nothing_to_undo()
    if not _changed(action, Status.DONE, Status.UNDONE):
        raise errors.nothing_to_undo()
    try:
        KINDS[action.kind].take_back(person, action.result)
    except ValidationError as refused:
        raise errors.refused(refused) from refused
    except (Conflict, ChangedSince) as changed:
        raise errors.changed_since() from changed
    except NoLongerThere as gone:
        raise errors.nothing_to_undo() from gone
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

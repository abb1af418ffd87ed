"""What happened between the two, said in their chat: each once, by a job, however often it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from chat.models import Message
from chat.services import tell
from config.kernel import jobs
from config.kernel.events import receives
from partnerships.approvals.events import ApprovalRequested, ApprovalResponded
from partnerships.approvals.models import Approval
from partnerships.core.events import PartnershipChanged
from partnerships.core.models import Member, Partnership
from partnerships.expenses.events import SharedExpenseChanged
from partnerships.expenses.models import SharedExpense
from partnerships.statements.events import SettlementChanged
from partnerships.statements.models import Settlement

SAY = "chat.say_what_happened"
_OF_PARTNERSHIPS = {"started", "paused", "resumed", "ended"}
_OF_SETTLEMENTS = {"made", "undone"}


@receives(PartnershipChanged)
def partnership_changed(told: PartnershipChanged) -> None:
    """It may be paused more than once; when it was last changed tells the one time from the other."""
    if told.what not in _OF_PARTNERSHIPS:
        return
    changed = Partnership.objects.filter(pk=told.partnership_id).values_list("updated_at", flat=True).first()
    if changed is not None:
        _enqueue(
            told.partnership_id, f"partnership:{told.what}", f"{told.partnership_id}:{changed.isoformat()}", told.by
        )


@receives(ApprovalRequested)
def approval_requested(told: ApprovalRequested) -> None:
    _enqueue(told.partnership_id, "approval:requested", str(told.approval_id), told.by, approval=told.approval_id)


@receives(ApprovalResponded)
def approval_responded(told: ApprovalResponded) -> None:
    _enqueue(told.partnership_id, f"approval:{told.status}", str(told.approval_id), told.by, approval=told.approval_id)


@receives(SharedExpenseChanged)
def expense_changed(told: SharedExpenseChanged) -> None:
    if told.what == "added":
        _enqueue(told.partnership_id, "expense:added", str(told.expense_id), told.by, expense=told.expense_id)


@receives(SettlementChanged)
def settlement_changed(told: SettlementChanged) -> None:
    if told.what in _OF_SETTLEMENTS:
        event = f"settlement:{told.what}"
        _enqueue(told.partnership_id, event, str(told.settlement_id), told.by, settlement=told.settlement_id)


def _enqueue(partnership_id: UUID, event: str, cause: str, by: UUID | None, **about: UUID) -> None:
    payload = {"partnership": str(partnership_id), "event": event, "cause": f"{event}:{cause}"}
    payload |= {name: str(key) for name, key in about.items()}
    jobs.enqueue(SAY, {**payload, "by": str(by) if _is_here(by) else None})


def _is_here(by: UUID | None) -> bool:
    """What ends because somebody leaves is said after they have; no job is to name them."""
    return by is not None and User.objects.filter(pk=by).exists()


@jobs.handles(SAY)
def say_what_happened(job: jobs.JobRun) -> None:
    with transaction.atomic():
        write_down(job.payload)


def write_down(payload: Mapping[str, Any]) -> Message | None:
    """One row for a cause, and a frame to both unless their partnership has ended. None: it is said already, or gone.

    Call it inside a transaction.
    """
    partnership = Partnership.objects.select_for_update(no_key=True).filter(pk=payload["partnership"]).first()
    if partnership is None or Message.objects.filter(cause=payload["cause"]).exists():
        return None
    members = list(Member.objects.filter(partnership=partnership).select_related("person"))
    details = _details(payload)
    if details is None:
        return None
    who = next((each.place for each in members if str(each.person_id) == payload["by"]), None)
    message = Message.objects.create(
        partnership=partnership,
        kind=Message.Kind.SYSTEM,
        event=payload["event"],
        cause=payload["cause"],
        details=details if who is None else {**details, "who": who},
        expense_id=payload.get("expense"),
    )
    if partnership.status != Partnership.Status.ENDED:
        tell(message, [each.person for each in members])
    return message


def _details(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the sentence needs, as it was when it happened; None where there is nothing (any more) to tell of."""
    if "approval" in payload:
        title = Approval.objects.filter(pk=payload["approval"]).values_list("title", flat=True).first()
        return None if title is None else {"title": title}
    if "expense" in payload:
        # One that waits for the other is told of by its question.
        expense = SharedExpense.objects.filter(pk=payload["expense"]).first()
        waits = expense is not None and expense.status == SharedExpense.Status.PENDING_APPROVAL
        return None if expense is None or waits else {"title": expense.name}
    if "settlement" in payload:
        made = Settlement.objects.filter(pk=payload["settlement"]).select_related("partnership").first()
        if made is None:
            return None if payload["event"] == "settlement:made" else {}
        money = {"amount": str(made.amount), "currency": made.partnership.currency}
        return {"payer": made.payer, "payee": 1 - made.payer, **money}
    return {}

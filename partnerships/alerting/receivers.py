"""What happens between the two becomes a job that tells the one it concerns."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from config.kernel import jobs
from config.kernel.events import receives
from config.kernel.registry import deletes_person_data
from partnerships.alerting import telling
from partnerships.approvals.events import ApprovalRequested, ApprovalResponded
from partnerships.core.events import PartnershipChanged
from partnerships.expenses.events import SharedPaymentOutgrown
from partnerships.inviting.events import InvitationSent
from partnerships.statements.events import ContributionsDue, SettlementChanged

TELL = "partnerships.alerting.tell"

deletes_person_data(telling.forget_name_of)


@receives(ApprovalRequested)
def approval_requested(told: ApprovalRequested) -> None:
    _enqueue("request", told.approval_id)


@receives(ApprovalResponded)
def approval_responded(told: ApprovalResponded) -> None:
    _enqueue("answer", told.approval_id)


@receives(InvitationSent)
def invitation_sent(told: InvitationSent) -> None:
    _enqueue("invitation", told.invitation_id)


@receives(PartnershipChanged)
def partnership_changed(told: PartnershipChanged) -> None:
    if told.what == "started":
        _enqueue("beginning", told.partnership_id, by=str(told.by))
    elif told.what == "ended":
        _enqueue("end", told.partnership_id, by=str(told.by) if told.by else None)


@receives(SettlementChanged)
def settlement_changed(told: SettlementChanged) -> None:
    if told.what == "made":
        _enqueue("settlement", told.settlement_id, by=str(told.by))


@receives(ContributionsDue)
def contributions_due(told: ContributionsDue) -> None:
    _enqueue("contributions", told.partnership_id, month=told.month.isoformat())


@receives(SharedPaymentOutgrown)
def payment_outgrown(told: SharedPaymentOutgrown) -> None:
    _enqueue("outgrown", told.payment_id, by=str(told.person_id), transaction=str(told.transaction_id))


def _enqueue(what: str, key: UUID, **more: Any) -> None:
    jobs.enqueue(TELL, {"what": what, "key": str(key), **more})


@jobs.handles(TELL)
def run_tell(job: jobs.JobRun) -> None:
    what, key = job.payload["what"], UUID(job.payload["key"])
    if what == "request":
        telling.tell_of_request(key)
    elif what == "answer":
        telling.tell_of_answer(key)
    elif what == "invitation":
        telling.tell_of_invitation(key)
    elif what == "contributions":
        telling.tell_of_contributions(key, date.fromisoformat(job.payload["month"]))
    elif what == "outgrown":
        telling.tell_of_outgrown(key, UUID(job.payload["by"]), UUID(job.payload["transaction"]))
    elif what == "end":
        by = job.payload["by"]
        telling.tell_of_end(key, UUID(by) if by else None)
    else:
        acts = {
            "beginning": telling.tell_of_beginning,
            "settlement": telling.tell_of_settlement,
        }
        acts[what](key, UUID(job.payload["by"]))

"""Payments follow their transactions, and a new agreement splits its running month anew: both by jobs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from config.kernel import jobs, schedule
from config.kernel.events import receives
from ledger.budgets import joint_money
from ledger.budgets.receivers import look_at_household_soon
from partnerships.agreements.events import AgreementMade
from partnerships.core.events import CoupleTransactionsChanged
from partnerships.core.models import Partnership
from partnerships.expenses import kinds as kinds  # registers them
from partnerships.expenses.events import SharedPaymentChanged
from partnerships.expenses.paid_for_both import PaidForBoth
from partnerships.expenses.services import follow_transactions, resplit
from partnerships.expenses.services.following import is_followed

FOLLOW, FOLLOW_ALL, RESPLIT = "follow_transactions", "follow_all_transactions", "resplit_payments"

joint_money.register(PaidForBoth())
# An announcement may be lost with its process; this finds what it was about.
schedule.daily(hour=1, name="Bring shared payments up to date with their transactions", kind=FOLLOW_ALL)


@receives(CoupleTransactionsChanged)
def follow(event: CoupleTransactionsChanged) -> None:
    """One query; a job only where something shared is among them."""
    if is_followed(event.ids, event.account_id):
        jobs.enqueue(FOLLOW, {"ids": [str(each) for each in event.ids], "account": str(event.account_id)})


@receives(AgreementMade)
def split_anew(event: AgreementMade) -> None:
    jobs.enqueue(RESPLIT, {"partnership": str(event.partnership_id), "since": event.starts_on.isoformat()})


@receives(SharedPaymentChanged)
def look_at_plan(event: SharedPaymentChanged) -> None:
    """What the two plan together counts it. Two queries at most."""
    household = Partnership.objects.filter(pk=event.partnership_id).values_list("household_id", flat=True).first()
    if household is not None:
        look_at_household_soon(household)


@jobs.handles(FOLLOW)
def run_follow(job: jobs.JobRun) -> None:
    follow_transactions([UUID(each) for each in job.payload["ids"]], UUID(job.payload["account"]))


@jobs.handles(FOLLOW_ALL)
def run_follow_all(job: jobs.JobRun) -> None:
    follow_transactions()


@jobs.handles(RESPLIT)
def run_resplit(job: jobs.JobRun) -> None:
    resplit(UUID(job.payload["partnership"]), date.fromisoformat(job.payload["since"]))

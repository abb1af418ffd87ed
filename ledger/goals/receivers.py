"""What goals do for the kernel and the ledger's core: they follow their payments, and say once a month who is late."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from config.kernel import jobs, schedule
from config.kernel.events import receives
from ledger.core.events import TransactionsChanged
from ledger.goals import notices as notices  # registers its kinds
from ledger.goals.behind import tell_behind
from ledger.goals.services import follow_payments, is_followed

FOLLOW, FOLLOW_ALL, TELL_BEHIND = "follow_goal_payments", "follow_all_goal_payments", "tell_goals_behind"

# An announcement may be lost with its process; this finds what it was about.
schedule.daily(hour=1, name="Bring goals up to date with their payments", kind=FOLLOW_ALL)
schedule.daily(hour=7, name="Say which goals come late", kind=TELL_BEHIND)


@receives(TransactionsChanged)
def follow(event: TransactionsChanged) -> None:
    """One query, none of what is new; a job only where a goal has a part of one of them."""
    if not event.are_new and is_followed(event.ids, event.account_id):
        jobs.enqueue(FOLLOW, {"ids": [str(each) for each in event.ids], "account": str(event.account_id)})


@jobs.handles(FOLLOW)
def run_follow(job: jobs.JobRun) -> None:
    follow_payments([UUID(each) for each in job.payload["ids"]], UUID(job.payload["account"]))


@jobs.handles(FOLLOW_ALL)
def run_follow_all(job: jobs.JobRun) -> None:
    follow_payments()


@jobs.handles(TELL_BEHIND)
def run_tell_behind(job: jobs.JobRun) -> None:
    tell_behind(timezone.localdate(), job.extend)

"""What advice does for the kernel and below: it reminds, and asks partners."""

from __future__ import annotations

from celery import shared_task

from config.kernel import jobs, schedule
from insights.advice import approving as approving  # registers its kind
from insights.advice import notices as notices  # registers its kind
from insights.advice.reminding import remind_due

REMIND_TASK = "tuppence.remind_of_advice"
REMIND = "remind_of_advice"

schedule.every(seconds=1800, name="Remind of what somebody waits to buy", task=REMIND_TASK)


@shared_task(name=REMIND_TASK)
def remind_of_advice() -> None:
    """Every half hour, since morning comes at another moment in each time zone."""
    schedule.enqueue_periodic(REMIND)


@jobs.handles(REMIND)
def run_remind(job: jobs.JobRun) -> None:
    remind_due(job.extend)

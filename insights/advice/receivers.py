"""What advice does for the kernel and below: it reminds, asks partners, and has a model word what it says."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from accounts.models import User
from config.kernel import jobs, schedule
from insights.advice import approving as approving  # registers its kind
from insights.advice import notices as notices  # registers its kind
from insights.advice.demo import ask
from insights.advice.reminding import remind_due
from insights.advice.services import WORD, word_by_model
from insights.language.contract import Unavailable
from ledger.demo.household import furnishes_demo

REMIND_TASK = "tuppence.remind_of_advice"
REMIND = "remind_of_advice"

furnishes_demo(ask)
schedule.every(seconds=1800, name="Remind of what somebody waits to buy", task=REMIND_TASK)


@shared_task(name=REMIND_TASK)
def remind_of_advice() -> None:
    """Every half hour, since morning comes at another moment in each time zone."""
    schedule.enqueue_periodic(REMIND)


@jobs.handles(REMIND)
def run_remind(job: jobs.JobRun) -> None:
    remind_due(job.extend)


@jobs.handles(WORD)
def run_word(job: jobs.JobRun) -> None:
    """The local words stand until then, and where no model answers."""
    assert job.person_id is not None, "it is written for a person"
    person = User.objects.filter(pk=job.person_id, is_active=True).first()
    if person is None:
        return
    try:
        word_by_model(person=person, key=UUID(job.payload["advice"]))
    except Unavailable:
        return

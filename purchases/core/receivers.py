"""What things do for the kernel and below: they age, follow their categories, and part when couples do."""

from __future__ import annotations

from celery import shared_task

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.registry import deletes_person_data
from partnerships.core.services import on_end
from purchases.core import following as following  # registers itself
from purchases.core import notices as notices  # registers its kinds
from purchases.core.ageing import expire_due, remind
from purchases.core.models import Purchase
from purchases.core.services import end_sharing

EXPIRE_TASK = "tuppence.expire_warranties"
EXPIRE, REMIND = "expire_warranties", "remind_of_warranties"

schedule.every(seconds=600, name="Expire warranties", task=EXPIRE_TASK)
schedule.daily(hour=7, name="Remind of warranties that end", kind=REMIND)
on_end(end_sharing)


@shared_task(name=EXPIRE_TASK)
def expire_warranties() -> None:
    """Every ten minutes, since midnight comes at another moment in each time zone."""
    schedule.enqueue_periodic(EXPIRE)


@jobs.handles(EXPIRE)
def run_expire(job: jobs.JobRun) -> None:
    expire_due(job.extend)


@jobs.handles(REMIND)
def run_remind(job: jobs.JobRun) -> None:
    remind(job.extend)


@deletes_person_data
def delete_things(person: User) -> None:
    """Before the retailers and brands they name, which the database would not let go."""
    Purchase.objects.filter(owner=person).delete()

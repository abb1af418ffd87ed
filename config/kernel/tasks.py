from __future__ import annotations

from typing import Any
from uuid import UUID

from celery import Task, shared_task

from config.kernel import health, housekeeping, jobs, mail, schedule, startup
from config.kernel.backing_up import planning, runs, working
from config.kernel.backup.making import BRING, bring
from config.kernel.backup.restoring import recover_before_serving
from config.kernel.job_sending import RUN_JOB


@shared_task(name=RUN_JOB, bind=True)
def run_job(self: Task[Any, Any], job_id: str) -> None:
    jobs.run(UUID(job_id), may_spawn=not self.request.is_eager)


@shared_task(name="tuppence.sweep_jobs")
def sweep_jobs() -> None:
    health.worker_is_alive()
    jobs.sweep()


@shared_task(name="tuppence.enqueue_periodic")
def enqueue_periodic(kind: str) -> None:
    schedule.enqueue_periodic(kind)


@jobs.handles("kernel.housekeeping")
def keep_house(job: jobs.JobRun) -> None:
    housekeeping.purge()


@jobs.handles(mail.SEND)
def send_mail(job: jobs.JobRun) -> None:
    mail.send(UUID(job.payload["mail"]))


@shared_task(name="tuppence.back_up_when_due")
def back_up_when_due() -> None:
    planning.begin_what_is_due()


# In a process of its own: it reads every row there is.
@jobs.handles(runs.WORK, in_child=lambda payload: True, gave_up=working.give_up)
def work_on_backups(job: jobs.JobRun) -> None:
    working.work(job)


@jobs.handles(BRING, in_child=lambda payload: True)
def bring_backup(job: jobs.JobRun) -> None:
    bring(job.payload["name"], job.payload["destination"])


startup.before_serving(recover_before_serving)
schedule.every(seconds=10, name="Send waiting jobs", task=sweep_jobs.name)
schedule.every(seconds=60, name="Back up when it is due", task=back_up_when_due.name)
schedule.daily(hour=3, name="Remove what has had its time", kind="kernel.housekeeping")

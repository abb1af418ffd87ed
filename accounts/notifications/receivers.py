"""What notifications do for the kernel: the badge of every page, mails and pushes by jobs, house-keeping at night."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete

from accounts.notifications import pushing
from accounts.notifications.devices import remove_with_session
from accounts.notifications.mailing import mail_now, send_due_digests
from accounts.notifications.reading import unread_count
from accounts.notifications.services import purge
from accounts.notifications.telling import MAIL_NOW, PUSH
from config.kernel import jobs, schedule
from config.kernel.context import shell_count

PURGE, DIGESTS = "accounts.purge_notifications", "accounts.send_digests"

shell_count("notifications")(unread_count)
post_delete.connect(remove_with_session, sender=Session)
schedule.daily(hour=3, name="Forget old notifications", kind=PURGE)


@jobs.handles(PURGE)
def run_purge(job: jobs.JobRun) -> None:
    purge()


@shared_task(name="tuppence.send_digests")
def send_digests() -> None:
    """Every quarter of an hour, since eight o'clock comes at another moment in each time zone."""
    schedule.enqueue_periodic(DIGESTS)


schedule.every(seconds=900, name="Send summaries of notifications", task=send_digests.name)


@jobs.handles(DIGESTS)
def run_digests(job: jobs.JobRun) -> None:
    send_due_digests()


@jobs.handles(MAIL_NOW)
def run_mail_now(job: jobs.JobRun) -> None:
    mail_now(UUID(job.payload["notification"]))


@jobs.handles(PUSH)
def run_push(job: jobs.JobRun) -> None:
    pushing.push_notification(UUID(job.payload["notification"]))


@jobs.handles(pushing.TEST)
def run_push_test(job: jobs.JobRun) -> None:
    pushing.push_test(UUID(job.payload["device"]))


def _gave_up(job: jobs.JobRun) -> None:
    pushing.gave_up(UUID(job.payload["device"]))


@jobs.handles(pushing.TO_DEVICE, gave_up=_gave_up)
def run_push_to_device(job: jobs.JobRun) -> None:
    pushing.push_to_device(UUID(job.payload["notification"]), UUID(job.payload["device"]))

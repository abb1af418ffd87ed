"""What notifications do for the kernel: the badge of every page, and house-keeping at night."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete

from accounts.notifications.devices import remove_with_session
from accounts.notifications.reading import unread_count
from accounts.notifications.services import purge
from config.kernel import jobs, schedule
from config.kernel.context import shell_count

PURGE = "accounts.purge_notifications"

shell_count("notifications")(unread_count)
post_delete.connect(remove_with_session, sender=Session)
schedule.daily(hour=3, name="Forget old notifications", kind=PURGE)


@jobs.handles(PURGE)
def run_purge(job: jobs.JobRun) -> None:
    purge()

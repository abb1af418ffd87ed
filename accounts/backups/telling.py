"""Staff are told of work on backups that failed: here, by mail at once, and by push."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.services import notify
from config.kernel import jobs
from config.kernel.backing_up.models import BackupRun
from config.kernel.backing_up.runs import TELL

PERMISSION = "kernel.view_backuprun"
# What stays as it is until somebody changes the installation is told once and not each night.
STANDING = ("may_not_create",)


def _words(data: Data, reader: User) -> Words:
    kind = str(data["kind"])
    if data.get("code") == "missing_files":
        return Words(_("Files are missing"), str(data["error"]), "/admin/backups/")
    title = {
        BackupRun.Kind.BACKUP: _("The backup failed"),
        BackupRun.Kind.VERIFICATION: _("A backup is damaged"),
        BackupRun.Kind.REHEARSAL: _("The rehearsal of the backup failed"),
        BackupRun.Kind.HEALING: _("Missing files could not be healed"),
        BackupRun.Kind.RESTORE: _("A backup was not restored"),
    }.get(BackupRun.Kind(kind), _("The backup failed"))
    return Words(title, str(data["error"]), "/admin/backups/")


FAILED = register(
    Kind(
        "backup_failed",
        gettext_lazy("For staff: a backup, its check or its rehearsal failed"),
        gettext_lazy("This instance"),
        "shield",
        _words,
        by_email=True,
    )
)


@jobs.handles(TELL)
def tell(job: jobs.JobRun) -> None:
    run = BackupRun.objects.filter(pk=UUID(job.payload["run"])).first()
    if run is None:
        return
    cause = f"backup-{run.error_code}" if run.error_code in STANDING else f"backup-{run.pk}"
    for person in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        if person.has_perm(PERMISSION):
            notify(
                person_id=person.pk,
                kind=FAILED.name,
                cause=cause,
                data={"kind": run.kind, "code": run.error_code, "error": run.error, "archive": run.archive},
                severity=Notification.Severity.CRITICAL,
            )

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.ids import new_id

MOST_KEPT = 10_000


class BackupPlan(models.Model):
    """When the instance backs itself up, and what stays. One row; without it `planning.current` says what holds.

    Times are UTC, as in the names of archives. `keep_last` None is BACKUP_KEEP. `next_due` None: nothing is due.
    """

    class Schedule(models.TextChoices):
        OFF = "off", _("Never by itself")
        DAILY = "daily", _("Each day")
        WEEKLY = "weekly", _("Each week")
        MONTHLY = "monthly", _("Each month")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    schedule = models.CharField(max_length=10, choices=Schedule.choices, default=Schedule.DAILY)
    hour = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(23)])
    # Monday is 0.
    weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])
    # No month is without it.
    day_of_month = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(28)])
    keep_last = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_KEPT)]
    )
    keep_daily = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_KEPT)])
    keep_weekly = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_KEPT)])
    keep_monthly = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_KEPT)])
    rehearses = models.BooleanField(default=True)
    next_due = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_backup_plan")]
        permissions = [
            ("download_backup", "Can download all data of the instance"),
            ("restore_backup", "Can put a backup in the place of all data"),
        ]


class BackupRun(models.Model):
    """One piece of work on backups: who wanted it, how long it took and what came of it.

    `started_by` None: the schedule, or somebody who is gone. `archive` is the name of what was made or worked on.
    `destinations` are [{"name", "error"}], with an empty error where it went well. `details` are counts: of a healing
    `healed`, `lost`, `refilled`, of a backup the files it could not take along, `missing`. `difference` is the first
    thing a rehearsal found other than the archive says. None is begun while one of its kind has not ended; of
    verifications, one of the same archive.
    """

    class Kind(models.TextChoices):
        BACKUP = "backup", _("Backup")
        VERIFICATION = "verification", _("Check of a backup")
        REHEARSAL = "rehearsal", _("Rehearsal")
        HEALING = "healing", _("Healing")
        RESTORE = "restore", _("Restore")

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    archive = models.CharField(max_length=100, blank=True)
    rows = models.PositiveBigIntegerField(null=True)
    files = models.PositiveBigIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    destinations = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    is_verified = models.BooleanField(default=False)
    difference = models.TextField(blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="backup_runs_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(ended_at=None) & ~models.Q(kind="verification"),
                name="one_unfinished_run_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["archive"],
                condition=models.Q(ended_at=None, kind="verification"),
                name="one_unfinished_verification",
            ),
        ]

    @property
    def took(self) -> timedelta | None:
        return self.ended_at - self.began_at if self.ended_at and self.began_at else None

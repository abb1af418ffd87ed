from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from config.kernel.backing_up.models import BackupPlan as BackupPlan
from config.kernel.backing_up.models import BackupRun as BackupRun
from config.kernel.ids import new_id
from config.kernel.search.models import SearchDue as SearchDue
from config.kernel.search.models import SearchEntry as SearchEntry
from config.kernel.secrets import EncryptedTextField


class Job(models.Model):
    """Work that must happen. Written in the business transaction, sent after commit, swept up if it got lost."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"], name="job_unfinished", condition=models.Q(status__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"


class IdempotencyKey(models.Model):
    """The first answer to a creating POST, replayed for 24 hours to whoever repeats it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_key")]


class LimitCounter(models.Model):
    """How often something was tried, until `ends_at` (milliseconds since 1970); see config.kernel.api.counters."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.BigIntegerField(db_index=True)


class StoredFile(models.Model):
    """Contents kept once, under their SHA-256; who may read them is said by FileReference alone.

    `lost_at` is when they were last found gone or damaged on the disk, and no backup had them.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    lost_at = models.DateTimeField(null=True, editable=False)

    @property
    def path(self) -> str:
        return f"{self.digest[:2]}/{self.digest[2:4]}/{self.digest}"


class FileReference(models.Model):
    """One person's hold on a stored file. The last one to go lets the contents go too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="references")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)


class AuditEntry(models.Model):
    """Who did what, when and from where. Rows are only ever added; config.kernel.append_only holds that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="audit_by_person"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]
        verbose_name_plural = "audit entries"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry is never changed")
        super().save(*args, **kwargs)


class AuditPurge(models.Model):
    """Entries from before this moment had had their time and went: the one leave to delete the triggers know."""

    before = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    entries = models.PositiveIntegerField(default=0)


class KeptMail(models.Model):
    """Mail of an instance without a mail server, readable by staff for 30 days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)


class OutgoingMail(models.Model):
    """A message on its way to the mail server, gone once that has taken it. Encrypted: it may hold a code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contents = EncryptedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.models import FileReference


class ThingImportQuerySet(models.QuerySet["ThingImport"]):
    def visible_to(self, user: User | AnonymousUser) -> ThingImportQuerySet:
        return self.filter(owner=user) if user.is_authenticated else self.none()


class ThingImport(models.Model):
    """A file of things that is taken in by a job. `file` goes once it is done; the report stays.

    `total` lines of the file are `done` so far; each was `added`, `updated`, `skipped` (there already) or `refused`.
    `report` says of refused lines, and of what could be taken only in part, where and why.
    """

    class Kind(models.TextChoices):
        CSV = "csv", _("CSV")
        JSON = "json", _("JSON")
        ZIP = "zip", _("ZIP with documents")

    class Duplicates(models.TextChoices):
        SKIP = "skip", _("Leave as they are")
        UPDATE = "update", _("Bring up to date")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    file = models.OneToOneField(FileReference, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    duplicates = models.CharField(_("things already here"), max_length=6, choices=Duplicates.choices)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    owner_id: UUID

    objects = ThingImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="thing_imports_newest")]

from __future__ import annotations


from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from config.kernel.models import FileReference, Job
from ledger.core.models import MoneyAccount, Transaction


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User | AnonymousUser) -> ImportQuerySet:
        return self.filter(person=user) if user.is_authenticated else self.none()


class Import(models.Model):
    """One dropped file, from preview to undo. The file is kept; what was understood of it is read from it again."""

    class Status(models.TextChoices):
        PREVIEW = "preview", _("to check")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    file = models.ForeignKey(FileReference, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PREVIEW)
    answers = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    question = models.JSONField(null=True)
    report = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    new_count = models.PositiveIntegerField(default=0)
    alike_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="imports_of_person")]


class ImportBatch(models.Model):
    """One account's part of an import. `statement` is the statement's place in the file, from 0.

    The account may be new: then it is None until the import is confirmed, and `account_draft` says how to make it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="batches")
    statement = models.PositiveSmallIntegerField()
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, null=True, related_name="import_batches")
    account_draft = models.JSONField(default=dict)
    account_created = models.BooleanField(default=False)
    opening_balance = MoneyField(null=True)
    closing_balance = MoneyField(null=True)
    closing_on = models.DateField(null=True)
    new_count = models.PositiveIntegerField(default=0)
    alike_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "statement"], name="one_batch_per_statement")]


class ImportedLine(models.Model):
    """The fingerprint of a bank's line, of the file's raw values; it outlives the transaction it became.

    Deleting a transaction leaves this row, so importing the file again does not bring it back; undoing the import
    deletes it. `raw` is the file's own text of the line.
    """

    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, related_name="imported_lines")
    fingerprint = models.CharField(max_length=64)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="lines")
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="+")
    line_no = models.PositiveIntegerField()
    raw = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "fingerprint"], name="one_line_per_fingerprint")]


class ImportMapping(models.Model):
    """How files of this shape are read, remembered for an account (or for the person, until the account is known)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_mappings")
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, null=True, related_name="import_mappings")
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "signature"], name="one_mapping_per_shape")]

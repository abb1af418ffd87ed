from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.models import FileReference, Job
from config.kernel.money import ZERO, MoneyField
from ledger.core.models import MoneyAccount, Transaction

UNDO_FOR = timedelta(days=30)


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User | AnonymousUser) -> ImportQuerySet:
        return self.filter(person=user) if user.is_authenticated else self.none()


class Import(models.Model):
    """One dropped file, from preview to undo. The file is kept; what was understood of it is read from it again.

    `mapping` (what an earlier file of this shape taught), `answers` and `read_on` (today, when it was dropped) are
    all that reading depends on besides the file. `shape` is the same for files of one bank's one form.
    `choices` are the person's own, by 'statement:line': 'add', 'skip' or 'merge'; `corrections`, by the same key, what
    they mended of a line. `categories` says what the file's own categories become. The counts are of lines: before the
    confirmation what would happen to them, after it what did.
    A large file is `read_apart`, in a job (see reading_apart): `reading` says under what terms, and which job looked
    last. One that was refused there is not kept; `report` says why.
    `is_at_work` is of a running import and of an undo (see turns).
    """

    class Status(models.TextChoices):
        READING = "reading", _("being read")
        PREVIEW = "preview", _("to check")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        UNDOING = "undoing", _("being undone")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    class CameBy(models.TextChoices):
        PERSON = "person", _("dropped by you")
        FOLDER = "folder", _("found in the folder")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    # Not PROTECT: a person who leaves takes their imports and files along in one go.
    file = models.ForeignKey(FileReference, on_delete=models.RESTRICT, null=True, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=10, blank=True)
    shape = models.CharField(max_length=64, blank=True)
    read_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PREVIEW)
    read_apart = models.BooleanField(default=False)
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    corrections = models.JSONField(default=dict)
    categories = models.JSONField(default=dict)
    came_by = models.CharField(max_length=6, choices=CameBy.choices, default=CameBy.PERSON)
    question = models.CharField(max_length=20, blank=True)
    report = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    new_count = models.PositiveIntegerField(default=0)
    alike_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    is_at_work = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="imports_of_person")]

    def __str__(self) -> str:
        """Without the file's name, which often tells the account's number: staff see this."""
        return f"{self.format} {self.status}"

    @property
    def can_be_undone(self) -> bool:
        return (
            self.status == self.Status.DONE
            and self.finished_at is not None
            and timezone.now() - self.finished_at < UNDO_FOR
        )

    @property
    def can_be_read_again(self) -> bool:
        return self.file_id is not None and self.status in (
            self.Status.DONE,
            self.Status.FAILED,
            self.Status.UNDONE,
        )


class ImportBatch(models.Model):
    """One account's part of an import. `statement` is the statement's place in the file, from 0.

    Without an account a new one is made when the import is confirmed, as `account_draft` says (its number is read
    from the file, so that it is nowhere in clear). Lines booked before `anchored_on`, the day the account's opening
    balance was of, moved that balance by `opening_moved`, so that the balances since then stayed as they were.
    `seams`, None until it is confirmed, says where within a day it meets the account's other files (see seams).
    """

    class MatchedBy(models.TextChoices):
        NUMBER = "number", _("known by its number")
        SHAPE = "shape", _("as the file before it")
        NAME = "name", _("known by its name")
        LINES = "lines", _("known by its entries")
        PERSON = "person", _("chosen by you")
        NEW = "new", _("new account")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="batches")
    statement = models.PositiveSmallIntegerField()
    account = models.ForeignKey(MoneyAccount, on_delete=models.SET_NULL, null=True, related_name="import_batches")
    account_draft = models.JSONField(default=dict)
    matched_by = models.CharField(max_length=6, choices=MatchedBy.choices, default=MatchedBy.NEW)
    account_created = models.BooleanField(default=False)
    opening_balance = MoneyField(null=True)
    closing_balance = MoneyField(null=True)
    closing_on = models.DateField(null=True)
    anchored_on = models.DateField(null=True)
    opening_moved = MoneyField(default=ZERO)
    seams = models.JSONField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    money_in = MoneyField(default=ZERO)
    money_out = MoneyField(default=ZERO)
    new_count = models.PositiveIntegerField(default=0)
    alike_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "statement"], name="one_batch_per_statement")]


class ImportedLine(models.Model):
    """The fingerprint of a bank's line, of the file's raw values; it outlives the transaction it became.

    Deleting a transaction leaves this row, so importing the file again does not bring it back; undoing the import
    deletes it. `raw` is the file's own text of the line. A line that met an entry which was here already
    (`was_merged`) keeps in `before` what it changed of that entry; undoing gives it back and leaves the entry.
    """

    # The unique constraint's index begins with it. Neither key of an import is checked for each of a million lines:
    # the account's is of the entry that is written with the line, and is locked; nobody deletes a batch before that.
    account = models.ForeignKey(
        MoneyAccount, on_delete=models.CASCADE, related_name="imported_lines", db_index=False, db_constraint=False
    )
    fingerprint = models.CharField(max_length=64)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="lines", db_constraint=False)
    transaction = models.ForeignKey(Transaction, on_delete=models.SET_NULL, null=True, related_name="+")
    line_no = models.PositiveIntegerField()
    raw = models.CharField(max_length=500, blank=True)
    was_merged = models.BooleanField(default=False)
    before = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "fingerprint"], name="one_line_per_fingerprint")]


class ImportMapping(models.Model):
    """How files of a shape are read, and the account their statement `part` (currency and name) belongs to.

    `name` is what the person calls it, `categories` what the file's own categories became.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_mappings")
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, null=True, related_name="import_mappings")
    shape = models.CharField(max_length=64)
    part = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    categories = models.JSONField(default=dict)
    name = models.CharField(max_length=100, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "shape", "part"], name="one_mapping_per_shape")]


class KeptMessage(models.Model):
    """A message of the assistant's that another program's file held, kept until the assistant takes it over."""

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role.choices)
    text = models.TextField()
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "place"], name="one_message_per_place")]

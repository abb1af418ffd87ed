from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.models import FileReference
from ledger.core.models import Link, Transaction
from purchases.core.models import Claim, Purchase, Warranty


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """The person's own, those on things they see and those on payments they read in full, or on what was merged
        into one. Nobody signed in: none.

        Sub-queries and no joins, so that each document comes once.
        """
        if not user.is_authenticated:
            return self.none()
        on_things = Attachment.objects.filter(purchase__access__person=user)
        payments = Transaction.objects.visible_to(user).live()
        merged = Link.objects.filter(kind=Link.Kind.MERGE, entry__in=payments)
        on_payments = Attachment.objects.filter(Q(transaction__in=payments) | Q(transaction__in=merged.values("other")))
        return self.filter(
            Q(owner=user) | Q(pk__in=on_things.values("document")) | Q(pk__in=on_payments.values("document"))
        )

    def owned_by(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """Those `user` may change, attach and delete."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Document(models.Model):
    """A paper a person keeps: a receipt, a manual, a photo. Its bytes are `file`'s, its small picture `thumbnail`'s.

    One person has one content once: uploading it again gives the same document. `text` is the beginning of what a PDF
    says, for the search; `read` is what was read from it (see `purchases.receipts`), empty where nothing was.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        JPEG = "jpeg", _("JPEG picture")
        PNG = "png", _("PNG picture")
        WEBP = "webp", _("WebP picture")

    class Role(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        WARRANTY = "warranty", _("Warranty card")
        MANUAL = "manual", _("Manual")
        PHOTO = "photo", _("Photo")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    file = models.OneToOneField(FileReference, on_delete=models.RESTRICT, related_name="+")
    thumbnail = models.OneToOneField(FileReference, on_delete=models.RESTRICT, null=True, related_name="+")
    digest = models.CharField(max_length=64, editable=False)
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    role = models.CharField(_("what it is"), max_length=8, choices=Role.choices, default=Role.RECEIPT)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=4000, blank=True)
    read = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    owner_id: UUID
    file_id: UUID
    thumbnail_id: UUID | None

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        constraints = [models.UniqueConstraint(fields=["owner", "digest"], name="one_document_per_content")]
        indexes = [models.Index(fields=["owner", "-id"], name="documents_newest")]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A document hangs on a thing, there perhaps on one of its warranties or claims, or on a payment."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attachments")
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, null=True, related_name="attachments")
    warranty = models.ForeignKey(Warranty, on_delete=models.SET_NULL, null=True, related_name="attachments")
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True, related_name="attachments")
    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, null=True, related_name="attachments")
    created_at = models.DateTimeField(auto_now_add=True)

    document_id: UUID
    purchase_id: UUID | None
    warranty_id: UUID | None
    claim_id: UUID | None
    transaction_id: UUID | None

    objects: ClassVar[models.Manager[Attachment]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purchase__isnull=False, transaction__isnull=True)
                | Q(purchase__isnull=True, transaction__isnull=False, warranty__isnull=True, claim__isnull=True),
                name="attachment_of_a_thing_or_a_payment",
            ),
            models.UniqueConstraint(
                fields=["document", "purchase"], condition=Q(purchase__isnull=False), name="attached_to_a_thing_once"
            ),
            models.UniqueConstraint(
                fields=["document", "transaction"],
                condition=Q(transaction__isnull=False),
                name="attached_to_a_payment_once",
            ),
        ]

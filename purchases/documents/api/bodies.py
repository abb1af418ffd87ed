"""What clients send. Ids are checked through what the person may see."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.bodies import VERSION_HELP
from purchases.core.api.bodies import LONGEST_VERSION
from purchases.documents.models import Document

LONGEST_NAME = 255


class AttachmentBody(BodySerializer):
    """A thing, there perhaps one of its warranties or claims, or a payment."""

    purchase_id = serializers.UUIDField(required=False, help_text=_("One of your things."))
    warranty = serializers.UUIDField(required=False, help_text=_("A warranty of that thing."))
    claim = serializers.UUIDField(required=False, help_text=_("A claim on that thing."))
    transaction = serializers.UUIDField(required=False, help_text=_("A payment you may change."))


class NewDocumentBody(AttachmentBody):
    """A form with the file in it (multipart/form-data)."""

    file = serializers.FileField(
        allow_empty_file=True, max_length=None, help_text=_("PDF, JPEG, PNG or WebP, up to 25 MB.")
    )
    role = serializers.ChoiceField(
        choices=Document.Role.choices, required=False, help_text=_("A receipt when left out.")
    )


class DocumentBody(BodySerializer):
    also_sent: ClassVar = (
        "id", "kind", "size", "pages", "has_thumbnail", "read", "attachments", "is_mine", "created_at", "updated_at",
    )  # fmt: skip

    name = TextField(max_length=LONGEST_NAME, help_text=_("Ends with the suffix of its kind, which is added."))
    role = serializers.ChoiceField(choices=Document.Role.choices)
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_VERSION, help_text=VERSION_HELP)

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from purchases.documents.models import Document

Answer = serializers.Serializer[Any]


class DocumentReadAnswer(Answer):
    """What was read from a receipt; each null where it was not read for sure."""

    amount = MoneyAmountField(allow_null=True)
    currency_code = serializers.CharField(allow_null=True)
    day = serializers.DateField(allow_null=True)
    shop = serializers.CharField(allow_null=True)
    product_name = serializers.CharField(allow_null=True)
    order_number = serializers.CharField(allow_null=True)
    warranty_months = serializers.IntegerField(allow_null=True)


class AttachmentAnswer(Answer):
    purchase_id = serializers.UUIDField(allow_null=True)
    warranty = serializers.UUIDField(allow_null=True)
    claim = serializers.UUIDField(allow_null=True)
    transaction = serializers.UUIDField(allow_null=True)


class DocumentAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Document.Kind.choices, help_text=_("What it is by its content."))
    role = serializers.ChoiceField(choices=Document.Role.choices)
    size = serializers.IntegerField(help_text=_("In bytes."))
    pages = serializers.IntegerField(allow_null=True, help_text=_("Of a PDF that could be read."))
    has_thumbnail = serializers.BooleanField()
    read = DocumentReadAnswer(allow_null=True, help_text=_("Null also of one that is not yours."))
    attachments = AttachmentAnswer(many=True, help_text=_("Where it hangs, of what you see."))
    is_mine = serializers.BooleanField(help_text=_("False: somebody else's, which you may read."))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class DocumentPage(PageAnswer):
    results = DocumentAnswer(many=True)

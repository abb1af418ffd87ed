"""What clients send about an import."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.api.fields import CurrencyField, TextField
from config.kernel.api.views import BodySerializer
from ledger.core.models import MoneyAccount
from ledger.imports.checked import ADD, MERGE, SKIP

MOST_CHOICES = 10_000


class ImportBody(BodySerializer):
    """A form with the file in it (multipart/form-data)."""

    file = serializers.FileField(
        allow_empty_file=True, max_length=None, help_text=_("CSV, OFX, QFX, QIF, CAMT, MT940 or JSON, up to 100 MB.")
    )
    money_account = serializers.UUIDField(
        required=False, help_text=_("One of your accounts; left out, the file says whose it is.")
    )


class AnswerBody(BodySerializer):
    answer = TextField(max_length=200, help_text=_("The value of one of the question's options."))


class ConfirmationBody(BodySerializer):
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=[ADD, SKIP, MERGE]),
        required=False,
        help_text=_("Lines to add, to leave out or to merge against the proposal, by their key."),
    )

    def validate_choices(self, choices: dict[str, str]) -> dict[str, str]:
        if len(choices) > MOST_CHOICES:
            raise serializers.ValidationError(_("At most 10,000 choices."), code="max_length")
        return choices


@extend_schema_field(
    {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "enum": [ADD, SKIP, MERGE]}}
)
class SomeChoicesField(serializers.DictField):
    """At least one."""


class ChoicesBody(ConfirmationBody):
    """As `ConfirmationBody`, and not empty."""

    sent_whole = True

    choices = SomeChoicesField(
        child=serializers.ChoiceField(choices=[ADD, SKIP, MERGE]),
        help_text=_("Lines to add, to leave out or to merge against the proposal, by their key."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("choices"):
            raise serializers.ValidationError({"choices": [_("Name at least one line.")]}, code="required")
        return attrs


class BatchAccountBody(BodySerializer):
    """Either one of your accounts, or how the new one is to be."""

    money_account = serializers.UUIDField(required=False, allow_null=True, default=None)
    name = TextField(required=False, max_length=100)
    type = serializers.ChoiceField(required=False, choices=MoneyAccount.Type.choices)
    subtype = serializers.ChoiceField(required=False, choices=MoneyAccount.Subtype.choices)
    currency = CurrencyField(required=False, help_text=_("Only where the file does not say it."))

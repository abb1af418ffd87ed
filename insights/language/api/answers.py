"""What the endpoints answer, for the API's schema. `shapes` makes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.pagination import PageAnswer
from insights.language.contract import Reason
from insights.language.models import LanguageCall

Answer = serializers.Serializer[Any]
REASONS = [(each.value, each.value) for each in Reason]


class LanguageSpendingAnswer(Answer):
    month = serializers.DateField(help_text=_("Its first day, UTC."))
    spent = serializers.DecimalField(14, 6, help_text=_("What your calls cost, those that run counted in full."))
    ceiling = serializers.DecimalField(14, 6, help_text=_("Above it answers are made here until the month ends."))
    currency = serializers.ChoiceField(["USD"])


class LanguageAnswer(Answer):
    is_configured = serializers.BooleanField(help_text=_("Whether this instance has a language model at all."))
    recipient = serializers.CharField(help_text=_("The host that reads what is sent; empty without a model."))
    model = serializers.CharField()
    answers = serializers.BooleanField()
    payees = serializers.BooleanField()
    why_not = serializers.ChoiceField(
        REASONS, allow_null=True, help_text=_("Why no model would answer you now; null: it would.")
    )
    spending = LanguageSpendingAnswer()


class LanguageCallAnswer(Answer):
    id = serializers.UUIDField()
    purpose = serializers.CharField()
    recipient = serializers.CharField()
    model = serializers.CharField()
    status = serializers.ChoiceField(LanguageCall.Status.choices)
    reason = serializers.ChoiceField(REASONS, allow_null=True)
    sent_tokens = serializers.IntegerField(allow_null=True)
    received_tokens = serializers.IntegerField(allow_null=True)
    cost = serializers.DecimalField(14, 6)
    currency = serializers.ChoiceField(["USD"])
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    first_token_ms = serializers.IntegerField(allow_null=True)


class LanguageCallPage(PageAnswer):
    results = LanguageCallAnswer(many=True)


class WholeLanguageCallAnswer(LanguageCallAnswer):
    sent = serializers.JSONField(help_text=_("The body as it left, word for word."))
    received = serializers.JSONField(help_text=_("The text and the calls of tools; null where nothing came."))

"""What the endpoints answer, for the API's schema. `shapes` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from insights.anomalies.models import Usual

Answer = serializers.Serializer[Any]


class ComparedAnswer(Answer):
    transaction = serializers.UUIDField()
    booked_on = serializers.DateField()
    payee = serializers.CharField()
    amount = MoneyAmountField()


class AnomalyAnswer(Answer):
    transaction = serializers.UUIDField()
    money_account = serializers.UUIDField()
    category = serializers.UUIDField(allow_null=True)
    payee = serializers.CharField()
    booked_on = serializers.DateField()
    amount = MoneyAmountField(help_text=_("What was paid, above 0."))
    currency = serializers.CharField()
    kind = serializers.ChoiceField(choices=Usual.Kind.choices)
    score = serializers.DecimalField(
        max_digits=3, decimal_places=2, help_text=_("0 to 1; above 0.80 the person is told of it.")
    )
    is_alert = serializers.BooleanField()
    usual = MoneyAmountField(allow_null=True, help_text=_("What it would have been by what was paid before."))
    seen = serializers.IntegerField(help_text=_("By so many payments, of a burst by so many months."))
    total = MoneyAmountField(help_text=_("What several payments came to where they were found together."))
    reason = serializers.CharField()
    recommendation = serializers.CharField()
    compared = ComparedAnswer(many=True, help_text=_("Payments it was held against, three at most."))


class AnomaliesAnswer(Answer):
    days = serializers.IntegerField()
    least_score = serializers.DecimalField(max_digits=3, decimal_places=2)
    results = AnomalyAnswer(many=True, help_text=_("The highest score first."))


class VerdictAnswer(Answer):
    transaction = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Usual.Kind.choices)
    up_to = MoneyAmountField(help_text=_("Payments of the same cause up to here are not unusual from now on."))
    currency = serializers.CharField()
    created_at = serializers.DateTimeField()

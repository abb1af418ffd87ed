"""What the partnership's endpoints read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from partnerships.core.models import Partnership


class PartnerAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField(allow_null=True, help_text=_("Null once they have deleted their log-in."))
    name = serializers.CharField()
    place = serializers.IntegerField()


class PartnershipAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Partnership.Status.choices)
    currency = serializers.CharField(help_text=_("Of everything shared."))
    mode = serializers.ChoiceField(choices=Partnership.Mode.choices)
    approval_threshold = MoneyAmountField()
    place = serializers.IntegerField(help_text=_("Yours, 0 or 1: splits name the two by it."))
    partner = PartnerAnswer()
    paused_by = serializers.UUIDField(allow_null=True)
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)


class PartnershipPage(PageAnswer):
    results = PartnershipAnswer(many=True)


class StatusBody(BodySerializer):
    status = serializers.ChoiceField(choices=Partnership.Status.choices)

"""What the endpoints of sharing read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.views import BodySerializer
from partnerships.sharing.levels import LEVELS

LEVEL_CHOICES = [(each, each) for each in LEVELS]


class PrivacyBody(BodySerializer):
    money_account = serializers.UUIDField(help_text=_("One of your own; a joint account is seen by both."))
    level = serializers.ChoiceField(choices=LEVEL_CHOICES)


class PrivacyAccountAnswer(serializers.Serializer[Any]):
    money_account = serializers.UUIDField()
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=LEVEL_CHOICES, help_text=_("What your partner sees of it."))


class PrivacyAnswer(serializers.Serializer[Any]):
    partner = serializers.UUIDField()
    accounts = PrivacyAccountAnswer(many=True)

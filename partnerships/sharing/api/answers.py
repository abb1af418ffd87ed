"""What the endpoints of sharing read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import DayField, FlagField, TextField
from config.kernel.api.views import BodySerializer
from partnerships.approvals.api.answers import ApprovalAnswer
from partnerships.sharing.levels import LEVELS
from partnerships.sharing.whose import WHOSE

LEVEL_CHOICES = [(each, each) for each in LEVELS]
WHOSE_CHOICES = [(each, each) for each in WHOSE]


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


class WhoseBody(BodySerializer):
    whose = serializers.ChoiceField(choices=WHOSE_CHOICES)


class WhoseAnswer(serializers.Serializer[Any]):
    transaction = serializers.UUIDField()
    whose = serializers.ChoiceField(choices=WHOSE_CHOICES)
    approval = serializers.UUIDField(
        allow_null=True, help_text=_("What your partner is asked, where it waits for them to be for both.")
    )
    own_amount = serializers.CharField(help_text=_("Your part of it, signed."))


class EmbargoBody(BodySerializer):
    until = DayField(help_text=_("It is shown when this day begins where you live."))


class EmbargoAnswer(serializers.Serializer[Any]):
    transaction = serializers.UUIDField()
    until = serializers.DateField()


class JointBody(BodySerializer):
    whole = FlagField(required=False, default=False, help_text=_("Its history is for both too."))
    message = TextField(required=False, allow_blank=True, max_length=500, default="")


class AskedJointAnswer(serializers.Serializer[Any]):
    approval = ApprovalAnswer()


class SharingRuleBody(BodySerializer):
    money_account = serializers.UUIDField(required=False, allow_null=True, default=None)
    category = serializers.UUIDField(required=False, allow_null=True, default=None)
    since = DayField()


class SharingRuleAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField(allow_null=True)
    category = serializers.UUIDField(allow_null=True)
    since = serializers.DateField()


class SharingRulesAnswer(serializers.Serializer[Any]):
    results = SharingRuleAnswer(many=True)

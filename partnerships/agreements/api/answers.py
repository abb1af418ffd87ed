"""What the agreement's endpoints read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import DayField, FlagField, MoneyAmountField, PercentField, TextField
from config.kernel.api.views import BodySerializer
from partnerships.agreements.models import Method, Reason
from partnerships.agreements.terms import EXCEPTION_METHODS, MOST_EXCEPTIONS, MOST_MONTHS
from partnerships.approvals.api.answers import ApprovalAnswer
from partnerships.core.models import Partnership

MESSAGE_LENGTH = 500
EXCEPTION_CHOICES = [(each.value, each.label) for each in EXCEPTION_METHODS]
FIRST_PERCENT = _("What the member at place 0 bears; the other one bears the rest.")


class ExceptionBody(BodySerializer):
    category = serializers.UUIDField(help_text=_("A category both have; it holds for all below it too."))
    method = serializers.ChoiceField(choices=EXCEPTION_CHOICES)
    first_percent = PercentField(required=False, allow_null=True, default=None, help_text=FIRST_PERCENT)


class AgreementBody(BodySerializer):
    """What a method has no use for is left out or null."""

    also_sent: ClassVar = ("id", "proposed_by", "agreed_at")

    starts_on = DayField(required=False, help_text=_("The first of a month; the earliest that is free when left out."))
    method = serializers.ChoiceField(choices=Method.choices)
    first_percent = PercentField(required=False, allow_null=True, default=None, help_text=FIRST_PERCENT)
    fixed_place = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=1,
        help_text=_("Who bears the fixed amount of each month's costs, at most all of them."),
    )  # fmt: skip
    fixed_amount = MoneyAmountField(required=False, allow_null=True, default=None)
    income_months = serializers.IntegerField(
        required=False, allow_null=True, default=0, min_value=0, max_value=MOST_MONTHS,
        help_text=_("By income: the average of that many whole months of each one's ledger; 0: of the profiles."),
    )  # fmt: skip
    whole_percent = FlagField(
        required=False, allow_null=True, default=False,
        help_text=_("By income: rounded, so that neither can work out the other's income to the cent."),
    )  # fmt: skip
    exceptions = serializers.ListField(child=ExceptionBody(), required=False, default=list, max_length=MOST_EXCEPTIONS)
    message = TextField(required=False, allow_blank=True, max_length=MESSAGE_LENGTH, default="")


class SettingsBody(BodySerializer):
    """At least one of the two settings."""

    approval_threshold = MoneyAmountField(
        required=False, help_text=_("A new shared expense above it waits for the other one; 0: each one does.")
    )
    mode = serializers.ChoiceField(choices=Partnership.Mode.choices, required=False)
    message = TextField(required=False, allow_blank=True, max_length=MESSAGE_LENGTH, default="")


class ExceptionAnswer(serializers.Serializer[Any]):
    category = serializers.UUIDField()
    method = serializers.ChoiceField(choices=EXCEPTION_CHOICES)
    first_percent = serializers.CharField(allow_null=True)


class AgreementAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    starts_on = serializers.DateField(help_text=_("In force from this first of a month until the next one begins."))
    method = serializers.ChoiceField(choices=Method.choices)
    first_percent = serializers.CharField(allow_null=True, help_text=FIRST_PERCENT)
    fixed_place = serializers.IntegerField(allow_null=True)
    fixed_amount = MoneyAmountField(allow_null=True)
    income_months = serializers.IntegerField(allow_null=True)
    whole_percent = serializers.BooleanField(allow_null=True)
    exceptions = ExceptionAnswer(many=True)
    proposed_by = serializers.UUIDField(allow_null=True)
    agreed_at = serializers.DateTimeField()


class ShareAnswer(serializers.Serializer[Any]):
    first_percent = serializers.CharField(help_text=_("Of the member at place 0; with the other one's it makes 100."))
    second_percent = serializers.CharField()
    reason = serializers.ChoiceField(choices=Reason.choices, help_text=_("Where it comes from, or why it is halves."))


class SplitAnswer(serializers.Serializer[Any]):
    month = serializers.CharField(help_text=_("The running month, as 2026-11."))
    share = ShareAnswer(help_text=_("What the running month comes to so far."))
    in_force = AgreementAnswer(allow_null=True)
    upcoming = AgreementAnswer(many=True)
    earlier = AgreementAnswer(many=True)
    waiting = ApprovalAnswer(allow_null=True, help_text=_("The change that was asked for and not answered yet."))
    earliest_start = serializers.DateField(help_text=_("The first month another agreement can begin with."))


class AskedAnswer(serializers.Serializer[Any]):
    approval = ApprovalAnswer()


class AskedSettingsAnswer(serializers.Serializer[Any]):
    approvals = ApprovalAnswer(many=True)

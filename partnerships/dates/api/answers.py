"""What the endpoints of the money date read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.views import BodySerializer
from partnerships.dates.models import STEPS
from partnerships.sharing.whose import WHOSE
from partnerships.statements.api.answers import BY_PLACE, OwedAnswer


class DateSuggestionAnswer(serializers.Serializer[Any]):
    category = serializers.UUIDField(help_text=_("One both of you have."))
    confidence = serializers.DecimalField(max_digits=3, decimal_places=2, help_text=_("0 to 1; weak below 0.60."))
    reason = serializers.CharField()


class LeftOverAnswer(serializers.Serializer[Any]):
    transaction = serializers.UUIDField()
    money_account = serializers.UUIDField()
    booked_on = serializers.DateField()
    payee = serializers.CharField()
    amount = MoneyAmountField(help_text=_("Out is negative."))
    currency = serializers.CharField()
    version = serializers.IntegerField()
    can_sort = serializers.BooleanField(help_text=_("Whether you may; else your partner sorts it."))
    suggestion = DateSuggestionAnswer(allow_null=True, help_text=_("Yours alone: null where you do not sort it."))
    whose = serializers.ChoiceField(choices=WHOSE)
    waits = serializers.BooleanField(help_text=_("One of you is asked whether it is for both."))


class SortAnswer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    lines = LeftOverAnswer(many=True, help_text=_("The newest twenty, on accounts both of you see in full."))


class AnswerAnswer(serializers.Serializer[Any]):
    waiting = serializers.ListField(child=serializers.UUIDField(), help_text=_("Approvals that wait for you."))
    asked = serializers.ListField(child=serializers.UUIDField(), help_text=_("Approvals you asked for."))


class DaySumAnswer(serializers.Serializer[Any]):
    day = serializers.DateField()
    amount = MoneyAmountField()


class CategorySumAnswer(serializers.Serializer[Any]):
    category = serializers.UUIDField(allow_null=True)
    amount = MoneyAmountField()


class SpentAnswer(serializers.Serializer[Any]):
    total = MoneyAmountField(help_text=_("The sum of `days`, of `categories` and of `payments`."))
    before = MoneyAmountField(help_text=_("Of the whole week before."))
    days = DaySumAnswer(many=True)
    categories = CategorySumAnswer(many=True)
    payments = serializers.ListField(child=serializers.UUIDField(), help_text=_("Shared payments of the week."))


class DateDueAnswer(serializers.Serializer[Any]):
    expense = serializers.UUIDField()
    name = serializers.CharField()
    due_on = serializers.DateField()
    amount = MoneyAmountField()
    shares = serializers.ListField(child=MoneyAmountField(), help_text=BY_PLACE)


class AgreeAnswer(serializers.Serializer[Any]):
    month = serializers.CharField()
    total = MoneyAmountField(help_text=_("The sum of `due`."))
    shares = serializers.ListField(child=MoneyAmountField(), help_text=BY_PLACE)
    due = DateDueAnswer(many=True)
    approval = serializers.UUIDField(allow_null=True, help_text=_("A change of the split that waits."))


class MoneyDateAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField(allow_null=True, help_text=_("Null until one of you begins."))
    week = serializers.DateField(help_text=_("Its Monday."))
    step = serializers.IntegerField(allow_null=True, min_value=1, max_value=STEPS)
    counts = serializers.DictField(
        help_text=_("What was done, by step: `sort` and `answer` are numbers, `week`, `settle` and `agree` amounts.")
    )
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    streak = serializers.IntegerField(help_text=_("Weeks in a row with a finished one, at most 60."))
    currency = serializers.CharField()
    sort = SortAnswer()
    answer = AnswerAnswer()
    spent = SpentAnswer()
    settle = OwedAnswer()
    agree = AgreeAnswer()


class StepBody(BodySerializer):
    step = serializers.IntegerField(min_value=1, max_value=STEPS, help_text=_("Where you saw it."))
    to = serializers.IntegerField(
        required=False, min_value=1, max_value=STEPS, help_text=_("The next one when left out, or one before it.")
    )

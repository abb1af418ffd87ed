"""What the endpoints of shared expenses and payments read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import DayField, MoneyAmountField, PercentField, TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from partnerships.agreements.api.answers import FIRST_PERCENT
from partnerships.agreements.models import Reason
from partnerships.approvals.api.answers import ApprovalAnswer
from partnerships.expenses.models import SharedExpense

MESSAGE_LENGTH = 500
SPLITS = [("", _("as agreed")), ("equal", _("half each")), ("percent", _("by percent"))]
KEPT_OR_NOT = [(each.value, each.label) for each in (SharedExpense.Status.ACTIVE, SharedExpense.Status.ARCHIVED)]
PLACE = _("0 or 1: which of the two.")


class ExpenseBody(BodySerializer):
    also_sent: ClassVar = ("id", "currency", "added_by", "created_at", "updated_at")

    name = TextField(max_length=200)
    amount = MoneyAmountField(positive=True)
    category = serializers.UUIDField(required=False, allow_null=True, help_text=_("One that both have."))
    frequency = serializers.ChoiceField(choices=SharedExpense.Frequency.choices, required=False)
    starts_on = DayField(required=False, help_text=_("First due on; today when left out."))
    ends_on = DayField(required=False, allow_null=True)
    payer = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1, help_text=PLACE)
    method = serializers.ChoiceField(choices=SPLITS, required=False, allow_blank=True)
    first_percent = PercentField(required=False, allow_null=True, help_text=FIRST_PERCENT)
    notes = TextField(required=False, allow_blank=True, max_length=500)
    status = serializers.ChoiceField(choices=KEPT_OR_NOT, required=False)
    message = TextField(required=False, allow_blank=True, max_length=MESSAGE_LENGTH, default="")
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class ExpenseAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    amount = MoneyAmountField()
    currency = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    frequency = serializers.ChoiceField(choices=SharedExpense.Frequency.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    payer = serializers.IntegerField(allow_null=True, help_text=PLACE)
    method = serializers.CharField(help_text=_("Empty: as agreed."))
    first_percent = serializers.CharField(allow_null=True, help_text=FIRST_PERCENT)
    notes = serializers.CharField()
    status = serializers.ChoiceField(choices=SharedExpense.Status.choices)
    added_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class AddedExpenseAnswer(ExpenseAnswer):
    approval = serializers.UUIDField(allow_null=True, help_text=_("What waits for your partner, if it does."))


class ExpensePage(PageAnswer):
    results = ExpenseAnswer(many=True)


class ExpenseAskedAnswer(serializers.Serializer[Any]):
    approval = ApprovalAnswer()


class PaymentBody(BodySerializer):
    due_on = DayField(help_text=_("Which occurrence: a day it is due on."))
    payer = serializers.IntegerField(required=False, min_value=0, max_value=1, help_text=_("You when left out."))
    amount = MoneyAmountField(required=False, positive=True, help_text=_("The expense's when left out."))
    paid_on = DayField(required=False, help_text=_("Today when left out."))


class LinkBody(BodySerializer):
    transaction = serializers.UUIDField(help_text=_("A transaction of your own ledger."))


class PaymentAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    expense = serializers.UUIDField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    payer = serializers.IntegerField(help_text=PLACE)
    amount = MoneyAmountField(help_text=_("Negative for money back."))
    currency = serializers.CharField()
    shares = serializers.ListField(
        child=MoneyAmountField(), help_text=_("What the member at place 0, and the one at place 1, bears of it.")
    )
    paid_on = serializers.DateField()
    payee = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    counts = serializers.BooleanField(help_text=_("False while its transaction is in the bin."))
    original_amount = MoneyAmountField(allow_null=True)
    original_currency = serializers.CharField(allow_null=True)
    rate = serializers.CharField(allow_null=True)
    rate_on = serializers.DateField(allow_null=True)
    transaction = serializers.UUIDField(allow_null=True, help_text=_("Told to whom it belongs alone."))
    recorded_by = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()


class PaymentPage(PageAnswer):
    results = PaymentAnswer(many=True)


class SplitPartAnswer(serializers.Serializer[Any]):
    place = serializers.IntegerField()
    person = serializers.UUIDField(allow_null=True)
    amount = MoneyAmountField()
    percent = serializers.CharField(help_text=_("Of the total; both make 100."))


class SplitLineAnswer(serializers.Serializer[Any]):
    expense = serializers.UUIDField()
    name = serializers.CharField()
    amount = MoneyAmountField(help_text=_("Brought to the month."))
    shares = serializers.ListField(child=MoneyAmountField())
    reason = serializers.ChoiceField(choices=Reason.choices)


class ExpenseSplitAnswer(serializers.Serializer[Any]):
    month = serializers.CharField()
    currency = serializers.CharField()
    total = MoneyAmountField(help_text=_("The sum of the lines, and of both partners."))
    partners = SplitPartAnswer(many=True)
    reason = serializers.ChoiceField(
        choices=Reason.choices, allow_null=True, help_text=_("Null where lines are split in different ways.")
    )
    lines = SplitLineAnswer(many=True)

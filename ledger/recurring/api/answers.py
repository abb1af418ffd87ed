"""What the endpoints answer, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.recurring.models import Recurring, RecurringDay, RecurringNotice

Answer = serializers.Serializer[Any]
PAUSES = [("", _("by a person")), *Recurring.Pause.choices]


class RecurringAnswer(Answer):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField()
    to_account = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField(choices=Recurring.Kind.choices)
    amount = MoneyAmountField()
    to_amount = MoneyAmountField(allow_null=True)
    currency = serializers.CharField()
    payee = serializers.CharField()
    notes = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    frequency = serializers.ChoiceField(choices=Recurring.Frequency.choices)
    interval = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    books = serializers.BooleanField()
    next_on = serializers.DateField(allow_null=True, help_text=_("The first day that is still to come."))
    status = serializers.ChoiceField(choices=Recurring.Status.choices)
    paused_because = serializers.ChoiceField(choices=PAUSES, help_text=_("Why it was paused by itself."))
    monthly_amount = MoneyAmountField(help_text=_("What it comes to in a month."))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class RecurringPage(PageAnswer):
    results = RecurringAnswer(many=True)


class DayAnswer(Answer):
    due_on = serializers.DateField()
    status = serializers.ChoiceField(choices=RecurringDay.Status.choices)
    transaction = serializers.UUIDField(allow_null=True, help_text=_("What was booked or seen, where you may see it."))


class WholeRecurringAnswer(RecurringAnswer):
    days = DayAnswer(many=True, help_text=_("The latest 24 that were seen to, newest first."))


class ComingAnswer(Answer):
    recurring = serializers.UUIDField()
    due_on = serializers.DateField()
    is_late = serializers.BooleanField(help_text=_("Its day has passed and it was not seen at the bank yet."))
    money_account = serializers.UUIDField()
    to_account = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField(choices=Recurring.Kind.choices)
    amount = MoneyAmountField()
    currency = serializers.CharField()
    payee = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    books = serializers.BooleanField()


class UpcomingAnswer(Answer):
    first = serializers.DateField()
    last = serializers.DateField()
    results = ComingAnswer(many=True)


class OfferAnswer(Answer):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[("expense", _("Expense")), ("income", _("Income"))])
    payee = serializers.CharField()
    amount = MoneyAmountField(help_text=_("What is usual since any change of the price."))
    amount_low = MoneyAmountField()
    amount_high = MoneyAmountField()
    amount_before = MoneyAmountField(allow_null=True, help_text=_("What it was before the price changed."))
    currency = serializers.CharField()
    frequency = serializers.ChoiceField(choices=Recurring.Frequency.choices)
    interval = serializers.IntegerField()
    next_on = serializers.DateField(allow_null=True)
    days = serializers.ListField(child=serializers.DateField(), help_text=_("The latest days it was seen on."))
    times = serializers.IntegerField(help_text=_("How often it was seen in three years."))
    missed = serializers.IntegerField(help_text=_("How many days between the first and the last had none."))


class OfferPage(PageAnswer):
    results = OfferAnswer(many=True)


class NoticeAnswer(Answer):
    id = serializers.UUIDField()
    recurring = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RecurringNotice.Kind.choices)
    due_on = serializers.DateField()
    transaction = serializers.UUIDField(allow_null=True)
    amount = MoneyAmountField()
    amount_before = MoneyAmountField(allow_null=True)
    currency = serializers.CharField()
    payee = serializers.CharField()


class NoticePage(PageAnswer):
    results = NoticeAnswer(many=True)


class FeedAnswer(Answer):
    is_open = serializers.BooleanField()
    made_at = serializers.DateTimeField(allow_null=True)


class NewFeedAnswer(FeedAnswer):
    url = serializers.URLField(help_text=_("Whoever has it reads your days to come. It is shown this once."))

"""What clients send. Ids are resolved in the views, through what the person may see."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import DayField, FlagField, LineField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.bodies import VERSION_HELP
from ledger.recurring.models import LARGEST_INTERVAL, Recurring


class RecurringBody(BodySerializer):
    """`amount` is positive, in the account's currency; `kind` says which way the money goes."""

    also_sent: ClassVar = (
        "id", "currency", "next_on", "status", "paused_because", "monthly_amount", "created_at", "updated_at", "days",
    )  # fmt: skip

    money_account = serializers.UUIDField(help_text=_("One of your accounts."))
    to_account = serializers.UUIDField(
        required=False, allow_null=True, help_text=_("Of a transfer: another of your accounts.")
    )
    kind = serializers.ChoiceField(choices=Recurring.Kind.choices)
    amount = MoneyAmountField(positive=True, help_text=_("At most 1,000,000; more in currencies of small value."))
    to_amount = MoneyAmountField(
        positive=True, required=False, allow_null=True, help_text=_("What arrives when the currencies differ.")
    )
    payee = LineField(required=False, allow_blank=True, max_length=200)
    notes = TextField(required=False, allow_blank=True, max_length=500)
    category = serializers.UUIDField(
        required=False, allow_null=True, help_text=_("Without one each entry gets the category that is suggested.")
    )
    frequency = serializers.ChoiceField(choices=Recurring.Frequency.choices)
    interval = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_INTERVAL, help_text=_("Every so many of them; 1 when left out.")
    )
    starts_on = DayField(
        help_text=_("The first due day, from which the others are counted; nothing is booked for days before today.")
    )
    ends_on = DayField(required=False, allow_null=True, help_text=_("The last day on which it may be due."))
    books = FlagField(required=False, help_text=_("True: booked by us on its day. False: only expected from the bank."))
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1, help_text=VERSION_HELP)


class SkipBody(BodySerializer):
    due_on = DayField(help_text=_("A day to come on which it is due."))

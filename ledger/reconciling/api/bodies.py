"""What clients send to reconcile an account."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import DayField, FlagField, MoneyAmountField
from config.kernel.api.views import BodySerializer

MOST_LINES = 10_000


class BankBalanceBody(BodySerializer):
    """`amount` is signed, in the account's currency: a debt is negative."""

    also_sent: ClassVar = ("id", "ours", "gap", "source", "ticked", "corrected")

    on = DayField(help_text=_("The day at whose end the account held it; not one to come."))
    amount = MoneyAmountField()


class ReconciliationBody(BodySerializer):
    """A statement to finish: its last day, its closing balance, and the transactions that are on it."""

    on = DayField(help_text=_("The statement's last day; not one to come."))
    amount = MoneyAmountField(help_text=_("Its closing balance, signed."))
    ids = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=MOST_LINES,
        help_text=_("Exactly those on the statement. Left out: every open one until its last day."),
    )
    correct = FlagField(
        required=False, default=False, help_text=_("Book what is left as an entry ‘Balance correction’.")
    )

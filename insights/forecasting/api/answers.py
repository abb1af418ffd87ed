"""What the endpoint answers, for the API's schema. `shapes` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from ledger.core.access import ME, TOGETHER
from ledger.core.api.rate_shapes import ApartAnswer, UsedRateAnswer
from ledger.core.models import MoneyAccount
from ledger.recurring.models import Recurring

Answer = serializers.Serializer[Any]


class ForecastDayAnswer(Answer):
    on = serializers.DateField()
    expected = MoneyAmountField(help_text=_("The balance at the end of the day."))
    low = MoneyAmountField(help_text=_("From here to `high` in 8 of 10 cases."))
    high = MoneyAmountField()
    known = MoneyAmountField(help_text=_("What is known to move that day, signed."))


class ForecastAccountAnswer(Answer):
    money_account = serializers.UUIDField()
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=MoneyAccount.Type.choices)
    currency = serializers.CharField()
    balance = MoneyAmountField()
    is_mine = serializers.BooleanField(help_text=_("False: a partner's, of which you see this much."))
    has_history = serializers.BooleanField(
        help_text=_("False: there is no whole month behind, so that only what is known is in the curve.")
    )
    lowest = ForecastDayAnswer()
    days = ForecastDayAnswer(many=True)


class KnownMoveAnswer(Answer):
    on = serializers.DateField(help_text=_("Today for what is late."))
    due_on = serializers.DateField()
    is_late = serializers.BooleanField()
    recurring = serializers.UUIDField(allow_null=True)
    offer = serializers.UUIDField(
        allow_null=True, help_text=_("Found in the history, often, and not decided yet: then there is no `recurring`.")
    )
    shared_expense = serializers.UUIDField(
        allow_null=True, help_text=_("Both bear it, and it recurs in no account: then there is no `recurring`.")
    )
    kind = serializers.ChoiceField(choices=Recurring.Kind.choices)
    payee = serializers.CharField()
    money_account = serializers.UUIDField()
    amount = MoneyAmountField(help_text=_("Signed; a transfer is there once for each account."))
    currency = serializers.CharField()


class ForecastAnswer(Answer):
    scope = serializers.ChoiceField(choices=[ME, TOGETHER])
    currency = serializers.CharField()
    balance = MoneyAmountField(help_text=_("Of all the accounts, now."))
    lowest = ForecastDayAnswer(allow_null=True, help_text=_("The first of the lowest days; null without an account."))
    days = ForecastDayAnswer(many=True, help_text=_("All the accounts together; the first is today."))
    accounts = ForecastAccountAnswer(many=True)
    known = KnownMoveAnswer(many=True)
    rates = UsedRateAnswer(many=True)
    apart = ApartAnswer(many=True, help_text=_("Balances of currencies no rate is known for; not in the sums."))

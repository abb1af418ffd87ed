"""Exchange rates in the API's form, and sums that name theirs: for the schema, and as they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from config.kernel.money import money_text
from ledger.core.exchange import Rate
from ledger.core.models import ExchangeRate

Answer = serializers.Serializer[Any]


class StepAnswer(Answer):
    """One line of the table: one `base` was worth `rate` of `currency` on a day."""

    base = serializers.CharField()
    currency = serializers.CharField()
    rate = serializers.CharField()
    on = serializers.DateField()
    source = serializers.ChoiceField(choices=ExchangeRate.Source.choices)  # type: ignore[assignment] # a field


class UsedRateAnswer(Answer):
    to = serializers.CharField()
    rate = serializers.CharField(help_text=_("What one `from` is worth in `to`: exact, or to 16 digits."))
    on = serializers.DateField(help_text=_("The day of the oldest line in `steps`."))
    source = serializers.ChoiceField(  # type: ignore[assignment] # a field; DRF takes it off the class
        choices=ExchangeRate.Source.choices, help_text=_("That line's.")
    )
    via = serializers.ListField(child=serializers.CharField(), help_text=_("The currencies between."))
    steps = StepAnswer(many=True, help_text=_("The lines of the table it is made of; amounts are converted by these."))

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python's."""
        return {"from": serializers.CharField(), **super().get_fields()}


class ApartAnswer(Answer):
    currency = serializers.CharField()
    amount = MoneyAmountField()


class RateAnswer(StepAnswer):
    id = serializers.IntegerField()
    is_own = serializers.BooleanField(help_text=_("Entered by you, for you alone."))


class RatePage(PageAnswer):
    results = RateAnswer(many=True)


class ConversionAnswer(Answer):
    amount = MoneyAmountField()
    to = serializers.CharField()
    on = serializers.DateField()
    converted = MoneyAmountField(help_text=_("Rounded half to even, to what the currency allows."))
    rates = UsedRateAnswer(many=True, help_text=_("None where both currencies are the same."))

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.CharField(), **super().get_fields()}


class LoadedAnswer(Answer):
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    known = serializers.IntegerField()
    first = serializers.DateField()
    last = serializers.DateField()


def rate_shape(rate: ExchangeRate) -> dict[str, Any]:
    return {
        "id": rate.pk,
        "base": rate.base,
        "currency": rate.currency,
        "rate": format(rate.rate, "f"),
        "on": rate.on,
        "source": rate.source,
        "is_own": rate.owner_id is not None,
    }


def used_rate_shape(used: Rate) -> dict[str, Any]:
    """Of a rate with steps: a currency needs none in itself."""
    oldest = used.oldest
    assert oldest is not None
    return {
        "from": used.base,
        "to": used.currency,
        "rate": format(used.rate, "f"),
        "on": oldest.on,
        "source": oldest.source,
        "via": used.via,
        "steps": [
            {
                "base": each.base,
                "currency": each.currency,
                "rate": format(each.rate, "f"),
                "on": each.on,
                "source": each.source,
            }
            for each in used.steps
        ],
    }


def used_rates_shape(used: Iterable[Rate]) -> list[dict[str, Any]]:
    """Each once, in the order of their days and currencies."""
    distinct = {each.steps: each for each in used if each.steps}.values()
    return sorted(map(used_rate_shape, distinct), key=lambda each: (each["on"], each["from"]))


def apart_shape(apart: Mapping[str, Decimal]) -> list[dict[str, str]]:
    return [{"currency": each, "amount": money_text(amount, each)} for each, amount in sorted(apart.items())]

"""What `insights/trends/` answers, for the API's schema. `trend_shapes` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from ledger.core.api.rate_shapes import UsedRateAnswer

Answer = serializers.Serializer[Any]


class FigureAnswer(Answer):
    total_spent = MoneyAmountField(
        allow_null=True,
        help_text=_(
            "Less what was refunded, so that it can be below zero. What was earned, where that was asked. Null where"
            " nothing is counted and a currency is apart."
        ),
    )
    transaction_count = serializers.IntegerField(
        help_text=_("A payment that is split over categories counts once in each.")
    )
    avg_transaction = MoneyAmountField(allow_null=True)


class TrendCategoryAnswer(FigureAnswer):
    category = serializers.UUIDField(allow_null=True)
    is_private = serializers.BooleanField(help_text=_("Several small ones of a partner, which are not told apart."))


class ComparisonAnswer(Answer):
    was = MoneyAmountField()
    change = MoneyAmountField(help_text=_("How much more it is now, signed."))
    percent = serializers.CharField(allow_null=True, help_text=_("One decimal; null where nothing was."))


class PeriodTrendAnswer(FigureAnswer):
    period = serializers.CharField(help_text=_("2026-11-20, 2026-W47, 2026-11 or 2026."))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    is_running = serializers.BooleanField(
        help_text=_("Not over yet: compared with as many days of the earlier one, and without a moving mean.")
    )
    before = ComparisonAnswer(allow_null=True, help_text=_("The period before. Null where no line is that old."))
    year_ago = ComparisonAnswer(allow_null=True, help_text=_("The same a year ago; of a week 52 weeks ago."))
    moving_mean = MoneyAmountField(
        allow_null=True, help_text=_("Of 7 days, 4 weeks, 3 months or 3 years, this one included.")
    )
    categories = TrendCategoryAnswer(many=True, help_text=_("Most first."))


class WeekdayAnswer(FigureAnswer):
    weekday = serializers.IntegerField(help_text=_("1 is Monday, 7 is Sunday."))


class HourAnswer(WeekdayAnswer):
    hour = serializers.IntegerField(help_text=_("0 to 23, where you live."))


class HoursAnswer(Answer):
    weekdays = WeekdayAnswer(many=True, help_text=_("All seven, by the day a payment was booked on."))
    hours = HourAnswer(many=True, help_text=_("Those with a payment, by when it happened."))
    untimed = FigureAnswer(help_text=_("What has no time of day, or is split over categories."))


class TrendsAnswer(Answer):
    timeframe = serializers.CharField()
    kind = serializers.CharField()
    currency = serializers.CharField()
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    total = FigureAnswer()
    periods = PeriodTrendAnswer(many=True, help_text=_("In their order; none for hours."))
    categories = TrendCategoryAnswer(many=True, help_text=_("Over all periods, most first; none for hours."))
    by_hour = HoursAnswer(allow_null=True, help_text=_("Only where `timeframe` is `hour`."))
    is_coarse = serializers.BooleanField(
        help_text=_("Of some accounts you see sums of whole months only: they are in no day and no week.")
    )
    rates = UsedRateAnswer(many=True)
    apart = serializers.ListField(
        child=serializers.CharField(), help_text=_("Currencies without a rate; not in the sums.")
    )

"""What `insights/patterns/` answers, for the API's schema; a test holds them to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from insights.figures.findings import KINDS
from ledger.core.api.rate_shapes import UsedRateAnswer

Answer = serializers.Serializer[Any]

TREND_DIRECTIONS = [(each, each) for each in ("rising", "falling", "steady")]


class PaidAnswer(Answer):
    payee = serializers.CharField()
    amount = MoneyAmountField()
    transaction_count = serializers.IntegerField()


class QueryAnswer(Answer):
    """The parameters of `transactions/` that list what it is made of."""

    category = serializers.UUIDField(allow_null=True)
    booked_on_after = serializers.DateField()
    booked_on_before = serializers.DateField()
    kind = serializers.CharField()


class FindingAnswer(Answer):
    kind = serializers.ChoiceField(choices=[(each, each) for each in KINDS])
    title = serializers.CharField(help_text=_("In your language."))
    text = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    amount = MoneyAmountField(
        allow_null=True,
        help_text=_("Of the spike's month; the change a month of a trend; of a day; of one payment of a habit."),
    )
    usual = MoneyAmountField(allow_null=True, help_text=_("The median month; of a habit what it comes to in a year."))
    times = serializers.CharField(
        allow_null=True,
        help_text=_("A spike's score; how much more than the average day; payments a month of a habit."),
    )
    weekday = serializers.IntegerField(allow_null=True, help_text=_("1 is Monday."))
    share = serializers.CharField(allow_null=True)
    expected = serializers.CharField(allow_null=True)
    payees = PaidAnswer(many=True, help_text=_("Those that took most of a spike."))
    query = QueryAnswer()


class SpikeAnswer(Answer):
    month = serializers.CharField()
    amount = MoneyAmountField()
    usual = MoneyAmountField()
    score = serializers.CharField(
        help_text=_("By how many spreads it lies above the median (1.4826 median deviations each), 3.5 at least.")
    )
    payees = PaidAnswer(many=True)


class MonthAmountAnswer(Answer):
    month = serializers.CharField()
    amount = MoneyAmountField()


class CategoryPatternAnswer(Answer):
    category = serializers.UUIDField(allow_null=True)
    is_private = serializers.BooleanField()
    average = MoneyAmountField(help_text=_("A month, those without a payment counted."))
    median = MoneyAmountField()
    share = serializers.CharField(allow_null=True, help_text=_("Of all that was spent, 0 to 1."))
    slope = MoneyAmountField(help_text=_("By how much it goes up each month: the median slope of all pairs of months."))
    direction = serializers.ChoiceField(choices=TREND_DIRECTIONS)
    payments_per_month = serializers.CharField()
    avg_transaction = MoneyAmountField(allow_null=True)
    months = MonthAmountAnswer(many=True)
    spikes = SpikeAnswer(many=True)


class WeekdayPatternAnswer(Answer):
    weekday = serializers.IntegerField(help_text=_("1 is Monday."))
    average = MoneyAmountField()
    times = serializers.CharField(allow_null=True, help_text=_("How much that is of the average of all days."))


class PaydayPatternAnswer(Answer):
    days = serializers.IntegerField(help_text=_("From payday on."))
    share = serializers.CharField(help_text=_("Of everyday spending, 0 to 1."))
    expected = serializers.CharField(help_text=_("Were all days alike."))


class SizeAnswer(Answer):
    amount = MoneyAmountField()
    transaction_count = serializers.IntegerField()
    share = serializers.CharField(help_text=_("Of everyday spending, 0 to 1."))


class SizesAnswer(Answer):
    bound = MoneyAmountField(
        help_text=_("Large from here on: a round sum, at most a twentieth of a month’s everyday spending.")
    )
    start_date = serializers.DateField(help_text=_("Of the last three months of those asked for at most."))
    end_date = serializers.DateField()
    large = SizeAnswer()
    small = SizeAnswer()


class PatternsAnswer(Answer):
    currency = serializers.CharField()
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    months = serializers.IntegerField(help_text=_("Fewer than asked where the first line is younger."))
    spent = MoneyAmountField(allow_null=True, help_text=_("Null where all that moved is apart."))
    findings = FindingAnswer(many=True, help_text=_("The weightiest first; of four months at least."))
    categories = CategoryPatternAnswer(many=True, help_text=_("At the top of the tree, most first."))
    weekdays = WeekdayPatternAnswer(many=True, help_text=_("Without rent and bills."))
    payday = PaydayPatternAnswer(many=True, help_text=_("None where you have not said when your pay comes."))
    sizes = SizesAnswer(
        allow_null=True,
        help_text=_("Large payments against small ones, without rent and bills, of accounts in that currency."),
    )
    rates = UsedRateAnswer(many=True)
    apart = serializers.ListField(child=serializers.CharField(), help_text=_("Currencies without a rate."))

"""What `insights/summary/` and `insights/savings/` answer, for the API's schema; a test holds them to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from insights.figures.api.trend_answers import TrendCategoryAnswer
from ledger.core.api.rate_shapes import ApartAnswer, UsedRateAnswer

Answer = serializers.Serializer[Any]
_UNTOLD = _("Null where all that moved is apart.")
_APART = _("Currencies that moved and have no rate for the month; not in the sums.")


class GoalProgressAnswer(Answer):
    goal = serializers.UUIDField()
    name = serializers.CharField()
    progress = serializers.CharField(help_text=_("Percent, one decimal."))
    current_amount = MoneyAmountField()
    target_amount = MoneyAmountField()
    currency = serializers.CharField()
    days_remaining = serializers.IntegerField(allow_null=True)
    on_track = serializers.BooleanField()
    category = serializers.UUIDField(allow_null=True)
    yield_earned = MoneyAmountField()


class SavedMonthAnswer(Answer):
    month = serializers.CharField()
    income = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    spent = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    saved = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    rate = serializers.CharField(
        allow_null=True,
        help_text=_("(income - spent) / income, 0.2 being a fifth; null where nothing came in, or something is apart."),
    )
    apart = serializers.ListField(child=serializers.CharField(), help_text=_APART)


class SavingsAnswer(Answer):
    currency = serializers.CharField()
    total_balance = MoneyAmountField(help_text=_("Of savings accounts."))
    total_yield = MoneyAmountField(
        allow_null=True, help_text=_("Interest booked on them in the last 12 whole months; null where none has a rate.")
    )
    mean_balance = MoneyAmountField(
        allow_null=True, help_text=_("What lay on them in those months, on average; null as that.")
    )
    yield_months = serializers.IntegerField(help_text=_("How many of those months something lay there."))
    average_apy = serializers.CharField(
        allow_null=True,
        help_text=_("total_yield / mean_balance x 12 / yield_months, in per cent; null where something is apart."),
    )
    saving_rate = serializers.CharField(allow_null=True, help_text=_("Of all `months` of which nothing is apart."))
    months = SavedMonthAnswer(many=True, help_text=_("The last 12 whole ones, from the first with a payment."))
    running = SavedMonthAnswer()
    usual_spent = MoneyAmountField(
        allow_null=True, help_text=_("The median of `months` of which nothing is apart; null without one.")
    )
    could_save_monthly = MoneyAmountField(
        allow_null=True, help_text=_("The median of what was left in those months; null without one.")
    )
    emergency_fund_months = serializers.CharField(
        allow_null=True,
        help_text=_("total_balance / usual_spent: for how many months it would last; null where either is not known."),
    )
    goals_progress = GoalProgressAnswer(many=True)
    completed_goals = serializers.IntegerField()
    rates = UsedRateAnswer(many=True)
    apart = ApartAnswer(many=True, help_text=_("Balances of currencies without a rate; not in the sums."))


class FlowAnswer(Answer):
    income = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    expenses = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    net_flow = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    yields = MoneyAmountField(
        allow_null=True, help_text=_("The part of the income that is interest and dividends; null as that.")
    )
    apart = serializers.ListField(child=serializers.CharField(), help_text=_APART)


class SpendingSideAnswer(Answer):
    total_balance = MoneyAmountField(help_text=_("Of accounts that are no debts."))
    monthly_spent = MoneyAmountField(
        allow_null=True, help_text=_("Of the running month, from whatever account; null as `expenses`.")
    )
    budget_utilization = serializers.CharField(
        allow_null=True, help_text=_("Percent of the month's plan; null without one.")
    )
    top_categories = TrendCategoryAnswer(many=True)


class InvestmentSideAnswer(Answer):
    total_value = MoneyAmountField(help_text=_("The cash of investment accounts, and what is held in them."))
    total_yield = MoneyAmountField()
    monthly_yield = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    average_apy = serializers.CharField(allow_null=True, help_text=_("Weighted by value, per cent."))
    risk_score = serializers.IntegerField(allow_null=True)


class SavingsSideAnswer(Answer):
    total_balance = MoneyAmountField()
    total_yield = MoneyAmountField(allow_null=True, help_text=_("As `insights/savings/` has it."))
    goals_progress = GoalProgressAnswer(many=True)
    completed_goals = serializers.IntegerField()
    average_apy = serializers.CharField(allow_null=True, help_text=_("As `insights/savings/` has it, per cent."))


class AccountsSideAnswer(Answer):
    spending = SpendingSideAnswer()
    investment = InvestmentSideAnswer()
    savings = SavingsSideAnswer()


class BesidesAnswer(Answer):
    name = serializers.CharField()
    amount = MoneyAmountField()


class WorthAnswer(Answer):
    on = serializers.DateField()
    amount = MoneyAmountField()


class AsideAnswer(Answer):
    key = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class FinancialSummaryAnswer(Answer):
    month = serializers.CharField()
    currency = serializers.CharField()
    total_net_worth = MoneyAmountField(help_text=_("As the overview has it: less debts, with what counts besides."))
    debts = MoneyAmountField(help_text=_("Zero or below."))
    besides = BesidesAnswer(many=True, help_text=_("What counts in net worth beside balances: holdings, things."))
    monthly_flow = FlowAnswer()
    accounts = AccountsSideAnswer()
    net_worth = WorthAnswer(many=True, help_text=_("As each of the last 12 months began, and today."))
    insights = AsideAnswer(many=True, help_text=_("Three at most, the most important first."))
    rates = UsedRateAnswer(many=True)
    apart = ApartAnswer(many=True, help_text=_("Net worth in currencies without a rate; not in the sums."))

"""What the endpoints answer, for the API's schema; `shapes` makes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from config.kernel.api.fields import MoneyAmountField
from insights.investing.rules import MONEY, MONTHS, PERCENT
from ledger.core.access import SCOPES
from ledger.core.api.rate_shapes import ApartAnswer, UsedRateAnswer
from ledger.holdings.models import Position

Answer = serializers.Serializer[Any]
PRIORITIES = ("high", "medium", "low")
UNITS = (MONEY, PERCENT, MONTHS)


class ConcentrationAnswer(Answer):
    overall = serializers.CharField(allow_null=True, help_text=_("1/N to 1; null where nothing is held."))
    by_kind = serializers.CharField(allow_null=True)
    by_currency = serializers.CharField(allow_null=True)
    by_protocol = serializers.CharField(allow_null=True)


class HeldPositionAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Position.Kind.choices)
    protocol = serializers.CharField()
    asset = serializers.CharField()
    own_currency = serializers.CharField()
    own_value = MoneyAmountField(help_text=_("In `own_currency`."))
    value = MoneyAmountField(allow_null=True, help_text=_("Null without a rate."))
    gain = MoneyAmountField(allow_null=True)
    apy = serializers.CharField(allow_null=True, help_text=_("Per cent a year."))
    risk_level = serializers.IntegerField(help_text=_("1 to 5, by kind."))
    share = serializers.CharField(allow_null=True, help_text=_("Per cent of all positions with a rate."))
    valued_on = serializers.DateField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """`yield` is a word of Python's."""
        return {**super().get_fields(), "yield": MoneyAmountField(allow_null=True)}


class ProtocolAnswer(Answer):
    protocol = serializers.CharField(help_text=_("Empty: positions of none."))
    value = MoneyAmountField()
    share = serializers.CharField()
    apy = serializers.CharField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "yield": MoneyAmountField()}


class InvestmentAdviceAnswer(Answer):
    rule = serializers.CharField()
    title = serializers.CharField()
    reasoning = serializers.CharField()
    priority = serializers.ChoiceField(choices=PRIORITIES)


class CoursePointAnswer(Answer):
    on = serializers.DateField(help_text=_("As this day began; of the last one now."))
    value = MoneyAmountField()


class InvestmentsAnswer(Answer):
    scope = serializers.ChoiceField(choices=SCOPES)
    currency = serializers.CharField()
    total_value = MoneyAmountField()
    total_cost = MoneyAmountField(help_text=_("What the shares that are held cost."))
    total_gain = MoneyAmountField(help_text=_("Of the positions that are held, yields and sales in it."))
    total_yield = MoneyAmountField(help_text=_("Ever earned, on closed positions too."))
    monthly_yield = MoneyAmountField(help_text=_("Earned this month."))
    average_apy = serializers.CharField(allow_null=True, help_text=_("Weighted by value, per cent."))
    xirr = serializers.CharField(
        allow_null=True, help_text=_("Money-weighted return, per cent a year; null where it has no answer.")
    )
    positions = HeldPositionAnswer(many=True)
    risk_score = serializers.IntegerField(allow_null=True, help_text=_("0 to 100."))
    diversification_score = serializers.IntegerField(allow_null=True, help_text=_("0 to 100."))
    concentration = ConcentrationAnswer()
    protocol_distribution = ProtocolAnswer(many=True)
    recommendations = InvestmentAdviceAnswer(many=True, help_text=_("Rules of yours that are not kept; of `me` alone."))
    course = CoursePointAnswer(many=True, help_text=_("Twelve months."))
    formulas = serializers.DictField(child=serializers.CharField(), help_text=_("How each figure is computed."))
    unlisted = ApartAnswer(many=True, help_text=_("In accounts of which you see the balance only."))
    rates = UsedRateAnswer(many=True)
    apart = ApartAnswer(many=True, help_text=_("No rate is known for these; not in the sums."))


class HeldShareAnswer(Answer):
    kind = serializers.ChoiceField(choices=Position.Kind.choices)
    target = serializers.CharField()
    actual = serializers.CharField()


class InputAnswer(Answer):
    name = serializers.CharField()
    value = serializers.CharField()
    unit = serializers.ChoiceField(choices=UNITS)


class ShiftAnswer(Answer):
    position = serializers.UUIDField(allow_null=True, help_text=_("Null: a kind, cash, or something new."))
    kind = serializers.CharField()
    name = serializers.CharField()
    is_cash = serializers.BooleanField()
    amount = MoneyAmountField(help_text=_("Negative: out of it."))
    currency = serializers.CharField()


class RebalancingSuggestionAnswer(ShiftAnswer):
    rule = serializers.CharField()


class InvestingRuleAnswer(Answer):
    rule = serializers.CharField()
    title = serializers.CharField()
    formula = serializers.CharField()
    unit = serializers.ChoiceField(choices=UNITS)
    threshold = serializers.CharField()
    measured = serializers.CharField(allow_null=True)
    is_kept = serializers.BooleanField()
    inputs = InputAnswer(many=True)
    says = serializers.CharField()
    priority = serializers.ChoiceField(choices=PRIORITIES)
    moves = ShiftAnswer(many=True, help_text=_("They add up to nothing."))


class AssessmentAnswer(Answer):
    risk_score = serializers.IntegerField(allow_null=True)
    diversification_score = serializers.IntegerField(allow_null=True)
    concentration = ConcentrationAnswer()
    formulas = serializers.DictField(child=serializers.CharField())


class OutcomeAnswer(Answer):
    rule = serializers.CharField()
    unit = serializers.ChoiceField(choices=UNITS)
    before = serializers.CharField()
    after = serializers.CharField()


class PriorityAnswer(Answer):
    rule = serializers.CharField()
    priority = serializers.ChoiceField(choices=PRIORITIES)


class RebalancingAnswer(Answer):
    currency = serializers.CharField()
    total_value = MoneyAmountField()
    risk_tolerance = serializers.ChoiceField(choices=User.RiskTolerance.choices)
    has_own_targets = serializers.BooleanField()
    targets = serializers.DictField(child=serializers.CharField(), help_text=_("Per cent by kind, 100 together."))
    position_limit = serializers.IntegerField()
    protocol_limit = serializers.IntegerField()
    currency_limit = serializers.IntegerField()
    cash_months = serializers.IntegerField()
    fee_limit = serializers.CharField()
    version = serializers.IntegerField(help_text=_("0: nothing of it was decided by you."))
    shares = HeldShareAnswer(many=True)
    rules = InvestingRuleAnswer(many=True)
    rebalancing_suggestions = RebalancingSuggestionAnswer(
        many=True, help_text=_("Those of one rule add up to nothing; rules are not to be added to each other.")
    )
    risk_assessment = AssessmentAnswer()
    expected_outcomes = OutcomeAnswer(many=True, help_text=_("What each rule would measure then, at today’s prices."))
    action_priority = PriorityAnswer(many=True)
    reasoning = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    rates = UsedRateAnswer(many=True)
    apart = ApartAnswer(many=True)

"""What the endpoints answer, for the API's schema. `shapes` makes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from insights.feed.models import Insight, WrittenBy

Answer = serializers.Serializer[Any]
_UNTOLD = _("Null where all that moved is apart.")
_APART = _("Currencies that moved and have no rate for the month; not in the sums.")
_USUAL = _("The median of those of the last six whole months of which nothing is apart; null without one.")


class InsightAnswer(Answer):
    id = serializers.UUIDField()
    insight_type = serializers.ChoiceField(choices=Insight.Type.choices)
    kind = serializers.CharField(help_text=_("What was found, as one word; there may be more of them later."))
    title = serializers.CharField(help_text=_("Without amounts of money."))
    content = serializers.CharField()
    data = serializers.DictField(  # type: ignore[assignment]
        help_text=_("Every figure in the words by name: an amount with its currency, a day, a month, percent, a count.")
    )
    priority = serializers.IntegerField(help_text=_("1 to 100; 100 comes first."))
    url = serializers.CharField(help_text=_("The page of the figures."))
    icon = serializers.CharField()
    written_by = serializers.ChoiceField(choices=WrittenBy.choices)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    dismissed_at = serializers.DateTimeField(allow_null=True)


class InsightPageAnswer(PageAnswer):
    results = InsightAnswer(many=True)


class GeneratedAnswer(Answer):
    new = serializers.IntegerField(help_text=_("How many were not there before."))
    live = serializers.IntegerField()
    results = InsightAnswer(many=True, help_text=_("The new ones."))


class CategorySpendingAnswer(Answer):
    category = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    spent = MoneyAmountField()
    usual = MoneyAmountField(allow_null=True, help_text=_USUAL)
    change = MoneyAmountField(allow_null=True, help_text=_("Spent less usual; null as that."))
    url = serializers.CharField()


class SpendingInsightAnswer(Answer):
    month = serializers.CharField()
    currency = serializers.CharField()
    income = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    spent = MoneyAmountField(
        allow_null=True,
        help_text=_("What the analytics say of the month; the categories add up to it. Null as the income."),
    )
    usual = MoneyAmountField(allow_null=True, help_text=_USUAL)
    spent_by_today = MoneyAmountField(allow_null=True, help_text=_UNTOLD)
    usual_by_today = MoneyAmountField(
        allow_null=True, help_text=_("By the same day of the last six whole months, the median; null as `usual`.")
    )
    categories = CategorySpendingAnswer(many=True)
    movers = CategorySpendingAnswer(many=True, help_text=_("Furthest from usual, three at most."))
    apart = serializers.ListField(child=serializers.CharField(), help_text=_APART)


class CallAnswer(Answer):
    method = serializers.CharField()
    path = serializers.CharField()
    body = serializers.DictField()


class RecommendationAnswer(Answer):
    kind = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()
    amount = MoneyAmountField()
    currency = serializers.CharField()
    url = serializers.CharField()
    call = CallAnswer(allow_null=True, help_text=_("The one request that does it; null where it takes a person."))


class RecommendationsAnswer(Answer):
    results = RecommendationAnswer(many=True)


class MonthWordsAnswer(Answer):
    month = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()
    data = serializers.DictField(  # type: ignore[assignment]
        help_text=_("Every figure in the words, those that lead somewhere with their `url`.")
    )
    written_by = serializers.ChoiceField(choices=WrittenBy.choices)
    is_kept = serializers.BooleanField(
        help_text=_("The month is over: these words stay. False: so far, or something is apart.")
    )
    apart = serializers.ListField(child=serializers.CharField(), help_text=_APART)


class RecommendedBudgetAnswer(Answer):
    category = serializers.UUIDField()
    name = serializers.CharField()
    amount = MoneyAmountField()
    usual = MoneyAmountField(help_text=_("The median of the last six months."))
    season = serializers.DecimalField(
        max_digits=4, decimal_places=2, help_text=_("1 as usual, 1.33 a third more in this month of the year.")
    )
    planned = MoneyAmountField(allow_null=True)
    reason = serializers.CharField()


class BudgetAdviceAnswer(Answer):
    month = serializers.CharField()
    currency = serializers.CharField()
    income = MoneyAmountField(allow_null=True, help_text=_("Null: nothing is known of it, and nothing recommended."))
    to_goals = MoneyAmountField()
    results = RecommendedBudgetAnswer(many=True, help_text=_("With `to_goals` they come to the income."))


class AppliedAnswer(Answer):
    month = serializers.CharField()
    budget = serializers.UUIDField()
    version = serializers.IntegerField()

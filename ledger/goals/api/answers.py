"""What the endpoints answer, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.goals.models import Goal, GoalContribution

Answer = serializers.Serializer[Any]


class GoalAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    goal_type = serializers.ChoiceField(choices=Goal.Type.choices)
    target_amount = MoneyAmountField()
    saved_amount = MoneyAmountField(help_text=_("All that went in, less what was taken out."))
    current_amount = MoneyAmountField(help_text=_("The same as `saved_amount`."))
    yield_earned = MoneyAmountField(help_text=_("What of it is yield."))
    currency = serializers.CharField()
    monthly_amount = MoneyAmountField(allow_null=True)
    target_date = serializers.DateField(allow_null=True)
    priority = serializers.IntegerField()
    category = serializers.UUIDField(allow_null=True)
    icon = serializers.CharField()
    color = serializers.CharField()
    status = serializers.ChoiceField(choices=Goal.Status.choices)
    is_shared = serializers.BooleanField()
    added_by = serializers.UUIDField(allow_null=True)
    completed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    money_account = serializers.UUIDField(allow_null=True, help_text=_("Null also where you do not see the account."))
    progress = serializers.CharField(help_text=_("0 to 100 with one decimal, rounded down."))
    left_amount = MoneyAmountField()
    days_remaining = serializers.IntegerField(allow_null=True)
    months_remaining = serializers.IntegerField(
        allow_null=True,
        help_text=_(
            "In how many months money can still go in: this one unless some did, to the last over by the date."
        ),
    )
    needed_monthly = MoneyAmountField(
        allow_null=True, help_text=_("What is left over those months, rounded up to the cent. Null without a date.")
    )
    going_in_monthly = MoneyAmountField(
        help_text=_("`monthly_amount`, else the mean of the last three full months, yields left out.")
    )
    expected_on = serializers.DateField(
        allow_null=True, help_text=_("The end of the month in which it is there; null where nothing goes in.")
    )
    months_early = serializers.IntegerField(allow_null=True, help_text=_("Negative where it is late."))
    on_track = serializers.BooleanField(help_text=_("Always true without a date."))
    milestones = serializers.ListField(child=serializers.IntegerField(), help_text=_("Quarters reached, in percent."))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class AddedGoalAnswer(GoalAnswer):
    approval = serializers.UUIDField(allow_null=True, help_text=_("What waits for your partner, of a shared one."))


class GoalPage(PageAnswer):
    results = GoalAnswer(many=True)


class GoalAskedAnswer(Answer):
    approval = serializers.DictField(help_text=_("What was asked, as `approvals/` shows it."))


class GoalContributionAnswer(Answer):
    id = serializers.UUIDField()
    goal = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=GoalContribution.Kind.choices)
    amount = MoneyAmountField(help_text=_("Positive; `kind` says which way."))
    currency = serializers.CharField()
    on = serializers.DateField()
    note = serializers.CharField()
    transaction = serializers.UUIDField(allow_null=True, help_text=_("The payment it is a part of, where you see it."))
    person = serializers.UUIDField(allow_null=True, help_text=_("Who logged it."))
    counts = serializers.BooleanField(help_text=_("False while its payment is in the bin."))
    created_at = serializers.DateTimeField()


class GoalContributionPage(PageAnswer):
    results = GoalContributionAnswer(many=True)


class GoalLoggedAnswer(Answer):
    contribution = GoalContributionAnswer()
    goal = GoalAnswer()


class GoalsSumAnswer(Answer):
    currency = serializers.CharField()
    count = serializers.IntegerField()
    saved_amount = MoneyAmountField()
    target_amount = MoneyAmountField()
    going_in_monthly = MoneyAmountField()
    needed_monthly = MoneyAmountField(help_text=_("Of those with a date."))
    late = serializers.IntegerField()


class EarmarkedAccountAnswer(Answer):
    money_account = serializers.UUIDField()
    currency = serializers.CharField()
    balance = MoneyAmountField()
    earmarked_amount = MoneyAmountField(help_text=_("Saved there for the goals you see."))
    free_amount = MoneyAmountField(help_text=_("Negative where the balance does not cover them."))


class GoalsSummaryAnswer(Answer):
    sums = GoalsSumAnswer(many=True, help_text=_("One for each currency; nothing is converted."))
    accounts = EarmarkedAccountAnswer(many=True)

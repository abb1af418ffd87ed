"""What the endpoints answer, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.budgets.api.bodies import ROLL_OVER_CHOICES
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.standing import Severity, State

Answer = serializers.Serializer[Any]


class ListedBudgetAnswer(Answer):
    id = serializers.UUIDField()
    month = serializers.CharField(help_text="2026-11")
    household = serializers.BooleanField()
    currency = serializers.CharField()
    total_income = MoneyAmountField()
    total_allocated = MoneyAmountField()
    status = serializers.ChoiceField(choices=Budget.Status.choices)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class BudgetPage(PageAnswer):
    results = ListedBudgetAnswer(many=True)


class AllocationAnswer(Answer):
    category = serializers.UUIDField(allow_null=True)
    goal = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    allocated_amount = MoneyAmountField()
    carried_amount = MoneyAmountField(help_text=_("From the month before; below zero where too much was spent then."))
    spent_amount = MoneyAmountField(help_text=_("With all below it that is not planned by itself; of a goal: put in."))
    remaining_amount = MoneyAmountField(help_text=_("Allocated and carried less spent."))
    still_due_amount = MoneyAmountField(help_text=_("What recurs and was not booked yet this month."))
    pace_amount = MoneyAmountField(help_text=_("What would be spent by today if it went evenly."))
    projected_amount = MoneyAmountField(help_text=_("Where it heads at its pace, with what is still due."))
    overrun_amount = MoneyAmountField(help_text=_("By how much it would then be over."))
    basis = serializers.ChoiceField(choices=Allocation.Basis.choices)
    roll_over = serializers.ChoiceField(choices=ROLL_OVER_CHOICES)


class UnplannedCategoryAnswer(Answer):
    category = serializers.UUIDField(allow_null=True)
    spent_amount = MoneyAmountField()


class UnplannedAnswer(Answer):
    spent_amount = MoneyAmountField()
    still_due_amount = MoneyAmountField()
    categories = UnplannedCategoryAnswer(many=True)


class SpentApartAnswer(Answer):
    currency = serializers.CharField()
    spent_amount = MoneyAmountField()


class LeftToSpendAnswer(Answer):
    month = serializers.CharField(help_text="2026-11")
    currency = serializers.CharField()
    income = MoneyAmountField()
    carried = MoneyAmountField()
    spent = MoneyAmountField(help_text=_("Without savings."))
    set_aside = MoneyAmountField(help_text=_("For goals and savings: as planned, or as it was if that is more."))
    still_due = MoneyAmountField()
    left = MoneyAmountField(help_text=_("income + carried - spent - set_aside - still_due"))
    until = serializers.DateField(help_text=_("Your next payday, else the day after the month."))
    days = serializers.IntegerField(help_text=_("Until then, today among them."))
    per_day = MoneyAmountField(allow_null=True)


class BudgetAnswer(ListedBudgetAnswer):
    unallocated = MoneyAmountField(help_text=_("Of the income, what is planned nowhere."))
    total_carried = MoneyAmountField()
    total_spent = MoneyAmountField(help_text=_("Of all categories, planned or not."))
    total_put_in = MoneyAmountField(help_text=_("Put towards goals, without what is spending as well."))
    total_still_due = MoneyAmountField()
    total_remaining = MoneyAmountField()
    allocations = AllocationAnswer(many=True)
    unplanned = UnplannedAnswer()
    apart = SpentApartAnswer(many=True, help_text=_("Spent in other currencies, which are not added."))
    left_to_spend = LeftToSpendAnswer()


class SummaryAnswer(Answer):
    month = serializers.CharField(help_text="2026-11")
    household = serializers.BooleanField()
    currency = serializers.CharField()
    total_budget = MoneyAmountField()
    total_carried = MoneyAmountField()
    total_spent = MoneyAmountField()
    total_put_in = MoneyAmountField()
    total_remaining = MoneyAmountField()
    categories = AllocationAnswer(many=True)
    unplanned = UnplannedAnswer()
    overspent_categories = serializers.ListField(child=serializers.UUIDField())


class CategoryStatusAnswer(Answer):
    category = serializers.UUIDField()
    name = serializers.CharField()
    used_percent = serializers.FloatField(allow_null=True, help_text=_("Of what is available, with one decimal."))
    allocated_amount = MoneyAmountField()
    available_amount = MoneyAmountField(help_text=_("Allocated and carried."))
    spent_amount = MoneyAmountField()
    pace_amount = MoneyAmountField()
    still_due_amount = MoneyAmountField()
    projected_amount = MoneyAmountField()
    overrun_amount = MoneyAmountField()
    state = serializers.ChoiceField(choices=State.choices)
    severity = serializers.ChoiceField(choices=Severity.choices)


class StatusAnswer(Answer):
    month = serializers.CharField(help_text="2026-11")
    household = serializers.BooleanField()
    currency = serializers.CharField()
    days_total = serializers.IntegerField()
    days_left = serializers.IntegerField(help_text=_("Today among them."))
    categories = CategoryStatusAnswer(many=True)


class CheckAnswer(Answer):
    category = serializers.UUIDField(
        allow_null=True, help_text=_("Where it counts: the category, or the nearest above it that is planned.")
    )
    amount = MoneyAmountField()
    currency = serializers.CharField()
    fits_budget = serializers.BooleanField()
    remaining_in_category = MoneyAmountField()
    percentage_of_category = serializers.FloatField(
        allow_null=True, help_text=_("The amount of what is allocated there; null where that is nothing.")
    )
    warning = serializers.CharField()
    alternative_options = serializers.ListField(child=serializers.CharField())


class SuggestionAnswer(Answer):
    to = serializers.UUIDField()
    amount = MoneyAmountField()
    why = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.UUIDField(), **super().get_fields()}


class SuggestionsAnswer(Answer):
    month = serializers.CharField(help_text="2026-11")
    currency = serializers.CharField()
    suggestions = SuggestionAnswer(many=True)

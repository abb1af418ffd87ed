"""What clients send. Ids are resolved in the views, through what the person may see."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import FlagField, MoneyAmountField, TextField
from config.kernel.api.versions import LARGEST_VERSION
from config.kernel.api.views import BodySerializer
from ledger.budgets.api.shapes import ALL, LEFT_OVER, NO
from ledger.core.api.bodies import VERSION_HELP

MOST_AMOUNTS = 200
ROLL_OVER_CHOICES = [(NO, _("no")), (LEFT_OVER, _("what is left")), (ALL, _("what is left and what is lacking"))]


class CreateBudgetBody(BodySerializer):
    month = TextField(max_length=7, help_text=_("Such as 2026-11."))
    total_income = MoneyAmountField(
        required=False,
        allow_null=True,
        help_text=_("Left out: the income of your profile, else the median of the last six months."),
    )
    goals = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        allow_null=True,
        max_length=100,
        help_text=_("Which of your goals get money; left out: all that are active."),
    )
    household = FlagField(required=False, help_text=_("True: of what is for both of you."))


class AmountBody(BodySerializer):
    also_sent: ClassVar = (
        "name", "carried_amount", "spent_amount", "remaining_amount", "still_due_amount", "pace_amount",
        "projected_amount", "overrun_amount", "basis", "roll_over",
    )  # fmt: skip

    category = serializers.UUIDField(required=False, allow_null=True)
    goal = serializers.UUIDField(required=False, allow_null=True)
    allocated_amount = MoneyAmountField()

    def to_internal_value(self, data: Any) -> Any:
        checked = super().to_internal_value(data)
        if (checked.get("category") is None) == (checked.get("goal") is None):
            raise serializers.ValidationError({"category": _("Name a category or a goal.")}, code="required")
        return checked


class BudgetBody(BodySerializer):
    also_sent: ClassVar = (
        "id", "month", "household", "currency", "total_allocated", "status", "closed_at", "created_at", "updated_at",
        "unallocated", "total_carried", "total_spent", "total_put_in", "total_still_due", "total_remaining",
        "unplanned", "apart", "left_to_spend",
    )  # fmt: skip

    total_income = MoneyAmountField(required=False)
    allocations = AmountBody(
        many=True, required=False, help_text=_("Those that change, of those that are planned already.")
    )
    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION, help_text=VERSION_HELP)


class AllocationBody(BodySerializer):
    allocated_amount = MoneyAmountField(required=False)
    roll_over = serializers.ChoiceField(
        choices=ROLL_OVER_CHOICES, required=False, help_text=_("Of a category: what goes on to the next month.")
    )
    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION, help_text=VERSION_HELP)


class MoveBody(BodySerializer):
    """`from` and `to` are categories or goals."""

    also_sent: ClassVar = ("why",)

    to = serializers.UUIDField(help_text=_("Of a category, or of a goal."))
    amount = MoneyAmountField(positive=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python."""
        source = serializers.UUIDField(help_text=_("Of a category, or of a goal: it is planned in this month."))
        return {"from": source, **super().get_fields()}


class CheckBody(BodySerializer):
    category = serializers.UUIDField()
    amount = MoneyAmountField(positive=True, help_text=_("In the budget's currency."))


class WhatIfBody(BodySerializer):
    total_income = MoneyAmountField(required=False)
    allocations = AmountBody(many=True, required=False, help_text=_("Categories and goals, planned already or not."))

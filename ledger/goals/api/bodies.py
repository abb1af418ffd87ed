"""What clients send. Ids are checked by the services, through what the person may see."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import CurrencyField, DayField, FlagField, LineField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from config.kernel.assets import CATEGORY_ICONS
from ledger.core.api.bodies import VERSION_HELP
from ledger.goals.models import Goal, GoalContribution

MESSAGE_LENGTH = 500
SENT_STATUSES = [each for each in Goal.Status.choices if each[0] != Goal.Status.PENDING_APPROVAL]


class GoalBody(BodySerializer):
    also_sent: ClassVar = (
        "id", "saved_amount", "current_amount", "yield_earned", "is_shared", "added_by", "completed_on", "progress",
        "left_amount", "days_remaining", "months_remaining", "needed_monthly", "going_in_monthly", "expected_on",
        "months_early", "on_track", "milestones", "approval", "created_at", "updated_at",
    )  # fmt: skip

    name = LineField(max_length=200)
    target_amount = MoneyAmountField(positive=True)
    description = TextField(required=False, allow_blank=True, max_length=500)
    goal_type = serializers.ChoiceField(choices=Goal.Type.choices, required=False)
    priority = serializers.IntegerField(required=False, min_value=1, max_value=10, help_text=_("1 comes first."))
    target_date = DayField(required=False, allow_null=True)
    monthly_amount = MoneyAmountField(
        required=False, allow_null=True, help_text=_("What is meant to go in each month; null: what is usual counts.")
    )
    category = serializers.UUIDField(required=False, allow_null=True)
    money_account = serializers.UUIDField(required=False, allow_null=True, help_text=_("Where the money lies."))
    icon = serializers.ChoiceField(
        choices=[(each, each) for each in sorted({"target", *CATEGORY_ICONS})], required=False
    )
    color = serializers.RegexField(r"^#[0-9A-Fa-f]{6}\Z", required=False)
    status = serializers.ChoiceField(
        choices=SENT_STATUSES,
        required=False,
        help_text=_(
            "`archived` puts it away, `active` reopens it; whether it is completed follows from what is saved."
        ),
    )
    message = TextField(
        required=False, allow_blank=True, max_length=MESSAGE_LENGTH, help_text=_("To your partner, of a shared one.")
    )
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1, help_text=VERSION_HELP)


class NewGoalBody(GoalBody):
    currency = CurrencyField(
        required=False,
        help_text=_("That of the account, else yours, when left out; of a shared one the partnership's."),
    )
    shared = FlagField(required=False, help_text=_("True: for both of you; it waits for your partner."))


class ChangedGoalBody(GoalBody):
    currency = CurrencyField(required=False, help_text=_("It stays as it is."))


class GoalContributionBody(BodySerializer):
    amount = MoneyAmountField(positive=True)
    kind = serializers.ChoiceField(
        choices=GoalContribution.Kind.choices, required=False, help_text=_("`contribution` when left out.")
    )
    on = DayField(required=False, help_text=_("Not a day to come; today, or the payment's day, when left out."))
    note = TextField(required=False, allow_blank=True, max_length=200)
    transaction = serializers.UUIDField(
        required=False, allow_null=True, help_text=_("The payment of yours it is a part of.")
    )


class ChangedGoalContributionBody(BodySerializer):
    also_sent: ClassVar = ("id", "goal", "kind", "currency", "transaction", "person", "counts", "created_at")

    amount = MoneyAmountField(positive=True, required=False)
    on = DayField(required=False)
    note = TextField(required=False, allow_blank=True, max_length=200)

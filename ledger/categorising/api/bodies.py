"""What clients send about rules, and to have something classified."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import FlagField, LineField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from ledger.categorising.models import Rule
from ledger.categorising.ruling import MOST_RULES
from ledger.core.api.bodies import VERSION_HELP
from ledger.core.models import Transaction


class RuleBody(BodySerializer):
    """If all that is given holds, do all that is given. Amounts are positive, both bounds included."""

    also_sent: ClassVar = ("id", "used_count", "created_at")

    payee = LineField(required=False, allow_blank=True, max_length=200, default="")
    payee_match = serializers.ChoiceField(
        choices=Rule.PayeeMatch.choices, required=False, default=Rule.PayeeMatch.CONTAINS.value
    )
    text = TextField(required=False, allow_blank=True, max_length=200, default="", help_text=_("In payee or notes."))
    kind = serializers.ChoiceField(choices=Transaction.Kind.choices, required=False, allow_blank=True, default="")
    amount_min = MoneyAmountField(required=False, allow_null=True, default=None)
    amount_max = MoneyAmountField(required=False, allow_null=True, default=None)
    money_account = serializers.UUIDField(required=False, allow_null=True, default=None)
    category = serializers.UUIDField(required=False, allow_null=True, default=None)
    new_payee = LineField(required=False, allow_blank=True, max_length=200, default="")
    new_notes = TextField(required=False, allow_blank=True, max_length=500, default="")
    is_active = FlagField(required=False, default=True)
    position = serializers.IntegerField(
        required=False, min_value=0, max_value=MOST_RULES, help_text=_("Its place among your rules, from 0.")
    )
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class ApplicationBody(BodySerializer):
    also_mine = FlagField(required=False, default=False, help_text=_("Also where you chose the category yourself."))


class ClassifyBody(BodySerializer):
    """A purchase in words, or as the bank prints it."""

    # Who asks is known from the log-in.
    also_sent: ClassVar = ("user_id",)

    description = TextField(max_length=500)
    merchant = TextField(required=False, allow_blank=True, max_length=200, default="")
    amount = MoneyAmountField(positive=True, required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(
        choices=Transaction.Kind.choices, required=False, default=Transaction.Kind.EXPENSE.value
    )
    money_account = serializers.UUIDField(required=False, allow_null=True, default=None)

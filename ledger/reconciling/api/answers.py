"""What reconciling answers, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.core.api.answers import BankAnswer
from ledger.reconciling.explaining import Act, Why
from ledger.reconciling.models import StatementBalance

Answer = serializers.Serializer[Any]


class StatementBalanceAnswer(Answer):
    id = serializers.UUIDField()
    on = serializers.DateField()
    amount = MoneyAmountField()
    ours = MoneyAmountField(help_text=_("What the transactions booked until then come to."))
    gap = MoneyAmountField(help_text=_("The bank's less ours."))
    source = serializers.ChoiceField(  # type: ignore[assignment] # a field; DRF takes it off the class
        choices=StatementBalance.Source.choices
    )
    ticked = serializers.IntegerField(help_text=_("How many transactions were ticked off on the statement."))
    corrected = serializers.BooleanField(help_text=_("The rest was booked as a correction."))


class StatementBalancePage(PageAnswer):
    results = StatementBalanceAnswer(many=True)


class ExplanationAnswer(Answer):
    code = serializers.ChoiceField(choices=[each.value for each in Why])
    transaction = serializers.UUIDField(allow_null=True)
    twin = serializers.UUIDField(allow_null=True, help_text=_("What it may be a duplicate of."))
    act = serializers.ChoiceField(choices=[each.value for each in Act], help_text=_("What would close the gap."))
    booked_on = serializers.DateField(allow_null=True, help_text=_("The day `move` would move it to."))


class ReconciliationAnswer(Answer):
    bank = BankAnswer(allow_null=True, help_text=_("Null when the bank told nothing."))
    explanations = ExplanationAnswer(many=True)

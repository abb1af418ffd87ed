"""What the endpoints of statements, settlements and contributions read and answer, for the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import DayField, MoneyAmountField, TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer
from partnerships.expenses.api.answers import PLACE, PaymentAnswer

BY_PLACE = _("Of the member at place 0, and of the one at place 1.")


def _both(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=MoneyAmountField(), help_text=BY_PLACE, **kwargs)


class OwedAnswer(serializers.Serializer[Any]):
    payer = serializers.IntegerField(allow_null=True, help_text=_("Place of who owes; null where both are even."))
    amount = MoneyAmountField()
    currency = serializers.CharField()


class DueAnswer(serializers.Serializer[Any]):
    expense = serializers.UUIDField()
    name = serializers.CharField()
    due_on = serializers.DateField()
    amount = MoneyAmountField()
    shares = _both()
    payment = serializers.UUIDField(allow_null=True, help_text=_("Null while it is open."))


class TotalsAnswer(serializers.Serializer[Any]):
    due = MoneyAmountField(help_text=_("The sum of `due`."))
    due_shares = _both()
    open = MoneyAmountField(help_text=_("The sum of what is due and has no payment; nobody owes it to the other."))
    paid = MoneyAmountField(help_text=_("The sum of `paid`."))
    paid_by = _both()
    shares = _both()


class SettlementAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    payer = serializers.IntegerField(help_text=PLACE)
    amount = MoneyAmountField()
    currency = serializers.CharField()
    settled_on = serializers.DateField()
    note = serializers.CharField()
    transaction = serializers.UUIDField(allow_null=True, help_text=_("Your half, in your ledger."))
    is_booked = serializers.ListField(child=serializers.BooleanField(), help_text=BY_PLACE)
    made_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class SettlementPage(PageAnswer):
    results = SettlementAnswer(many=True)


class StatementAnswer(serializers.Serializer[Any]):
    month = serializers.CharField()
    currency = serializers.CharField()
    due = DueAnswer(many=True)
    paid = PaymentAnswer(many=True)
    settlements = SettlementAnswer(many=True)
    totals = TotalsAnswer()
    balance = OwedAnswer(help_text=_("Of this month alone: what was paid less what each bears of it."))
    carried_in = OwedAnswer(help_text=_("As the month before ended."))
    carried_out = OwedAnswer(help_text=_("Carried in, the month's own balance and its settlements."))


class SettleBody(BodySerializer):
    expected_amount = MoneyAmountField(help_text=_("What you have seen is owed; another balance is refused."))
    expected_payer = serializers.IntegerField(required=False, min_value=0, max_value=1, help_text=PLACE)
    settled_on = DayField(required=False, help_text=_("Today when left out."))
    money_account = serializers.UUIDField(required=False, help_text=_("Your account to book your half on."))
    transaction = serializers.UUIDField(required=False, help_text=_("Or the row of your ledger that is your half."))
    note = TextField(required=False, allow_blank=True, max_length=200, default="")


class HalfBody(BodySerializer):
    money_account = serializers.UUIDField(required=False, help_text=_("Your account to book your half on."))
    transaction = serializers.UUIDField(required=False, help_text=_("Or the row of your ledger that is your half."))


class CandidateAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField()
    booked_on = serializers.DateField()
    payee = serializers.CharField()
    amount = MoneyAmountField()
    currency = serializers.CharField()


class CandidatesAnswer(serializers.Serializer[Any]):
    results = CandidateAnswer(many=True)


class ContributionAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    month = serializers.CharField()
    place = serializers.IntegerField(help_text=PLACE)
    person = serializers.UUIDField(allow_null=True)
    # DRF takes fields out of the class, so that nothing of its own is hidden.
    required = MoneyAmountField(  # type: ignore[assignment]
        help_text=_("Their share of the month's shared costs, as of its first day.")
    )
    paid_amount = MoneyAmountField(allow_null=True)
    paid_on = serializers.DateField(allow_null=True)
    is_paid = serializers.BooleanField()
    currency = serializers.CharField()
    version = serializers.IntegerField()


class ContributionPage(PageAnswer):
    results = ContributionAnswer(many=True)


class CurrentContributionsAnswer(serializers.Serializer[Any]):
    month = serializers.CharField()
    mode = serializers.CharField()
    currency = serializers.CharField()
    total_required = MoneyAmountField()
    contributions = ContributionAnswer(many=True, help_text=_("Empty unless you pay into a pot."))


class MarkPaidBody(BodySerializer):
    month = TextField(required=False, max_length=7, help_text=_("As 2026-11; this month when left out."))
    amount = MoneyAmountField(required=False, positive=True, help_text=_("What is required when left out."))
    paid_on = DayField(required=False, help_text=_("Today when left out."))
    transaction = serializers.UUIDField(required=False, help_text=_("The payment in your own ledger."))

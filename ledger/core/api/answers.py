"""What the ledger's core answers, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.core.api.rate_shapes import ApartAnswer, UsedRateAnswer
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction

Answer = serializers.Serializer[Any]

DIRECTIONS = ["in", "out"]


class LineAnswer(Answer):
    category = serializers.UUIDField(allow_null=True)
    amount = MoneyAmountField()
    notes = serializers.CharField()


class TransactionAnswer(Answer):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Transaction.Kind.choices)
    direction = serializers.ChoiceField(choices=DIRECTIONS)
    amount = MoneyAmountField(help_text=_("Positive; `direction` says which way it went."))
    own_amount = MoneyAmountField(help_text=_("Your part of it, on a shared account."))
    currency = serializers.CharField()
    booked_on = serializers.DateField()
    occurred_at = serializers.DateTimeField(allow_null=True)
    payee = serializers.CharField()
    notes = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    category_source = serializers.ChoiceField(
        choices=Transaction.CategorySource.choices, help_text=_("Who chose the category; empty: nobody did.")
    )
    category_confidence = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    category_reason = serializers.CharField()
    lines = LineAnswer(many=True, help_text=_("The parts of a split, which has no category of its own."))
    raw_kind = serializers.CharField(help_text=_("What the bank's file called it."))
    version = serializers.IntegerField()
    is_private = serializers.BooleanField(help_text=_("See transactions_list."))
    withheld_until = serializers.DateField(
        allow_null=True, help_text=_("Until this day begins where you live, only you see it.")
    )


class SeenTransactionAnswer(TransactionAnswer):
    """A transaction, or with `is_private` a line that the other owner of an account withholds: its id, account,
    currency and day are there, everything else is null.
    """

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        known = {"id", "money_account", "currency", "booked_on", "lines", "is_private"}
        fields = super().get_fields()
        for name in fields.keys() - known:
            fields[name].allow_null = True
        return fields


class TransactionPage(PageAnswer):
    results = SeenTransactionAnswer(many=True)


class TransferAnswer(Answer):
    id = serializers.UUIDField()
    outgoing = TransactionAnswer()
    incoming = TransactionAnswer()


class RefundAnswer(Answer):
    purchase = serializers.UUIDField(allow_null=True, help_text=_("What this is a refund of."))
    refunds = serializers.ListField(child=serializers.UUIDField(), help_text=_("What came back of this purchase."))
    given_back = MoneyAmountField(help_text=_("The sum of the refunds."))
    currency = serializers.CharField()


class RefusedAnswer(Answer):
    id = serializers.UUIDField()
    code = serializers.CharField()


class BulkAnswer(Answer):
    changed = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedAnswer(many=True)


class BankAnswer(Answer):
    on = serializers.DateField(help_text=_("The latest day whose closing balance the bank told."))
    amount = MoneyAmountField(help_text=_("What the bank says the account held at the end of it."))
    ours = MoneyAmountField(help_text=_("What the transactions booked until then come to."))
    agrees = serializers.BooleanField()
    gap = MoneyAmountField(help_text=_("The bank's less ours."))
    gap_since = serializers.DateField(allow_null=True, help_text=_("The first day the bank told of after agreed_on."))
    agreed_on = serializers.DateField(allow_null=True, help_text=_("The last day on which both were equal."))


class MoneyAccountAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=MoneyAccount.Type.choices)
    subtype = serializers.ChoiceField(choices=MoneyAccount.Subtype.choices)
    is_liability = serializers.BooleanField()
    currency = serializers.CharField()
    institution = serializers.CharField()
    number_tail = serializers.CharField(help_text=_("The end of the account number."))
    opening_balance = MoneyAmountField(allow_null=True)
    opened_on = serializers.DateField(allow_null=True)
    balance = MoneyAmountField(allow_null=True, help_text=_("Signed; null when you may not see it."))
    closed_on = serializers.DateField(allow_null=True)
    bank = BankAnswer(allow_null=True, help_text=_("Null when the bank told nothing, or you do not own the account."))
    role = serializers.ChoiceField(choices=MoneyAccountAccess.Role.choices)
    level = serializers.ChoiceField(choices=MoneyAccountAccess.Level.choices)
    owner_name = serializers.CharField(help_text=_("Whose it is, where it is not yours; else empty."))
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class MoneyAccountPage(PageAnswer):
    results = MoneyAccountAnswer(many=True)


class CategoryAnswer(Answer):
    id = serializers.UUIDField()
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment] # a field; DRF takes it off the class
    slug = serializers.CharField(help_text=_("Of a shared category; empty on one's own."))
    name = serializers.CharField()
    original_name = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    icon_url = serializers.CharField(help_text=_("Of the picture you gave it in place of its icon; empty: none."))
    color = serializers.CharField()
    sort_order = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Category.Kind.choices)
    bucket = serializers.ChoiceField(choices=Category.Bucket.choices)
    necessity_score = serializers.IntegerField(min_value=1, max_value=10)
    default_allocation_percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    is_system = serializers.BooleanField()
    is_active = serializers.BooleanField()
    is_favorite = serializers.BooleanField()
    is_hidden = serializers.BooleanField()
    priority = serializers.IntegerField(allow_null=True)
    monthly_limit = MoneyAmountField(allow_null=True)
    version = serializers.IntegerField()


class CategoryPage(PageAnswer):
    results = CategoryAnswer(many=True)


class RankedAnswer(CategoryAnswer):
    """`score` runs from 0 to 100; `reasons` say in words what it is made of."""

    rank = serializers.IntegerField(min_value=1)
    score = serializers.IntegerField(min_value=0, max_value=100)
    reasons = serializers.ListField(child=serializers.CharField())
    usual_amount = MoneyAmountField(help_text=_("The median of the last six whole months, with all below it."))
    currency = serializers.CharField()


class RankingAnswer(Answer):
    results = RankedAnswer(many=True)


class RankedCategoriesAnswer(Answer):
    results = CategoryAnswer(many=True)


class AccountBalanceAnswer(Answer):
    money_account = serializers.UUIDField()
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=MoneyAccount.Type.choices)
    is_liability = serializers.BooleanField()
    currency = serializers.CharField()
    balance = MoneyAmountField()
    closed_on = serializers.DateField(allow_null=True)


class CurrencyTotalAnswer(Answer):
    currency = serializers.CharField()
    have = MoneyAmountField(help_text=_("Everything on accounts that are no debts, and `assets`."))
    owe = MoneyAmountField(help_text=_("Everything on debts; below zero."))
    net = MoneyAmountField()


class WholeTotalAnswer(CurrencyTotalAnswer):
    """Everything in one currency, yours or `convert_to`, at today's rates."""

    rates = UsedRateAnswer(many=True)
    apart = ApartAnswer(many=True, help_text=_("The net of currencies no rate is known for; not in the sums."))


class BalanceAnswer(Answer):
    accounts = AccountBalanceAnswer(many=True)
    assets = ApartAnswer(
        many=True, help_text=_("What counts besides accounts: positions, and things by choice; in `have`.")
    )
    totals = CurrencyTotalAnswer(many=True)
    total = WholeTotalAnswer()


class AveragesAnswer(Answer):
    income_per_month = MoneyAmountField()
    spent_per_month = MoneyAmountField()
    saved_per_month = MoneyAmountField()
    spent_per_day = MoneyAmountField()


class MonthAnswer(Answer):
    month = serializers.CharField(help_text="2026-01")
    income = MoneyAmountField()
    spent = MoneyAmountField()
    saved = MoneyAmountField()


class CategoryFigureAnswer(Answer):
    category = serializers.UUIDField(allow_null=True)
    is_private = serializers.BooleanField(
        help_text=_("Categories of an account you see sums of, with too few payments to be told apart.")
    )
    amount = MoneyAmountField()
    count = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class CurrencyAnalysisAnswer(Answer):
    currency = serializers.CharField()
    income = MoneyAmountField()
    spent = MoneyAmountField(help_text=_("Refunds are taken off."))
    saved = MoneyAmountField()
    averages = AveragesAnswer()
    months = MonthAnswer(many=True)
    spending_by_category = CategoryFigureAnswer(many=True)
    income_by_category = CategoryFigureAnswer(many=True)


class ConvertedAnalysisAnswer(CurrencyAnalysisAnswer):
    """All currencies in one: each month's flows at the rate of its last day, the running month's at today's."""

    rates = UsedRateAnswer(many=True)
    apart = serializers.ListField(
        child=serializers.CharField(), help_text=_("Currencies without a rate for a month they moved in: left out.")
    )


class AnalyticsAnswer(Answer):
    booked_on_after = serializers.DateField()
    booked_on_before = serializers.DateField()
    currencies = CurrencyAnalysisAnswer(many=True)
    converted = ConvertedAnalysisAnswer(allow_null=True, help_text=_("With `convert_to`."))

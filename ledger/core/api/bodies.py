"""What clients send to the ledger's core. Ids are resolved in the views, through what the person may see."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import (
    CurrencyField,
    DayField,
    FlagField,
    LineField,
    MoneyAmountField,
    PercentField,
    TextField,
)
from config.kernel.api.views import BodySerializer
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services.bulk import MOST_AT_ONCE

MOST_LINES = 50
VERSION_HELP = _("The version you have seen. With an old one the write is refused (409).")


class LineBody(BodySerializer):
    also_sent: ClassVar = ("notes",)

    category = serializers.UUIDField(allow_null=True)
    amount = MoneyAmountField(positive=True)


class TransactionBody(BodySerializer):
    """`amount` is positive, in the account's currency; `kind` says which way the money went."""

    also_sent: ClassVar = (
        "id", "direction", "own_amount", "category_source", "category_confidence", "category_reason", "raw_kind",
        "is_private",
    )  # fmt: skip

    money_account = serializers.UUIDField(help_text=_("One of your accounts."))
    kind = serializers.ChoiceField(choices=Transaction.Kind.choices)
    amount = MoneyAmountField(positive=True, help_text=_("At most 1,000,000; more in currencies of small value."))
    currency = CurrencyField(required=False, help_text=_("The account's; any other one is refused."))
    booked_on = DayField(required=False, help_text=_("Today, where you live, when left out."))
    occurred_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    payee = LineField(required=False, allow_blank=True, max_length=200, default="")
    notes = TextField(required=False, allow_blank=True, max_length=500, default="")
    category = serializers.UUIDField(
        required=False, allow_null=True, help_text=_("Left out on a new one: the category is suggested.")
    )
    lines = serializers.ListField(
        child=LineBody(), required=False, max_length=MOST_LINES, help_text=_("Parts of a split.")
    )
    withheld_until = DayField(
        required=False,
        allow_null=True,
        help_text=_("On a new one: nobody but you sees it before this day. Later it is changed as its embargo."),
    )
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class TransferBody(BodySerializer):
    """Money from one of your accounts to another. `to_amount` is what arrives when the currencies differ."""

    from_account = serializers.UUIDField()
    to_account = serializers.UUIDField()
    amount = MoneyAmountField(positive=True)
    to_amount = MoneyAmountField(positive=True, required=False, allow_null=True, default=None)
    booked_on = DayField(required=False)
    notes = TextField(required=False, allow_blank=True, max_length=500, default="")


class RefundBody(BodySerializer):
    """The purchase that money came back for."""

    purchase = serializers.UUIDField()


class BulkBody(BodySerializer):
    """Up to 500 transactions and exactly one change."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE)
    category = serializers.UUIDField(required=False, allow_null=True)
    payee = LineField(required=False, allow_blank=True, max_length=200)
    notes = TextField(required=False, allow_blank=True, max_length=500)
    delete = FlagField(required=False)
    restore = FlagField(required=False)


class MoneyAccountBody(BodySerializer):
    """`opening_balance` is signed: a debt is negative. `currency` stays as it was made."""

    also_sent: ClassVar = (
        "id", "number_tail", "balance", "closed_on", "bank", "role", "level", "owner_name", "created_at",
    )  # fmt: skip

    name = LineField(max_length=100)
    type = serializers.ChoiceField(choices=MoneyAccount.Type.choices, default=MoneyAccount.Type.SPENDING)
    subtype = serializers.ChoiceField(choices=MoneyAccount.Subtype.choices, required=False)
    is_liability = FlagField(required=False)
    currency = CurrencyField(required=False, help_text=_("Yours, when left out."))
    institution = TextField(required=False, allow_blank=True, max_length=100, default="")
    number = TextField(
        required=False, allow_blank=True, max_length=60, help_text=_("Kept encrypted; only its end is shown.")
    )
    opening_balance = MoneyAmountField(required=False)
    opened_on = DayField(required=False, allow_null=True, default=None)
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class ClosureBody(BodySerializer):
    closed_on = DayField(required=False, help_text=_("Today, where you live, when left out."))
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class CategoryBody(BodySerializer):
    also_sent: ClassVar = (
        "id", "slug", "original_name", "icon_url", "is_system", "is_favorite", "is_hidden", "priority", "monthly_limit",
    )  # fmt: skip

    name = LineField(max_length=100)
    description = TextField(required=False, allow_blank=True, max_length=200, default="")
    parent = serializers.UUIDField(required=False, allow_null=True, default=None)  # type: ignore[assignment] # as there
    icon = TextField(required=False, max_length=50)
    color = TextField(required=False, max_length=7)
    kind = serializers.ChoiceField(choices=Category.Kind.choices, required=False)
    bucket = serializers.ChoiceField(choices=Category.Bucket.choices, required=False)
    necessity_score = serializers.IntegerField(required=False, min_value=1, max_value=10)
    default_allocation_percent = PercentField(required=False)
    sort_order = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    is_active = FlagField(required=False)
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class OverrideBody(BodySerializer):
    """How you want to see a category. An empty text or null: as the category has it."""

    name = LineField(required=False, allow_blank=True, max_length=100, default="")
    icon = TextField(required=False, allow_blank=True, max_length=50, default="")
    color = TextField(required=False, allow_blank=True, max_length=7, default="")
    sort_order = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=1_000_000, default=None,
        help_text=_("Of a shared category; one of your own is moved by its own sort_order."),
    )  # fmt: skip
    is_favorite = FlagField(required=False, default=False)
    is_hidden = FlagField(required=False, default=False)
    priority = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10, default=None)
    monthly_limit = MoneyAmountField(positive=True, required=False, allow_null=True, default=None)


class MergeBody(BodySerializer):
    """`into` is of the same kind, shared or your own."""

    into = serializers.UUIDField()
    version = serializers.IntegerField(required=False, min_value=1, help_text=VERSION_HELP)


class PriorityBody(BodySerializer):
    priority = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=10, help_text=_("10 matters most; null: as it was.")
    )


class IconBody(BodySerializer):
    file = serializers.FileField(allow_empty_file=True, max_length=None, help_text=_("PNG, JPEG or WebP, 10 MB."))

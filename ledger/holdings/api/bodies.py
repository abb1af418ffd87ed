"""What clients send. What it means for a position is checked by the services."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import CurrencyField, DayField, FlagField, LineField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.bodies import VERSION_HELP
from ledger.holdings.api.fields import ApyField, SharesField
from ledger.holdings.models import Position, PositionMove


class PositionBody(BodySerializer):
    name = LineField(max_length=200)
    symbol = LineField(required=False, allow_blank=True, max_length=20)
    kind = serializers.ChoiceField(choices=Position.Kind.choices, required=False)
    protocol_name = LineField(required=False, allow_blank=True, max_length=50, help_text=_("morpho, aave, ..."))
    position_id = LineField(
        required=False, allow_blank=True, max_length=66, help_text=_("Of the contract; once in an account.")
    )
    asset_address = LineField(required=False, allow_blank=True, max_length=100)
    apy = ApyField(required=False, allow_null=True, help_text=_("Per cent a year."))
    note = TextField(required=False, allow_blank=True, max_length=500)


class NewPositionBody(PositionBody):
    money_account = serializers.UUIDField(help_text=_("An investment account of yours."))
    currency = CurrencyField(required=False, help_text=_("The account's when left out."))
    shares = SharesField(required=False, help_text=_("With them it begins with a buy on `opened_on`."))
    entry_price = SharesField(required=False, help_text=_("What each cost; or `cost`."))
    cost = MoneyAmountField(required=False, help_text=_("What all of them cost; or `entry_price`."))
    current_value = MoneyAmountField(required=False, help_text=_("What all is worth on `valued_on`; or `price`."))
    price = SharesField(required=False, help_text=_("What one is worth on `valued_on`; or `current_value`."))
    opened_on = DayField(required=False, help_text=_("Today when left out; not a day to come."))
    valued_on = DayField(required=False, help_text=_("Today when left out; not a day to come."))
    book = FlagField(
        required=False, help_text=_("Pay what the shares cost from the account's cash; left out: its balance stays.")
    )


class ChangedPositionBody(PositionBody):
    also_sent: ClassVar = (
        "id", "money_account", "currency", "shares", "entry_price", "cost", "invested", "returned", "price",
        "current_value", "valued_on", "yield_earned", "gain", "risk_level", "opened_on", "closed_on", "created_at",
        "last_updated_at",
    )  # fmt: skip

    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1, help_text=VERSION_HELP)


class PositionMoveBody(BodySerializer):
    kind = serializers.ChoiceField(choices=PositionMove.Kind.choices)
    shares = SharesField(
        required=False, help_text=_("Of a buy and a sale; of a yield or a fee only where it was paid in shares.")
    )
    price = SharesField(required=False, help_text=_("Of one share; or `amount`."))
    amount = MoneyAmountField(required=False, help_text=_("Not below zero, in the position's currency; or `price`."))
    on = DayField(required=False, help_text=_("Today, or the payment's day, when left out; not a day to come."))
    note = LineField(required=False, allow_blank=True, max_length=200)
    transaction = serializers.UUIDField(
        required=False, allow_null=True, help_text=_("Of a yield in cash: the income of the account it is.")
    )
    book = FlagField(
        required=False,
        help_text=_(
            "Book it in the account's cash too, in its currency: a buy and a sale as a transfer, a yield as income, a"
            " fee as spending. Left out: the balance stays."
        ),
    )


class ValueBody(BodySerializer):
    value = MoneyAmountField(required=False, help_text=_("Of all shares; or `price`."))
    price = SharesField(required=False, help_text=_("Of one share; or `value`."))
    on = DayField(required=False, help_text=_("Today when left out; not a day to come. The last one of a day counts."))


class ClosingBody(BodySerializer):
    on = DayField(required=False, help_text=_("Today when left out."))
    amount = MoneyAmountField(
        required=False, help_text=_("What the shares that are left were sold for; 0 if they are worthless.")
    )
    book = FlagField(required=False, help_text=_("Book the amount in the account's cash too."))


class PositionImportBody(BodySerializer):
    """A form with the file in it (multipart/form-data)."""

    money_account = serializers.UUIDField(help_text=_("An investment account of yours."))
    file = serializers.FileField(allow_empty_file=True, max_length=None, help_text=_("CSV up to 1 MB."))

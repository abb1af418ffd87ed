"""What the endpoints answer, for the API's schema. `shapes.py` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from ledger.holdings.models import Position, PositionMove, PositionValue

Answer = serializers.Serializer[Any]


class PositionAnswer(Answer):
    id = serializers.UUIDField()
    money_account = serializers.UUIDField()
    name = serializers.CharField()
    symbol = serializers.CharField()
    kind = serializers.ChoiceField(choices=Position.Kind.choices)
    protocol_name = serializers.CharField()
    position_id = serializers.CharField()
    asset_address = serializers.CharField()
    currency = serializers.CharField()
    shares = serializers.CharField(help_text=_("Up to 18 decimals."))
    entry_price = serializers.CharField(allow_null=True, help_text=_("What a share that is held cost on average."))
    cost = MoneyAmountField(help_text=_("What the shares that are held cost, at average cost."))
    invested = MoneyAmountField(help_text=_("Cash that ever went in, fees too."))
    returned = MoneyAmountField(help_text=_("Cash that ever came back, yields too."))
    price = serializers.CharField(allow_null=True, help_text=_("What a share was worth on `valued_on`."))
    current_value = MoneyAmountField()
    valued_on = serializers.DateField(allow_null=True)
    yield_earned = MoneyAmountField()
    gain = MoneyAmountField(help_text=_("current_value + returned - invested."))
    apy = serializers.CharField(allow_null=True, help_text=_("Per cent a year."))
    risk_level = serializers.IntegerField(help_text=_("The class of its kind, 1 to 5."))
    opened_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class PositionPage(PageAnswer):
    results = PositionAnswer(many=True)


class PositionMoveAnswer(Answer):
    id = serializers.UUIDField()
    position = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PositionMove.Kind.choices)
    on = serializers.DateField()
    shares = serializers.CharField()
    price = serializers.CharField(allow_null=True)
    amount = MoneyAmountField(help_text=_("Not below zero; `kind` says which way."))
    currency = serializers.CharField()
    transaction = serializers.UUIDField(allow_null=True, help_text=_("The line of the ledger it is, where you see it."))
    note = serializers.CharField()
    created_at = serializers.DateTimeField()


class MovePage(PageAnswer):
    results = PositionMoveAnswer(many=True)


class RecordedMoveAnswer(Answer):
    move = PositionMoveAnswer()
    position = PositionAnswer()


class ValueAnswer(Answer):
    on = serializers.DateField()
    value = MoneyAmountField()
    price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    source = serializers.ChoiceField(  # type: ignore[assignment] # a field; DRF takes it off the class
        choices=PositionValue.Source.choices, help_text=_("`move`: the price of a buy or a sale of that day.")
    )


class ValuePage(PageAnswer):
    results = ValueAnswer(many=True)


class ImportedPositionAnswer(Answer):
    line = serializers.IntegerField()
    name = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["made", "updated", "unchanged", "refused"])
    position = serializers.UUIDField(allow_null=True)
    field = serializers.CharField(help_text=_("Of what was refused: the column."))
    code = serializers.CharField()
    text = serializers.CharField()


class PositionImportAnswer(Answer):
    made = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    ignored_columns = serializers.ListField(
        child=serializers.CharField(), help_text=_("Nothing is known by this name.")
    )
    report = ImportedPositionAnswer(many=True)

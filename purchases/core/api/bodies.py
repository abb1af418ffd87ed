"""What clients send. Ids are checked by the services, through what the person may see."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import CurrencyField, DayField, FlagField, LineField, MoneyAmountField, TextField
from config.kernel.api.views import BodySerializer
from ledger.core.api.bodies import VERSION_HELP
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.models.things import LONGEST_LIFE, MOST_PIECES

MOST_MONTHS = 600
LONGEST_VERSION = 2**31 - 1


class PurchaseBody(BodySerializer):
    also_sent: ClassVar = (
        "id", "retailer_name", "brand_name", "transaction", "is_mine", "is_shared", "warranties", "documents",
        "created_at", "updated_at",
    )  # fmt: skip

    product_name = LineField(max_length=200)
    price = MoneyAmountField(help_text=_("For all pieces together; 0 of a present."))
    currency_code = CurrencyField(required=False, help_text=_("Yours when left out."))
    quantity = serializers.IntegerField(required=False, min_value=1, max_value=MOST_PIECES)
    retailer_id = serializers.UUIDField(required=False, allow_null=True)
    brand_id = serializers.UUIDField(required=False, allow_null=True)
    category = serializers.UUIDField(required=False, allow_null=True)
    status = serializers.ChoiceField(choices=Purchase.Status.choices, required=False)
    purchase_date = DayField()
    received_date = DayField(required=False, allow_null=True, help_text=_("Of one that was received."))
    return_until = DayField(required=False, allow_null=True, help_text=_("The last day it can go back."))
    serial_number = TextField(required=False, allow_blank=True, max_length=100)
    location = TextField(required=False, allow_blank=True, max_length=100)
    notes = TextField(required=False, allow_blank=True, max_length=500)
    tags = serializers.ListField(child=TextField(max_length=40), required=False, max_length=20)
    is_archived = FlagField(required=False)
    life_months = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=LONGEST_LIFE,
        help_text=_("It is worth its price at first and nothing so many months later, in a straight line between."),
    )
    in_net_worth = FlagField(required=False, help_text=_("What it is worth counts; needs life_months."))
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_VERSION, help_text=VERSION_HELP)


class NewPurchaseBody(PurchaseBody):
    warranty_start = DayField(required=False, help_text=_("The day it was bought when left out."))
    warranty_end = DayField(required=False, allow_null=True)
    warranty_months = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_MONTHS, help_text=_("In place of `warranty_end`.")
    )
    warranty_type = serializers.ChoiceField(choices=Warranty.Type.choices, required=False)
    warranty_provider = TextField(required=False, allow_blank=True, max_length=100)


class WarrantyBody(BodySerializer):
    also_sent: ClassVar[tuple[str, ...]] = ("id", "purchase_id", "product_name", "created_at", "updated_at")

    warranty_start = DayField(help_text=_("The first day it covers."))
    warranty_end = DayField(required=False, allow_null=True, help_text=_("The last day; none for life."))
    warranty_type = serializers.ChoiceField(choices=Warranty.Type.choices, required=False)
    status = serializers.ChoiceField(
        choices=Warranty.Status.choices,
        required=False,
        help_text=_("`voided` or not: whether it has expired follows from its end."),
    )
    provider = TextField(required=False, allow_blank=True, max_length=100)
    notes = TextField(required=False, allow_blank=True, max_length=500)
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_VERSION, help_text=VERSION_HELP)


class NewWarrantyBody(WarrantyBody):
    also_sent: ClassVar[tuple[str, ...]] = ("id", "product_name", "created_at", "updated_at")

    purchase_id = serializers.UUIDField()
    warranty_start = DayField(required=False, help_text=_("The day it was bought when left out."))
    warranty_months = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_MONTHS, help_text=_("In place of `warranty_end`.")
    )


class ClaimBody(BodySerializer):
    also_sent: ClassVar = ("id", "purchase_id", "currency_code", "created_at", "updated_at")

    problem = TextField(max_length=500)
    warranty = serializers.UUIDField(required=False, allow_null=True)
    status = serializers.ChoiceField(choices=Claim.Status.choices, required=False)
    reference = TextField(required=False, allow_blank=True, max_length=100)
    cost = MoneyAmountField(required=False, help_text=_("What it came to for you."))
    opened_on = DayField(required=False, help_text=_("Today when left out."))
    sent_on = DayField(required=False, allow_null=True)
    closed_on = DayField(required=False, allow_null=True, help_text=_("With an outcome; today when left out."))
    notes = TextField(required=False, allow_blank=True, max_length=500)
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_VERSION, help_text=VERSION_HELP)


class NameBody(BodySerializer):
    name = LineField(max_length=100)
    url = TextField(required=False, allow_blank=True, max_length=300)


class BoughtWithBody(BodySerializer):
    transaction = serializers.UUIDField()
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_VERSION, help_text=VERSION_HELP)

"""What the endpoints answer, for the API's schema. `purchases.core.shapes` makes it; a test holds the two together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.kernel.api.fields import MoneyAmountField
from config.kernel.api.pagination import PageAnswer
from purchases.core.models import Claim, Purchase, Warranty

Answer = serializers.Serializer[Any]


class WarrantyAnswer(Answer):
    id = serializers.UUIDField()
    purchase_id = serializers.UUIDField()
    warranty_start = serializers.DateField()
    warranty_end = serializers.DateField(allow_null=True, help_text=_("The last day; null of one for life."))
    warranty_type = serializers.ChoiceField(choices=Warranty.Type.choices)
    status = serializers.ChoiceField(choices=Warranty.Status.choices)
    provider = serializers.CharField()
    notes = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ListedWarrantyAnswer(WarrantyAnswer):
    product_name = serializers.CharField()


class WarrantyPage(PageAnswer):
    results = ListedWarrantyAnswer(many=True)


class PurchaseAnswer(Answer):
    id = serializers.UUIDField()
    product_name = serializers.CharField()
    price = MoneyAmountField(help_text=_("For all pieces together."))
    currency_code = serializers.CharField()
    quantity = serializers.IntegerField()
    retailer_id = serializers.UUIDField(allow_null=True, help_text=_("Null also of a retailer of your partner's own."))
    retailer_name = serializers.CharField()
    brand_id = serializers.UUIDField(allow_null=True, help_text=_("Null also of a brand of your partner's own."))
    brand_name = serializers.CharField()
    category = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=Purchase.Status.choices)
    purchase_date = serializers.DateField()
    received_date = serializers.DateField(allow_null=True)
    return_until = serializers.DateField(allow_null=True)
    serial_number = serializers.CharField()
    location = serializers.CharField()
    notes = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    is_archived = serializers.BooleanField()
    life_months = serializers.IntegerField(allow_null=True)
    in_net_worth = serializers.BooleanField()
    documents = serializers.IntegerField(help_text=_("How many hang on it."))
    transaction = serializers.UUIDField(allow_null=True, help_text=_("Its payment, where you see that."))
    is_mine = serializers.BooleanField(help_text=_("False: your partner's, which you may read."))
    is_shared = serializers.BooleanField(help_text=_("Your partner sees it too."))
    warranties = WarrantyAnswer(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class PurchasePage(PageAnswer):
    results = PurchaseAnswer(many=True)


class ClaimAnswer(Answer):
    id = serializers.UUIDField()
    purchase_id = serializers.UUIDField()
    warranty = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=Claim.Status.choices)
    problem = serializers.CharField()
    reference = serializers.CharField()
    cost = MoneyAmountField(help_text=_("What it came to for you."))
    currency_code = serializers.CharField()
    opened_on = serializers.DateField()
    sent_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    notes = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ClaimPage(PageAnswer):
    results = ClaimAnswer(many=True)


class NameAnswer(Answer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    is_system = serializers.BooleanField(help_text=_("There from the start, for everybody."))
    created_at = serializers.DateTimeField()


class NamePage(PageAnswer):
    results = NameAnswer(many=True)


class LikelyPaymentAnswer(Answer):
    transaction = serializers.UUIDField()
    money_account = serializers.UUIDField()
    booked_on = serializers.DateField()
    payee = serializers.CharField()
    amount = MoneyAmountField()
    currency_code = serializers.CharField()
    days = serializers.IntegerField(help_text=_("From the purchase to the booking; negative before it."))
    is_retailer = serializers.BooleanField(help_text=_("The payee is the shop."))


class BoughtWithAnswer(Answer):
    transaction = serializers.UUIDField(allow_null=True)
    suggestions = LikelyPaymentAnswer(many=True)


class PurchasesSpentAnswer(Answer):
    currency_code = serializers.CharField()
    item_count = serializers.IntegerField()
    total_amount = MoneyAmountField()
    average_price = MoneyAmountField()


class MonthSpentAnswer(Answer):
    month = serializers.CharField()
    currency_code = serializers.CharField()
    total_amount = MoneyAmountField()
    item_count = serializers.IntegerField()


class SpendingAnswer(Answer):
    results = MonthSpentAnswer(many=True)


class PeriodAnswer(Answer):
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    results = PurchasesSpentAnswer(many=True)


class SpendingSummaryAnswer(Answer):
    item_count = serializers.IntegerField()
    ordered = serializers.IntegerField()
    received = serializers.IntegerField()
    results = PurchasesSpentAnswer(many=True)


class RetailerShareAnswer(Answer):
    retailer_id = serializers.UUIDField(allow_null=True)
    retailer_name = serializers.CharField()
    count = serializers.IntegerField()
    percentage = serializers.CharField(help_text=_("Of all things, with one decimal."))
    total_spent = MoneyAmountField()
    currency_code = serializers.CharField()


class RetailersAnswer(Answer):
    results = RetailerShareAnswer(many=True)


class BrandShareAnswer(Answer):
    brand_id = serializers.UUIDField(allow_null=True)
    brand_name = serializers.CharField()
    count = serializers.IntegerField()
    percentage = serializers.CharField(help_text=_("Of all things, with one decimal."))
    total_spent = MoneyAmountField()
    currency_code = serializers.CharField()


class BrandsAnswer(Answer):
    results = BrandShareAnswer(many=True)


class ProductAnswer(Answer):
    product_name = serializers.CharField()
    count = serializers.IntegerField(help_text=_("How many pieces."))
    total_spent = MoneyAmountField()
    avg_price = MoneyAmountField(help_text=_("A piece."))
    currency_code = serializers.CharField()


class ProductsAnswer(Answer):
    results = ProductAnswer(many=True)


class WarrantyMonthAnswer(Answer):
    month = serializers.CharField()
    active = serializers.IntegerField(help_text=_("In force on a day of the month."))
    expired = serializers.IntegerField(help_text=_("Ended in the month, before today."))
    expiring_soon = serializers.IntegerField(help_text=_("End in the month, today or later."))


class WarrantyTimelineAnswer(Answer):
    results = WarrantyMonthAnswer(many=True)


class WarrantySummaryAnswer(Answer):
    active = serializers.IntegerField()
    expired = serializers.IntegerField()
    voided = serializers.IntegerField()
    expiring_soon = serializers.IntegerField(help_text=_("Of the active ones, within 30 days."))


class RecentPurchasesAnswer(Answer):
    results = PurchaseAnswer(many=True)


class RecentWarrantiesAnswer(Answer):
    results = ListedWarrantyAnswer(many=True)

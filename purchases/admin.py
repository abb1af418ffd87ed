"""What staff see of things: that there are some, and the common retailers and brands. What people own is theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.kernel.admin import ReadOnlyAdmin
from purchases.core.models import Brand, Claim, Purchase, Retailer, Warranty
from purchases.documents.models import Document


@admin.register(Purchase)
class PurchaseAdmin(ReadOnlyAdmin):
    names = _("purchase"), _("purchases")
    list_display = ("id", "status", "is_archived", "created_at")
    list_filter = ("status", "is_archived")
    fields = ("id", "status", "currency", "is_archived", "created_at", "updated_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Purchase | None:
        """Under its id: titles and paths would say the name."""
        purchase: Purchase | None = super().get_object(request, object_id, from_field)
        if purchase is not None:
            purchase.product_name = str(purchase.pk)
        return purchase


@admin.register(Warranty)
class WarrantyAdmin(ReadOnlyAdmin):
    names = _("warranty"), _("warranties")
    list_display = ("id", "warranty_type", "status", "warranty_end", "created_at")
    list_filter = ("warranty_type", "status")
    fields = ("id", "warranty_type", "status", "warranty_start", "warranty_end", "created_at", "updated_at", "version")


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    names = _("claim"), _("claims")
    list_display = ("id", "status", "opened_on", "closed_on")
    list_filter = ("status",)
    fields = ("id", "status", "opened_on", "sent_on", "closed_on", "created_at", "updated_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Claim | None:
        """Under its id: titles and paths would say what is wrong."""
        claim: Claim | None = super().get_object(request, object_id, from_field)
        if claim is not None:
            claim.problem = str(claim.pk)
        return claim


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Neither what it is called nor what it says."""

    names = _("document"), _("documents")
    list_display = ("id", "kind", "role", "size", "created_at")
    list_filter = ("kind", "role")
    fields = ("id", "kind", "role", "size", "pages", "created_at", "updated_at", "version")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Document | None:
        """Under its id: titles and paths would say the name."""
        document: Document | None = super().get_object(request, object_id, from_field)
        if document is not None:
            document.name = str(document.pk)
        return document


class CommonNameAdmin(ReadOnlyAdmin):
    """The common ones; a person's own are the person's."""

    list_display = ("name", "url")
    search_fields = ("name",)
    list_per_page = 200

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(owner__isnull=True)


@admin.register(Retailer)
class RetailerAdmin(CommonNameAdmin):
    names = _("retailer"), _("retailers")


@admin.register(Brand)
class BrandAdmin(CommonNameAdmin):
    names = _("brand"), _("brands")

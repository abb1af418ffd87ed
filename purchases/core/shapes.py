"""Things as the API gives them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from config.kernel.money import money_text
from purchases.core.listing import SeenPurchase
from purchases.core.models import Brand, Claim, Purchase, Retailer, Warranty
from purchases.core.queries import MonthSpent, NameShare, Product, Spent, WarrantyMonth
from purchases.core.suggesting import Suggestion


def purchase_shape(seen: SeenPurchase) -> dict[str, Any]:
    """A retailer or brand of the partner's own has a name and no id."""
    each = seen.purchase
    return {
        "id": each.pk,
        "product_name": each.product_name,
        "price": money_text(each.price, each.currency),
        "currency_code": each.currency,
        "quantity": each.quantity,
        "retailer_id": _name_id(each.retailer, seen.is_mine),
        "retailer_name": each.retailer.name if each.retailer else "",
        "brand_id": _name_id(each.brand, seen.is_mine),
        "brand_name": each.brand.name if each.brand else "",
        "category": seen.category_id,
        "status": each.status,
        "purchase_date": each.purchase_date,
        "received_date": each.received_date,
        "return_until": each.return_until,
        "serial_number": each.serial_number,
        "location": each.location,
        "notes": each.notes,
        "tags": each.tags,
        "is_archived": each.is_archived,
        "life_months": each.life_months,
        "in_net_worth": each.in_net_worth,
        "documents": each.papers,
        "transaction": seen.transaction_id,
        "is_mine": seen.is_mine,
        "is_shared": seen.is_shared,
        "warranties": [warranty_shape(warranty) for warranty in seen.warranties],
        "created_at": each.created_at,
        "updated_at": each.updated_at,
        "version": each.version,
    }


def _name_id(name: Retailer | Brand | None, is_mine: bool) -> UUID | None:
    return name.pk if name is not None and (is_mine or name.is_system) else None


def warranty_shape(each: Warranty) -> dict[str, Any]:
    return {
        "id": each.pk,
        "purchase_id": each.purchase_id,
        "warranty_start": each.warranty_start,
        "warranty_end": each.warranty_end,
        "warranty_type": each.warranty_type,
        "status": each.status,
        "provider": each.provider,
        "notes": each.notes,
        "created_at": each.created_at,
        "updated_at": each.updated_at,
        "version": each.version,
    }


def listed_warranty_shape(each: Warranty) -> dict[str, Any]:
    """Beside its thing, which the caller has joined."""
    return {**warranty_shape(each), "product_name": each.purchase.product_name}


def claim_shape(each: Claim, purchase: Purchase) -> dict[str, Any]:
    return {
        "id": each.pk,
        "purchase_id": each.purchase_id,
        "warranty": each.warranty_id,
        "status": each.status,
        "problem": each.problem,
        "reference": each.reference,
        "cost": money_text(each.cost, purchase.currency),
        "currency_code": purchase.currency,
        "opened_on": each.opened_on,
        "sent_on": each.sent_on,
        "closed_on": each.closed_on,
        "notes": each.notes,
        "created_at": each.created_at,
        "updated_at": each.updated_at,
        "version": each.version,
    }


def name_shape(each: Retailer | Brand) -> dict[str, Any]:
    return {
        "id": each.pk,
        "name": each.name,
        "url": each.url,
        "is_system": each.is_system,
        "created_at": each.created_at,
    }


def suggestion_shape(each: Suggestion) -> dict[str, Any]:
    currency = each.entry.account.currency
    return {
        "transaction": each.entry.pk,
        "money_account": each.entry.account_id,
        "booked_on": each.entry.booked_on,
        "payee": each.entry.payee,
        "amount": money_text(-each.entry.amount, currency),
        "currency_code": currency,
        "days": each.days,
        "is_retailer": each.is_retailer,
    }


def spent_shape(spent: Spent) -> dict[str, Any]:
    return {
        "currency_code": spent.currency,
        "item_count": spent.count,
        "total_amount": money_text(spent.amount, spent.currency),
        "average_price": money_text(spent.average, spent.currency),
    }


def month_shape(each: MonthSpent) -> dict[str, Any]:
    return {
        "month": f"{each.month:%Y-%m}",
        "currency_code": each.spent.currency,
        "total_amount": money_text(each.spent.amount, each.spent.currency),
        "item_count": each.spent.count,
    }


def share_shape(each: NameShare, of: str) -> dict[str, Any]:
    """`of`: retailer or brand."""
    return {
        f"{of}_id": each.name.pk if each.name else None,
        f"{of}_name": each.name.name if each.name else "",
        "count": each.spent.count,
        "percentage": str(each.percent),
        "total_spent": money_text(each.spent.amount, each.spent.currency),
        "currency_code": each.spent.currency,
    }


def product_shape(each: Product) -> dict[str, Any]:
    return {
        "product_name": each.name,
        "count": each.pieces,
        "total_spent": money_text(each.spent.amount, each.spent.currency),
        "avg_price": money_text(each.average, each.spent.currency),
        "currency_code": each.spent.currency,
    }


def warranty_month_shape(each: WarrantyMonth) -> dict[str, Any]:
    return {
        "month": f"{each.month:%Y-%m}",
        "active": each.active,
        "expired": each.expired,
        "expiring_soon": each.soon,
    }

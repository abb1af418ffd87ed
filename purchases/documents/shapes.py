from __future__ import annotations

from typing import Any

from purchases.documents.listing import SeenDocument


def document_shape(seen: SeenDocument) -> dict[str, Any]:
    """What was read from it is its owner's, who writes things down by it."""
    each = seen.document
    return {
        "id": each.pk,
        "name": each.name,
        "kind": each.kind,
        "role": each.role,
        "size": each.size,
        "pages": each.pages,
        "has_thumbnail": each.thumbnail_id is not None,
        "read": read_shape(each.read) if seen.is_mine and each.read else None,
        "attachments": [
            {
                "purchase_id": hung.purchase_id,
                "warranty": hung.warranty_id,
                "claim": hung.claim_id,
                "transaction": hung.transaction_id,
            }
            for hung in seen.hung
        ],
        "is_mine": seen.is_mine,
        "created_at": each.created_at,
        "updated_at": each.updated_at,
        "version": each.version,
    }


def read_shape(read: dict[str, Any]) -> dict[str, Any]:
    return {
        "amount": read.get("amount"),
        "currency_code": read.get("currency"),
        "day": read.get("day"),
        "shop": read.get("shop"),
        "product_name": read.get("product"),
        "order_number": read.get("order_number"),
        "warranty_months": read.get("warranty_months"),
    }

"""`retailers/` and `brands/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import LIMIT, SKIP, UUID_SCHEMA, example, page_of_one, query
from purchases.core.api import answers, bodies
from purchases.core.api.docs.things import BRAND, RETAILER

SEARCH = query("search", "Each of these words is in the name, without case and accents.")


def _shown(key: str, name: str, url: str) -> dict[str, Any]:
    return {"id": key, "name": name, "url": url, "is_system": False, "created_at": "2026-03-02T18:20:00Z"}


def _listing(operation: str, what: str, shown: dict[str, Any]) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=f"List {what}",
        description="The common ones and your own, by name.",
        parameters=[SEARCH, LIMIT, SKIP],
        responses={200: answers.NamePage},
        examples=[page_of_one(shown)],
    )


def _creating(operation: str, what: str, shown: dict[str, Any]) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=f"Add a {what} of your own",
        description="400 `name_taken` where there is one of this name, in any case.",
        request=bodies.NameBody,
        responses={201: answers.NameAnswer},
        examples=[
            example({"name": shown["name"], "url": shown["url"]}, request=True),
            example(shown, status=201),
        ],
    )


def _showing(operation: str, what: str, shown: dict[str, Any]) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=f"Show a {what}",
        responses={200: answers.NameAnswer},
        examples=[example(shown)],
    )


def _deleting(operation: str, what: str) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=f"Delete a {what} of your own",
        description=f"One that things of yours name needs a `replacement` (409 `{what}_in_use` without). The common "
        "ones stay: 403.",
        parameters=[query("replacement", "What these things name from then on.", UUID_SCHEMA)],
        responses={204: None, 409: None},
    )


_SHOP = _shown(RETAILER, "Bike Kitchen", "https://bikes.example")
_MAKER = _shown(BRAND, "Atelier Nord", "")
RETAILERS = _listing("retailers_list", "retailers", _SHOP)
RETAILER_CREATE = _creating("retailers_create", "retailer", _SHOP)
RETAILER_GET = _showing("retailers_get", "retailer", _SHOP)
RETAILER_DELETE = _deleting("retailers_delete", "retailer")
BRANDS = _listing("brands_list", "brands", _MAKER)
BRAND_CREATE = _creating("brands_create", "brand", _MAKER)
BRAND_GET = _showing("brands_get", "brand", _MAKER)
BRAND_DELETE = _deleting("brands_delete", "brand")

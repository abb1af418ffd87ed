"""`warranties/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import (
    FLAG_SCHEMA,
    LIMIT,
    SKIP,
    UUID_SCHEMA,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from purchases.core.api import answers, bodies
from purchases.core.api.docs.things import COVER, THING
from purchases.core.listing import WARRANTY_ORDERS
from purchases.core.models import Warranty

LISTED: dict[str, Any] = {**COVER, "product_name": "Washing machine WWD 320"}
WARRANTIES = extend_schema(
    operation_id="warranties_list",
    summary="List warranties",
    description="Of your things, and of those your partner shows you.",
    parameters=[
        query("status", "Only of these.", one_of(Warranty.Status.values), many=True),
        query("warranty_type", "Only of these.", one_of(Warranty.Type.values), many=True),
        query("purchase_id", "Only of these things.", UUID_SCHEMA, many=True),
        query("expiring_soon", "Only those in force that end within 30 days, or all others.", FLAG_SCHEMA),
        query("ordering", "The latest written down first when left out.", one_of(list(WARRANTY_ORDERS))),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.WarrantyPage},
    examples=[page_of_one(LISTED)],
)
WARRANTY_CREATE = extend_schema(
    operation_id="warranties_create",
    summary="Add a warranty to a thing",
    request=bodies.NewWarrantyBody,
    responses={201: answers.WarrantyAnswer},
    examples=[
        example({"purchase_id": THING, "warranty_months": 24, "provider": "Miele"}, request=True),
        example(COVER, status=201),
    ],
)
EXPIRING = extend_schema(
    operation_id="warranties_expiring",
    summary="List warranties that end soon",
    description="In force, with an end from today to `days` from now; the nearest first.",
    parameters=[
        query("days", "Within so many.", {"type": "integer", "minimum": 0, "maximum": 3650, "default": 30}),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.WarrantyPage},
    examples=[page_of_one(LISTED)],
)
WARRANTY_GET = extend_schema(
    operation_id="warranties_get",
    summary="Show a warranty",
    responses={200: answers.WarrantyAnswer},
    examples=[example(COVER)],
)
WARRANTY_PUT = changing(
    "warranties_update", "Change a warranty", bodies.WarrantyBody, answers.WarrantyAnswer,
    {"warranty_start": "2026-03-02", "warranty_end": "2028-03-02", "version": 1}, {**COVER, "version": 2},
)  # fmt: skip
WARRANTY_PATCH = changing(
    "warranties_partial_update", "Change some of a warranty", bodies.WarrantyBody, answers.WarrantyAnswer,
    {"status": "voided"}, {**COVER, "status": "voided", "version": 2},
)  # fmt: skip
WARRANTY_DELETE = extend_schema(
    operation_id="warranties_delete",
    summary="Delete a warranty",
    description="Claims under it stay with the thing.",
    responses={204: None},
)

"""`documents/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

from ledger.core.api.docs.common import (
    ENTRY,
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
from purchases.core.api.docs.things import THING, WARRANTY
from purchases.documents.api import answers, bodies
from purchases.documents.cleaning import CONTENT_TYPES
from purchases.documents.listing import ORDERS
from purchases.documents.models import Document

DOCUMENT = "01930000-0000-7000-8000-0000000000d6"
SHOWN: dict[str, Any] = {
    "id": DOCUMENT,
    "name": "MediaMarkt 4711.pdf",
    "kind": "pdf",
    "role": "receipt",
    "size": 48213,
    "pages": 1,
    "has_thumbnail": True,
    "read": {
        "amount": "899.00",
        "currency_code": "EUR",
        "day": "2026-03-02",
        "shop": "MediaMarkt",
        "product_name": None,
        "order_number": "4711",
        "warranty_months": 24,
    },
    "attachments": [{"purchase_id": THING, "warranty": WARRANTY, "claim": None, "transaction": None}],
    "is_mine": True,
    "created_at": "2026-03-02T18:20:00Z",
    "updated_at": "2026-03-02T18:20:00Z",
    "version": 1,
}
_PURCHASE = query("purchase_id", "From this thing.", UUID_SCHEMA)
_TRANSACTION = query("transaction", "From this payment.", UUID_SCHEMA)
LIST = extend_schema(
    operation_id="documents_list",
    summary="List documents",
    description="Your own, and those on things and payments that you see.",
    parameters=[
        query("purchase_id", "Only on these things.", UUID_SCHEMA, many=True),
        query("transaction", "Only on these payments.", UUID_SCHEMA, many=True),
        query("role", "Only of these.", one_of(Document.Role.values), many=True),
        query("attached", "Only those that hang on something, or on nothing.", FLAG_SCHEMA),
        query("search", "Each of these words is in the name or in the text that could be read."),
        query("ordering", "The latest first when left out.", one_of(list(ORDERS))),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.DocumentPage},
    examples=[page_of_one(SHOWN)],
)
CREATE = extend_schema(
    operation_id="documents_create",
    summary="Keep a document",
    description="PDF, JPEG, PNG or WebP by its content, at most 25,000,000 bytes and of a picture 50,000,000 pixels. A "
    "picture loses what its camera added (place, time, device) and no pixel; a PDF stays as it is. What you have "
    "already is not kept twice: 200 with the document you have, hung on what you name. 400 of `file`: `empty`, "
    "`not_a_document`, `file_damaged`, `file_too_large`, `image_too_large`, `image_moves`.",
    request={"multipart/form-data": bodies.NewDocumentBody},
    responses={201: answers.DocumentAnswer, 200: answers.DocumentAnswer},
    examples=[
        example({"role": "receipt", "purchase_id": THING, "warranty": WARRANTY}, request=True),
        example(SHOWN, status=201),
    ],
)
GET = extend_schema(
    operation_id="documents_get",
    summary="Show what a document is",
    responses={200: answers.DocumentAnswer},
    examples=[example(SHOWN)],
)
PATCH = changing(
    "documents_partial_update", "Call a document otherwise", bodies.DocumentBody, answers.DocumentAnswer,
    {"name": "Washing machine", "role": "warranty"},
    {**SHOWN, "name": "Washing machine.pdf", "role": "warranty", "version": 2},
)  # fmt: skip
DELETE = extend_schema(
    operation_id="documents_delete",
    summary="Delete a document",
    description="From wherever it hangs.",
    responses={204: None},
)
_BINARY = OpenApiResponse(OpenApiTypes.BINARY)
CONTENT = extend_schema(
    operation_id="documents_content",
    summary="Fetch a document",
    description="As it is kept, with an `ETag`; to be saved unless it is a picture.",
    responses={**{(200, each): _BINARY for each in CONTENT_TYPES.values()}, 304: None},
)
THUMBNAIL = extend_schema(
    operation_id="documents_thumbnail",
    summary="Fetch the small picture of a document",
    description="A WebP at most 480 pixels wide and 960 high: the picture, or a PDF's first page. 404 where none could "
    "be made.",
    responses={(200, "image/webp"): _BINARY, 304: None, 404: None},
)
ATTACH = extend_schema(
    operation_id="documents_attach",
    summary="Hang a document on a thing or a payment",
    description="Twice is once; the warranty and the claim are those said last.",
    request=bodies.AttachmentBody,
    responses={200: answers.DocumentAnswer},
    examples=[example({"transaction": ENTRY}, request=True), example(SHOWN)],
)
DETACH = extend_schema(
    operation_id="documents_detach",
    summary="Take a document from a thing or a payment",
    description="It stays among your documents. Twice is once.",
    parameters=[_PURCHASE, _TRANSACTION],
    responses={204: None},
)

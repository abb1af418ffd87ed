"""`purchases/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import (
    ACCOUNT,
    DAY_SCHEMA,
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
from purchases.core.api import answers, bodies
from purchases.core.listing import ORDERS
from purchases.core.models import Purchase

THING = "01930000-0000-7000-8000-0000000000d1"
WARRANTY = "01930000-0000-7000-8000-0000000000d2"
CLAIM = "01930000-0000-7000-8000-0000000000d3"
RETAILER = "01930000-0000-7000-8000-0000000000d4"
BRAND = "01930000-0000-7000-8000-0000000000d5"
COVER: dict[str, Any] = {
    "id": WARRANTY,
    "purchase_id": THING,
    "warranty_start": "2026-03-02",
    "warranty_end": "2028-03-02",
    "warranty_type": "limited",
    "status": "active",
    "provider": "Miele",
    "notes": "",
    "created_at": "2026-03-02T18:20:00Z",
    "updated_at": "2026-03-02T18:20:00Z",
    "version": 1,
}
SENT: dict[str, Any] = {
    "product_name": "Washing machine WWD 320",
    "price": "899.00",
    "currency_code": "EUR",
    "retailer_id": RETAILER,
    "brand_id": BRAND,
    "status": "received",
    "purchase_date": "2026-03-02",
}
SHOWN: dict[str, Any] = {
    "id": THING,
    **SENT,
    "quantity": 1,
    "retailer_name": "MediaMarkt",
    "brand_name": "Miele",
    "category": None,
    "received_date": "2026-03-05",
    "return_until": "2026-03-19",
    "serial_number": "145/203847561",
    "location": "Bathroom",
    "notes": "",
    "tags": ["household"],
    "is_archived": False,
    "life_months": 48,
    "in_net_worth": True,
    "documents": 1,
    "transaction": ENTRY,
    "is_mine": True,
    "is_shared": False,
    "warranties": [COVER],
    "created_at": "2026-03-02T18:20:00Z",
    "updated_at": "2026-03-05T09:10:00Z",
    "version": 2,
}
SUGGESTED: dict[str, Any] = {
    "transaction": ENTRY,
    "money_account": ACCOUNT,
    "booked_on": "2026-03-03",
    "payee": "MEDIA MARKT TV-HIFI BERLIN",
    "amount": "899.00",
    "currency_code": "EUR",
    "days": 1,
    "is_retailer": True,
}
LIST = extend_schema(
    operation_id="purchases_list",
    summary="List things",
    description="Your own, and those your partner shows you; archived ones only with `is_archived=true`, which leaves "
    "out the others.",
    parameters=[
        query("status", "Only of these.", one_of(Purchase.Status.values), many=True),
        query("retailer_id", "Only from these.", UUID_SCHEMA, many=True),
        query("brand_id", "Only of these.", UUID_SCHEMA, many=True),
        query("category", "Only in these.", UUID_SCHEMA, many=True),
        query("transaction", "Only those bought with these payments.", UUID_SCHEMA, many=True),
        query("start_date", "Bought on this day or later.", DAY_SCHEMA),
        query("end_date", "Bought on this day or earlier.", DAY_SCHEMA),
        query("tag", "Only with this tag, in any case."),
        query("search", "Each of these words is in the product, the retailer, the brand, the serial number, the place, "
              "the tags or the notes, without case and accents."),
        query("is_mine", "Only your own, or only your partner's.", FLAG_SCHEMA),
        query("is_archived", "Only archived ones.", FLAG_SCHEMA),
        query("ordering", "The latest bought first when left out.", one_of(list(ORDERS))),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.PurchasePage},
    examples=[page_of_one(SHOWN)],
)  # fmt: skip
CREATE = extend_schema(
    operation_id="purchases_create",
    summary="Write down something bought",
    description="With a first warranty where one of the `warranty_` fields says so: it needs an end, or months, unless "
    "it is for life.",
    request=bodies.NewPurchaseBody,
    responses={201: answers.PurchaseAnswer},
    examples=[
        example({**SENT, "warranty_months": 24, "warranty_provider": "Miele"}, request=True),
        example(SHOWN, status=201),
    ],
)
GET = extend_schema(
    operation_id="purchases_get",
    summary="Show a thing with its warranties",
    responses={200: answers.PurchaseAnswer},
    examples=[example(SHOWN)],
)
PUT = changing(
    "purchases_update", "Change a thing", bodies.PurchaseBody, answers.PurchaseAnswer, {**SENT, "version": 1}, SHOWN
)
PATCH = changing(
    "purchases_partial_update", "Change some of a thing", bodies.PurchaseBody, answers.PurchaseAnswer,
    {"location": "Bathroom"}, SHOWN,
)  # fmt: skip
DELETE = extend_schema(
    operation_id="purchases_delete",
    summary="Delete a thing",
    description="With its warranties and claims. Its payment stays in the ledger.",
    responses={204: None},
)
SHARE = extend_schema(
    operation_id="purchases_share",
    summary="Show a thing to your partner",
    description="They read all of it and change nothing, until you take it back or the partnership ends. Twice is "
    "once. 409 `no_partnership`, `partnership_paused`.",
    request=None,
    responses={200: answers.PurchaseAnswer, 409: None},
    examples=[example({**SHOWN, "is_shared": True})],
)
UNSHARE = extend_schema(
    operation_id="purchases_unshare",
    summary="Show a thing to nobody else any more",
    responses={204: None},
)
PAYMENT_GET = extend_schema(
    operation_id="purchases_payment",
    summary="Which payment a thing was bought with, or may have been",
    description="Suggested are payments of the thing's price and currency, booked within five days, that are of "
    "nothing else yet; those to the shop come first. A thing that has its payment gets no suggestions.",
    responses={200: answers.BoughtWithAnswer, 403: None},
    examples=[example({"transaction": None, "suggestions": [SUGGESTED]})],
)
PAYMENT_PUT = changing(
    "purchases_link_payment", "Say which payment a thing was bought with", bodies.BoughtWithBody,
    answers.PurchaseAnswer, {"transaction": ENTRY}, SHOWN,
)  # fmt: skip
PAYMENT_DELETE = extend_schema(
    operation_id="purchases_unlink_payment",
    summary="Take a thing and its payment apart",
    responses={204: None},
)

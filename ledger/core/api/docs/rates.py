"""`exchange-rates/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api import rate_bodies, rate_shapes
from ledger.core.api.docs.common import (
    CURRENCY_SCHEMA,
    DAY_SCHEMA,
    FLAG_SCHEMA,
    LIMIT,
    SKIP,
    example,
    page_of_one,
    query,
)

RATE_SENT = {"base": "EUR", "currency": "USD", "rate": "1.0823", "on": "2026-03-13"}
RATE_SHOWN = {"id": 1, **RATE_SENT, "source": "hand", "is_own": True}
LINE = {**RATE_SENT, "source": "ecb"}
USED = {
    "from": "USD",
    "to": "EUR",
    "rate": "0.9239582370876836",
    "on": "2026-03-13",
    "source": "ecb",
    "via": [],
    "steps": [LINE],
}

RATE_LIST = extend_schema(
    operation_id="exchange_rates_list",
    summary="List rates, the newest first",
    description="The published ones, which start at the euro, and your own.",
    parameters=[
        query("base", "Only of one unit of this currency."),
        query("currency", "Only in this currency."),
        query("on_after", "Of this day or later.", DAY_SCHEMA),
        query("on_before", "Of this day or earlier.", DAY_SCHEMA),
        query("own", "true: only those you entered; false: only published ones.", FLAG_SCHEMA),
        LIMIT,
        SKIP,
    ],
    responses={200: rate_shapes.RatePage},
    examples=[page_of_one(RATE_SHOWN)],
)
RATE_CREATE = extend_schema(
    operation_id="exchange_rates_create",
    summary="Enter a rate, for you alone",
    request=rate_bodies.RateBody,
    responses={201: rate_shapes.RateAnswer},
    examples=[example(RATE_SENT, request=True), example(RATE_SHOWN, status=201)],
)
RATE_GET = extend_schema(
    operation_id="exchange_rates_get",
    summary="Show a rate",
    responses={200: rate_shapes.RateAnswer},
    examples=[example(RATE_SHOWN)],
)
RATE_DELETE = extend_schema(
    operation_id="exchange_rates_delete", summary="Delete a rate you entered", responses={204: None}
)
RATE_CONVERT = extend_schema(
    operation_id="exchange_rates_convert",
    summary="Convert an amount, naming the rate",
    description=(
        "By the latest rate on or before the day, never a later one: straight, the other way round, or over one or two"
        " currencies between. 404 `no_rate` where none is known."
    ),
    parameters=[
        query("amount", "Such as 12.50.", {"type": "string", "minLength": 1}, required=True),
        query("from", "The currency of the amount.", CURRENCY_SCHEMA, required=True),
        query("to", "The currency asked for.", CURRENCY_SCHEMA, required=True),
        query("on", "The day; today, where you live, when left out.", DAY_SCHEMA),
    ],
    responses={200: rate_shapes.ConversionAnswer, 404: None},
    examples=[
        example(
            {
                "from": "USD",
                "to": "EUR",
                "on": "2026-03-15",
                "amount": "100.00",
                "converted": "92.40",
                "rates": [USED],
            }
        )
    ],
)
RATES_FILE = extend_schema(
    operation_id="exchange_rates_load",
    summary="Load published rates (staff)",
    description="Everybody's sums use them. Loading a file again changes nothing.",
    request={"multipart/form-data": rate_bodies.RatesFileBody},
    responses={200: rate_shapes.LoadedAnswer, 403: None},
    examples=[
        example({"added": 41, "changed": 0, "known": 258318, "first": "1999-01-04", "last": "2026-03-13"}, status=200)
    ],
)

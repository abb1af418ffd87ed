"""`exports/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

from ledger.core.api.docs.common import UUID_SCHEMA, one_of, query
from ledger.core.api.docs.transactions import AFTER, BEFORE

EXPORT_TRANSACTIONS = extend_schema(
    operation_id="exports_transactions",
    summary="Your ledger as a file, which imports/ reads back",
    description=(
        "Everything of the accounts you own, closed ones too, without the bin. JSON holds accounts, categories, rules, "
        "the bank's balances and all entries; CSV a row per line (a split entry one per part) and an 'opening' row per "
        "account, with cells a spreadsheet would take for a formula behind an apostrophe. A first day moves the "
        "opening balance to it. Sent while it is made."
    ),
    parameters=[
        query("format", "The form of the file.", {**one_of(["csv", "json"]), "default": "json"}),
        query("money_account", "Only these accounts, which must be your own.", UUID_SCHEMA, many=True),
        AFTER,
        BEFORE,
    ],
    responses={
        (200, "application/json"): OpenApiResponse(OpenApiTypes.OBJECT, description="The form 'tuppence', version 1."),
        (200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY, description="UTF-8 with a byte order mark."),
        404: None,
    },
)

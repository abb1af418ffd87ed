"""`positions/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

from ledger.core.api.docs.common import (
    ACCOUNT,
    CURRENCY_SCHEMA,
    DAY_SCHEMA,
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
from ledger.holdings.api import answers, bodies
from ledger.holdings.models import Position, PositionMove

POSITION = "01930000-0000-7000-8000-000000000171"
ORDERINGS = ("name", "-name", "current_value", "-current_value", "opened_on", "-opened_on")
SENT: dict[str, Any] = {
    "money_account": ACCOUNT,
    "name": "USDC on Aave",
    "symbol": "USDC",
    "kind": "crypto",
    "protocol_name": "aave",
    "shares": "1500.25",
    "entry_price": "0.92",
    "apy": "4.25",
    "opened_on": "2025-11-02",
}
SHOWN: dict[str, Any] = {
    "id": POSITION,
    **SENT,
    "position_id": "",
    "asset_address": "",
    "currency": "EUR",
    "cost": "1380.23",
    "invested": "1380.23",
    "returned": "0.00",
    "price": "0.92",
    "current_value": "1380.23",
    "valued_on": "2025-11-02",
    "yield_earned": "0.00",
    "gain": "0.00",
    "risk_level": 5,
    "closed_on": None,
    "note": "",
    "created_at": "2025-11-02T09:30:00Z",
    "last_updated_at": "2025-11-02T09:30:00Z",
    "version": 2,
}
MOVE: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-000000000172",
    "position": POSITION,
    "kind": "yield",
    "on": "2026-11-02",
    "shares": "0",
    "price": None,
    "amount": "58.66",
    "currency": "EUR",
    "transaction": None,
    "note": "",
    "created_at": "2026-11-02T09:30:00Z",
}
VALUE = {"on": "2026-11-20", "value": "1410.00", "price": None, "currency": "EUR", "source": "person"}
REPORT = {
    "made": 1,
    "updated": 0,
    "unchanged": 1,
    "refused": 1,
    "ignored_columns": [],
    "report": [
        {"line": 2, "name": "World fund", "outcome": "made", "position": POSITION, "field": "", "code": "", "text": ""},
        {
            "line": 4,
            "name": "Gold",
            "outcome": "refused",
            "position": None,
            "field": "shares",
            "code": "invalid",
            "text": "Enter a number.",
        },
    ],
}
FILTERS = [
    query("money_account", "Only of these accounts.", UUID_SCHEMA, many=True),
    query("kind", "Only of these kinds.", one_of(Position.Kind.values), many=True),
    query("currency", "Only in this currency.", CURRENCY_SCHEMA),
    query("open", "Only those that are open, or only closed ones.", FLAG_SCHEMA),
]
LIST = extend_schema(
    operation_id="positions_list",
    summary="List positions",
    description="Of all accounts whose lines you see. Who sees an account's balance only is told no position of it.",
    parameters=[
        *FILTERS,
        query("ordering", "By name when left out; values are compared as numbers.", one_of(list(ORDERINGS))),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.PositionPage},
    examples=[page_of_one(SHOWN)],
)
CREATE = extend_schema(
    operation_id="positions_create",
    summary="Write a position down",
    description="In an investment account of yours, whose balance is the cash beside it and stays as it is, unless "
    "`book` says that the shares are paid from it. What is imported is never booked.",
    request=bodies.NewPositionBody,
    responses={201: answers.PositionAnswer},
    examples=[example(SENT, request=True), example(SHOWN, status=201)],
)
GET = extend_schema(
    operation_id="positions_get",
    summary="Show a position",
    responses={200: answers.PositionAnswer},
    examples=[example(SHOWN)],
)
PATCH = changing(
    "positions_partial_update",
    "Change what is said of a position",
    bodies.ChangedPositionBody,
    answers.PositionAnswer,
    {"apy": "4.10", "version": 2},
    {**SHOWN, "apy": "4.1", "version": 3},
)
DELETE = extend_schema(
    operation_id="positions_delete",
    summary="Forget a position",
    description="With its moves and values, as if it had never been. To keep what it brought, close it instead.",
    request=None,
    responses={204: None},
)
CLOSE = extend_schema(
    operation_id="positions_close",
    summary="Close a position",
    description="What is still held is sold for `amount`. 400 `still_held` without one.",
    request=bodies.ClosingBody,
    responses={200: answers.PositionAnswer},
    examples=[
        example({"amount": "1402.10"}, request=True),
        example({**SHOWN, "shares": "0", "entry_price": None, "closed_on": "2026-11-20", "version": 4}),
    ],
)
REOPEN = extend_schema(
    operation_id="positions_reopen",
    summary="Reopen a position",
    description="With the shares it has: none, until some are bought.",
    request=None,
    responses={200: answers.PositionAnswer},
    examples=[example(SHOWN)],
)
MOVES = extend_schema(
    operation_id="position_moves_list",
    summary="What happened to a position",
    description="The newest first.",
    parameters=[query("kind", "Only these.", one_of(PositionMove.Kind.values), many=True), LIMIT, SKIP],
    responses={200: answers.MovePage},
    examples=[page_of_one(MOVE)],
)
MOVE_CREATE = extend_schema(
    operation_id="position_moves_create",
    summary="Record a buy, a sale, a yield or a fee",
    description="Shares, costs and what it is worth follow. With `book` it is a line of the account's cash as well "
    "(`transaction`), in the same moment. 400 `other_currency`, `paid_in_shares`. A yield announces `yield:update` on "
    "the socket.",
    request=bodies.PositionMoveBody,
    responses={201: answers.RecordedMoveAnswer},
    examples=[
        example({"kind": "yield", "amount": "58.66", "on": "2026-11-02"}, request=True),
        example({"move": MOVE, "position": {**SHOWN, "yield_earned": "58.66", "version": 3}}, status=201),
    ],
)
MOVE_DELETE = extend_schema(
    operation_id="position_moves_delete",
    summary="Take a move back",
    description="400 `more_than_held` where a later sale needs it. What was booked with a buy, a sale or a fee goes to "
    "the bin with it; income that was booked stays in the ledger.",
    request=None,
    responses={204: None},
)
VALUES = extend_schema(
    operation_id="position_values_list",
    summary="What a position was worth, by day",
    description="The newest first; only days on which something was said.",
    parameters=[query("after", "From this day on.", DAY_SCHEMA), LIMIT, SKIP],
    responses={200: answers.ValuePage},
    examples=[page_of_one(VALUE)],
)
VALUE_SET = extend_schema(
    operation_id="position_values_set",
    summary="Say what a position is worth",
    description="One value a day, the last counts. With a price it follows the shares.",
    request=bodies.ValueBody,
    responses={200: answers.PositionAnswer},
    examples=[example({"value": "1410.00"}, request=True), example({**SHOWN, "current_value": "1410.00"})],
)
VALUE_DELETE = extend_schema(
    operation_id="position_values_delete",
    summary="Take back what was said of a day",
    parameters=[query("on", "The day.", DAY_SCHEMA, required=True)],
    request=None,
    responses={200: answers.PositionAnswer},
    examples=[example(SHOWN)],
)
IMPORT = extend_schema(
    operation_id="positions_import",
    summary="Take positions from a CSV",
    description="Columns: name or symbol, and shares, entry_price, current_value or price, currency, apy, kind, "
    "protocol_name, position_id, asset_address, opened_on, valued_on; at most 500 lines. A line is the position with "
    "its position_id, else with its symbol, else with its name and currency. Where a file has more shares than are "
    "known a buy of the rest is recorded, where fewer a sale, at its price; the same file twice changes nothing.",
    request={"multipart/form-data": bodies.PositionImportBody},
    responses={200: answers.PositionImportAnswer},
    examples=[example(REPORT)],
)
EXPORT = extend_schema(
    operation_id="positions_export",
    summary="Positions as a CSV, which positions/import/ reads back",
    parameters=FILTERS,
    responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY, description="UTF-8 with a byte order mark.")},
)

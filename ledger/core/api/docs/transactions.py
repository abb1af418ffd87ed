"""`transactions/` and `transfers/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.access import SCOPES
from ledger.core.api import answers, bodies
from ledger.core.api.docs.common import (
    ACCOUNT,
    DAY_SCHEMA,
    ENTRY,
    FLAG_SCHEMA,
    GROCERIES,
    LIMIT,
    OTHER_ACCOUNT,
    SKIP,
    UUID_SCHEMA,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.core.models import Transaction

CURSOR = query("cursor", "The `next_cursor` of the page before: as fast on page 1000 as on page 1.")
AFTER = query("booked_on_after", "From this day on, it included.", DAY_SCHEMA)
BEFORE = query("booked_on_before", "Up to this day, it included.", DAY_SCHEMA)
SCOPE = query(
    "scope",
    "Whose: `me`, the accounts you own (the default); `partner`, those of others that you may see; `together`, all of "
    "them. Sums count your part, their owner's part, and whole amounts.",
    one_of(list(SCOPES)),
)
TRANSACTION_SENT = {
    "money_account": ACCOUNT,
    "kind": "expense",
    "amount": "24.90",
    "booked_on": "2026-03-14",
    "payee": "Corner Market",
    "notes": "Fruit for the week",
    "category": GROCERIES,
}
TRANSACTION: dict[str, Any] = {
    "id": ENTRY,
    "money_account": ACCOUNT,
    "kind": "expense",
    "direction": "out",
    "amount": "24.90",
    "own_amount": "24.90",
    "currency": "EUR",
    "booked_on": "2026-03-14",
    "occurred_at": None,
    "payee": "Corner Market",
    "notes": "Fruit for the week",
    "category": GROCERIES,
    "category_source": "person",
    "category_confidence": 1.0,
    "category_reason": "",
    "lines": [],
    "raw_kind": "",
    "version": 1,
    "is_private": False,
    "withheld_until": None,
}
TRANSACTION_LIST = extend_schema(
    operation_id="transactions_list",
    summary="List transactions, newest first",
    description="Filters narrow each other down. `count` is exact up to 10,000; beyond, `count_exact` is false. On an "
    "account of two owners a line that the other one withholds is `is_private`: only its day is told, and a filter "
    "that asks for more does not find it.",
    parameters=[
        query("money_account", "Only of these accounts.", UUID_SCHEMA, many=True),
        query("category", "Only of these categories and those under them.", UUID_SCHEMA, many=True),
        query("kind", "Only of these kinds.", one_of(Transaction.Kind.values), many=True),
        AFTER,
        BEFORE,
        query("amount_min", "At least this much, whichever way it went."),
        query("amount_max", "At most this much, whichever way it went."),
        SCOPE,
        query("search", "Words in payee or notes; case and accents do not matter."),
        query("uncategorised", "Only what still needs a category.", FLAG_SCHEMA),
        query("deleted", "What is in the bin instead.", FLAG_SCHEMA),
        query("ordering", "Newest first is the only order.", one_of(["-booked_on"])),
        LIMIT,
        SKIP,
        CURSOR,
    ],
    responses={200: answers.TransactionPage},
    examples=[page_of_one(TRANSACTION)],
)
TRANSACTION_CREATE = extend_schema(
    operation_id="transactions_create",
    summary="Record a transaction",
    description="Without `category` and `lines` a category is suggested, with its confidence and reason.",
    request=bodies.TransactionBody,
    responses={201: answers.TransactionAnswer},
    examples=[example(TRANSACTION_SENT, request=True), example(TRANSACTION, status=201)],
)
TRANSACTION_GET = extend_schema(
    operation_id="transactions_get",
    summary="Show a transaction",
    responses={200: answers.SeenTransactionAnswer},
    examples=[example(TRANSACTION)],
)
TRANSACTION_PUT = changing(
    "transactions_replace", "Replace a transaction", bodies.TransactionBody, answers.TransactionAnswer,
    {**TRANSACTION_SENT, "version": 1}, {**TRANSACTION, "version": 2},
)  # fmt: skip
TRANSACTION_PATCH = changing(
    "transactions_change", "Change some fields of a transaction", bodies.TransactionBody, answers.TransactionAnswer,
    {"category": GROCERIES, "version": 1}, {**TRANSACTION, "version": 2},
)  # fmt: skip
TRANSACTION_DELETE = extend_schema(
    operation_id="transactions_delete",
    summary="Put a transaction into the bin",
    description="For 30 days it can be restored. Both halves of a transfer go together.",
    responses={204: None},
)
RESTORATION = extend_schema(
    operation_id="transactions_restore",
    summary="Take a transaction out of the bin",
    request=None,
    responses={200: answers.TransactionAnswer},
    examples=[example({**TRANSACTION, "version": 3})],
)
BULK = extend_schema(
    operation_id="transactions_bulk",
    summary="Change up to 500 transactions at once",
    description="Send exactly one of `category`, `payee`, `notes`, `delete`, `restore`. What a rule refuses stays as "
    "it is and is named in `refused` with a code; all the others change together.",
    request=bodies.BulkBody,
    responses={200: answers.BulkAnswer},
    examples=[
        example({"ids": [ENTRY, ACCOUNT], "category": GROCERIES}, request=True),
        example({"changed": [ENTRY], "refused": [{"id": ACCOUNT, "code": "does_not_exist"}]}),
    ],
)
TRANSFER_CREATE = extend_schema(
    operation_id="transfers_create",
    summary="Record a transfer between two of your accounts",
    description="Two transactions of kind transfer, which count as neither income nor spending.",
    request=bodies.TransferBody,
    responses={201: answers.TransferAnswer, 403: None},
    examples=[
        example(
            {"from_account": ACCOUNT, "to_account": OTHER_ACCOUNT, "amount": "200.00", "booked_on": "2026-03-15"},
            request=True,
        )
    ],
)
TRANSFER_GET = extend_schema(
    operation_id="transfers_get", summary="Show a transfer with its halves", responses={200: answers.TransferAnswer}
)
TRANSFER_DELETE = extend_schema(
    operation_id="transfers_take_apart",
    summary="Take a transfer apart",
    description="Both entries stay, each filed as it was before they were paired; those entered as one transfer become "
    "an expense and an income.",
    responses={204: None},
)
REFUND: dict[str, Any] = {"purchase": ENTRY, "refunds": [], "given_back": "0.00", "currency": "EUR"}
REFUND_GET = extend_schema(
    operation_id="refunds_get",
    summary="Show what a transaction refunds, or was refunded by",
    responses={200: answers.RefundAnswer},
    examples=[example(REFUND)],
)
REFUND_PUT = changing(
    "refunds_link", "Say which purchase this money came back for", bodies.RefundBody, answers.RefundAnswer,
    {"purchase": ENTRY}, REFUND,
)  # fmt: skip
REFUND_DELETE = extend_schema(
    operation_id="refunds_unlink",
    summary="It is no refund of that purchase",
    description="Filed as before it was linked.",
    responses={204: None},
)

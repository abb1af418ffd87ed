"""`money-accounts/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api import answers, bodies
from ledger.core.api.docs.common import (
    ACCOUNT,
    FLAG_SCHEMA,
    LIMIT,
    SKIP,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.core.models import MoneyAccount

ACCOUNT_SENT = {
    "name": "Everyday",
    "type": "spending",
    "subtype": "checking",
    "currency": "EUR",
    "opening_balance": "1200.00",
    "opened_on": "2026-01-01",
}
ACCOUNT_SHOWN = {
    "id": ACCOUNT,
    **ACCOUNT_SENT,
    "is_liability": False,
    "institution": "",
    "number_tail": "",
    "balance": "1175.10",
    "closed_on": None,
    "bank": {
        "on": "2026-03-31",
        "amount": "1175.10",
        "ours": "1175.10",
        "agrees": True,
        "gap": "0.00",
        "gap_since": None,
        "agreed_on": "2026-03-31",
    },
    "role": "owner",
    "level": "full",
    "owner_name": "",
    "created_at": "2026-01-01T08:30:00Z",
    "version": 1,
}
ACCOUNT_LIST = extend_schema(
    operation_id="money_accounts_list",
    summary="List accounts",
    parameters=[
        query("type", "Only of these types.", one_of(MoneyAccount.Type.values), many=True),
        query("closed", "true: only closed ones; false: only open ones.", FLAG_SCHEMA),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.MoneyAccountPage},
    examples=[page_of_one(ACCOUNT_SHOWN)],
)
ACCOUNT_CREATE = extend_schema(
    operation_id="money_accounts_create",
    summary="Open an account",
    request=bodies.MoneyAccountBody,
    responses={201: answers.MoneyAccountAnswer},
    examples=[example(ACCOUNT_SENT, request=True), example(ACCOUNT_SHOWN, status=201)],
)
ACCOUNT_GET = extend_schema(
    operation_id="money_accounts_get",
    summary="Show an account",
    responses={200: answers.MoneyAccountAnswer},
    examples=[example(ACCOUNT_SHOWN)],
)
ACCOUNT_PUT = changing(
    "money_accounts_replace", "Replace an account's details", bodies.MoneyAccountBody, answers.MoneyAccountAnswer,
    ACCOUNT_SENT, {**ACCOUNT_SHOWN, "version": 2},
)  # fmt: skip
ACCOUNT_PATCH = changing(
    "money_accounts_change", "Change some details of an account", bodies.MoneyAccountBody, answers.MoneyAccountAnswer,
    {"name": "Household"}, {**ACCOUNT_SHOWN, "name": "Household", "version": 2},
)  # fmt: skip
ACCOUNT_DELETE = extend_schema(
    operation_id="money_accounts_delete",
    summary="Delete an account that never had a transaction",
    description="One with transactions is closed instead (409 `account_in_use`).",
    responses={204: None, 409: None},
)
CLOSURE_CREATE = extend_schema(
    operation_id="money_accounts_close",
    summary="Close an account and keep its history",
    request=bodies.ClosureBody,
    responses={200: answers.MoneyAccountAnswer, 409: None},
    examples=[
        example({"closed_on": "2026-06-30"}, request=True),
        example({**ACCOUNT_SHOWN, "closed_on": "2026-06-30", "version": 2}),
    ],
)
CLOSURE_DELETE = extend_schema(
    operation_id="money_accounts_reopen", summary="Open a closed account again", responses={204: None}
)

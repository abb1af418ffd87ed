"""Statements, settlements and contributions in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import ACCOUNT, ENTRY, LIMIT, SKIP, UUID_SCHEMA, example, page_of_one, query
from partnerships.approvals.api.docs import ANA, EXPENSE
from partnerships.expenses.api.docs import PAID
from partnerships.expenses.months import MONTH_SCHEMA
from partnerships.statements.api.answers import (
    CandidatesAnswer,
    ContributionAnswer,
    ContributionPage,
    CurrentContributionsAnswer,
    HalfBody,
    MarkPaidBody,
    SettleBody,
    SettlementAnswer,
    SettlementPage,
    StatementAnswer,
)

SETTLED: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000f5",
    "number": 3,
    "payer": 0,
    "amount": "22.74",
    "currency": "EUR",
    "settled_on": "2026-11-20",
    "note": "",
    "transaction": ENTRY,
    "is_booked": [True, False],
    "made_by": ANA,
    "created_at": "2026-11-20T18:20:00Z",
    "version": 2,
}
EVEN = {"payer": None, "amount": "0.00", "currency": "EUR"}
OWED = {"payer": 0, "amount": "22.74", "currency": "EUR"}
STATEMENT: dict[str, Any] = {
    "month": "2026-11",
    "currency": "EUR",
    "due": [
        {
            "expense": EXPENSE,
            "name": "Internet",
            "due_on": "2026-11-05",
            "amount": "39.90",
            "shares": ["22.74", "17.16"],
            "payment": PAID["id"],
        }
    ],
    "paid": [PAID],
    "settlements": [SETTLED],
    "totals": {
        "due": "39.90",
        "due_shares": ["22.74", "17.16"],
        "open": "0.00",
        "paid": "39.90",
        "paid_by": ["0.00", "39.90"],
        "shares": ["22.74", "17.16"],
    },
    "balance": OWED,
    "carried_in": EVEN,
    "carried_out": EVEN,
}
CONTRIBUTION: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000f6",
    "month": "2026-11",
    "place": 0,
    "person": ANA,
    "required": "826.50",
    "paid_amount": "826.50",
    "paid_on": "2026-11-02",
    "is_paid": True,
    "currency": "EUR",
    "version": 2,
}
CANDIDATE = {
    "id": ENTRY,
    "money_account": ACCOUNT,
    "booked_on": "2026-11-19",
    "payee": "Ben",
    "amount": "-22.74",
    "currency": "EUR",
}
STATEMENT_GET = extend_schema(
    operation_id="statements_get",
    summary="Show a month's statement",
    description=(
        "What was due, what was paid and how it is shared, and who owes whom. Every total is the sum of the lines "
        "beside it. Only what was paid counts; what is open is shown as open. Each month begins with what the one "
        "before carried out. 404 for what is no month; 409 `no_partnership`."
    ),
    parameters=[query("partnership", "One you were in before; the open one when left out.", UUID_SCHEMA)],
    responses={200: StatementAnswer, 409: None},
    examples=[example(STATEMENT)],
)
SETTLEMENT_LIST = extend_schema(
    operation_id="settlements_list",
    summary="List settlements",
    description="The newest first, those of partnerships that have ended too.",
    parameters=[LIMIT, SKIP],
    responses={200: SettlementPage},
    examples=[page_of_one(SETTLED)],
)
SETTLEMENT_CREATE = extend_schema(
    operation_id="settlements_add",
    summary="Settle up",
    description=(
        "Say that what is owed was given; both of you are even then. Your half is booked on `money_account` or "
        "found in `transaction`. 400 `nothing_to_settle`, `other_currency`, `amounts_differ`, `in_use`; 409 "
        "`balance_changed` with the current balance, `no_partnership`, `partnership_paused`."
    ),
    request=SettleBody,
    responses={201: SettlementAnswer, 409: None},
    examples=[
        example({"expected_amount": "22.74", "money_account": ACCOUNT}, request=True),
        example(SETTLED, status=201),
    ],
)
SETTLEMENT_CANDIDATES = extend_schema(
    operation_id="settlements_candidates",
    summary="Find your half in your ledger",
    description="Rows of just this amount within a week that belong to nothing else.",
    parameters=[query("settlement", "Of this settlement; of today's balance when left out.", UUID_SCHEMA)],
    responses={404: None, 200: CandidatesAnswer, 409: None},
    examples=[example({"results": [CANDIDATE]})],
)
SETTLEMENT_GET = extend_schema(
    operation_id="settlements_get",
    summary="Show a settlement",
    responses={200: SettlementAnswer},
    examples=[example(SETTLED)],
)
SETTLEMENT_PATCH = extend_schema(
    operation_id="settlements_book",
    summary="Bring your half into your ledger",
    description=(
        "Once both halves are there they are one transfer; neither of you sees more of the other's ledger by it. 400 "
        "`one_half`, `other_currency`, `amounts_differ`, `in_use`; 409 `already_booked`."
    ),
    request=HalfBody,
    responses={200: SettlementAnswer, 409: None},
    examples=[example({"transaction": ENTRY}, request=True), example(SETTLED)],
)
SETTLEMENT_DELETE = extend_schema(
    operation_id="settlements_undo",
    summary="Take a settlement back",
    description=(
        "By its maker, within a day, the latest one only. 400 `not_made_by_you`, `too_late`; 409 `settled_since`."
    ),
    responses={204: None, 409: None},
)
MONTH = query("month", "Of this month.", MONTH_SCHEMA)
CONTRIBUTION_LIST = extend_schema(
    operation_id="contributions_list",
    summary="List contributions",
    description="What each of you was to pay into the pot, the newest month first. Months without a pot have none.",
    parameters=[MONTH, LIMIT, SKIP],
    responses={200: ContributionPage},
    examples=[page_of_one(CONTRIBUTION)],
)
CONTRIBUTION_CURRENT = extend_schema(
    operation_id="contributions_current",
    summary="Show this month's contributions",
    responses={200: CurrentContributionsAnswer, 409: None},
    examples=[
        example(
            {
                "month": "2026-11",
                "mode": "pot",
                "currency": "EUR",
                "total_required": "826.50",
                "contributions": [CONTRIBUTION],
            }
        )
    ],
)
CONTRIBUTION_MARK = extend_schema(
    operation_id="contributions_mark_paid",
    summary="Mark your part as paid",
    description="404 for a month without contributions; 409 `already_paid`, `no_partnership`, `partnership_paused`.",
    request=MarkPaidBody,
    responses={200: ContributionAnswer, 404: None, 409: None},
    examples=[example({"month": "2026-11", "paid_on": "2026-11-02"}, request=True), example(CONTRIBUTION)],
)
CONTRIBUTION_UNMARK = extend_schema(
    operation_id="contributions_unmark",
    summary="Take your mark back",
    description="On the same day, by whoever marked it: 400 `not_marked_by_you`; 409 `not_paid`.",
    parameters=[query("month", "Of this month; the running one when left out.", MONTH_SCHEMA)],
    responses={200: ContributionAnswer, 404: None, 409: None},
    examples=[example({**CONTRIBUTION, "paid_amount": None, "paid_on": None, "is_paid": False})],
)

"""`money-accounts/<id>/bank-balances/` and `…/reconciliation/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import ENTRY, LIMIT, SKIP, example, page_of_one
from ledger.reconciling.api import answers, bodies

BALANCE = "01930000-0000-7000-8000-0000000000e1"
SENT = {"on": "2026-03-31", "amount": "1150.10"}
SHOWN = {
    "id": BALANCE,
    **SENT,
    "ours": "1150.10",
    "gap": "0.00",
    "source": "hand",
    "ticked": 41,
    "corrected": False,
}
APART = {
    "bank": {
        "on": "2026-03-31",
        "amount": "1150.10",
        "ours": "1175.10",
        "agrees": False,
        "gap": "-25.00",
        "gap_since": "2026-03-31",
        "agreed_on": "2026-02-28",
    },
    "explanations": [
        {"code": "by_hand", "transaction": ENTRY, "twin": None, "act": "bin", "booked_on": None},
    ],
}
BALANCE_LIST = extend_schema(
    operation_id="bank_balances_list",
    summary="List what the bank told",
    description="Newest first, each beside what the transactions come to; of several of one day the newest.",
    parameters=[LIMIT, SKIP],
    responses={200: answers.StatementBalancePage, 403: None},
    examples=[page_of_one(SHOWN)],
)
BALANCE_CREATE = extend_schema(
    operation_id="bank_balances_create",
    summary="Keep a balance read off a statement",
    description="One by hand a day: of the same day the last one counts.",
    request=bodies.BankBalanceBody,
    responses={201: answers.StatementBalanceAnswer},
    examples=[example(SENT, request=True), example({**SHOWN, "ticked": 0}, status=201)],
)
BALANCE_DELETE = extend_schema(
    operation_id="bank_balances_delete",
    summary="Take back a balance entered by hand",
    description="Its lines are open again and its correction goes into the bin. One of a file goes with its import "
    "(400 `from_file`).",
    responses={204: None, 400: None},
)
RECONCILIATION_GET = extend_schema(
    operation_id="reconciliation_get",
    summary="Show whether the account agrees with its bank",
    description="With up to six entries that could explain the gap, best first.",
    responses={200: answers.ReconciliationAnswer, 403: None},
    examples=[example(APART)],
)
RECONCILIATION_CREATE = extend_schema(
    operation_id="reconciliation_create",
    summary="Finish a statement",
    description="Ticks its transactions off and keeps its closing balance. Where they do not add up to it, 400 "
    "`does_not_add_up`, unless the rest is to be booked.",
    request=bodies.ReconciliationBody,
    responses={201: answers.StatementBalanceAnswer},
    examples=[example({**SENT, "ids": [ENTRY]}, request=True), example({**SHOWN, "ticked": 1}, status=201)],
)

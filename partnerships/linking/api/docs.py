"""Proposals of real payments in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import ACCOUNT, ENTRY, LIMIT, SKIP, example, one_of, page_of_one, query
from partnerships.approvals.api.docs import EXPENSE
from partnerships.linking.api.answers import LinkProposalAnswer, LinkProposalPage
from partnerships.linking.models import LinkProposal

SHOWN: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000c1",
    "transaction": ENTRY,
    "money_account": ACCOUNT,
    "booked_on": "2026-11-05",
    "payee": "Telekom Internet",
    "amount": "-39.90",
    "currency": "EUR",
    "expense": EXPENSE,
    "name": "Internet",
    "due_on": "2026-11-05",
    "settlement": None,
    "score": 80,
    "reason": "words",
    "status": "open",
    "created_at": "2026-11-06T02:00:00Z",
    "decided_at": None,
}
DECIDED: dict[str, Any] = {**SHOWN, "status": "accepted", "decided_at": "2026-11-06T18:20:00Z"}
_GONE = "409 `already_decided`, `item_moved` where line, due day or settlement was taken otherwise meanwhile, "
PROPOSAL_LIST = extend_schema(
    operation_id="shared_expense_proposals_list",
    summary="List what may be the real payment",
    description=(
        "Lines of your own ledger that may pay what was due of a shared expense, or be your half of a settlement. Your "
        "partner sees none of them before you accept. What fits exactly, from a payee you linked before, is linked by "
        "itself: `status=auto`."
    ),
    parameters=[
        query("status", "Those to decide when left out.", one_of([*LinkProposal.Status.values, "any"])),
        LIMIT,
        SKIP,
    ],
    responses={200: LinkProposalPage},
    examples=[page_of_one(SHOWN)],
)
PROPOSAL_ACCEPT = extend_schema(
    operation_id="shared_expense_proposals_accept",
    summary="Say that it is the payment",
    description=(
        "What was due is paid by it, amount and day follow it from now on; of a settlement it is your half. "
        f"{_GONE}`already_paid`, `already_booked`, `no_partnership`, `partnership_paused`; 400 `above_expense`."
    ),
    request=None,
    responses={200: LinkProposalAnswer, 409: None},
    examples=[example(DECIDED)],
)
PROPOSAL_UNDO = extend_schema(
    operation_id="shared_expense_proposals_undo",
    summary="Take a link back",
    description=(
        "The line and what it paid are as before. What was linked by itself is declined for good. 409 `not_linked`, "
        "`no_partnership`, `partnership_paused`."
    ),
    responses={204: None, 409: None},
)
PROPOSAL_DECLINE = extend_schema(
    operation_id="shared_expense_proposals_decline",
    summary="Say that it is not the payment",
    description="It is never proposed again. 409 `already_decided`.",
    request=None,
    responses={200: LinkProposalAnswer, 409: None},
    examples=[example({**DECIDED, "status": "declined"})],
)

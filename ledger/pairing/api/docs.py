"""`pairs/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import ENTRY, LIMIT, OTHER_ACCOUNT, SKIP, example, one_of, page_of_one, query
from ledger.core.api.docs.transactions import TRANSACTION
from ledger.pairing.api import answers
from ledger.pairing.models import Proposal

PAIR_ID = "01930000-0000-7000-8000-0000000000e1"
OTHER_ENTRY = "01930000-0000-7000-8000-0000000000a2"
HALF = {
    **TRANSACTION,
    "kind": "transfer",
    "payee": "Holiday pot",
    "category": None,
    "category_source": "",
    "category_confidence": None,
}
PAIR: dict[str, Any] = {
    "id": PAIR_ID,
    "kind": "transfer",
    "status": "open",
    "score": 65,
    "reason": "words",
    "reason_text": "The words of a transfer, 1 day apart",
    "first": HALF,
    "second": {
        **HALF,
        "id": OTHER_ENTRY,
        "money_account": OTHER_ACCOUNT,
        "direction": "in",
        "booked_on": "2026-03-15",
    },
    "created_at": "2026-03-15T08:00:00Z",
    "decided_at": None,
}
DECIDED = {**PAIR, "decided_at": "2026-03-15T08:05:00Z"}

PAIR_LIST = extend_schema(
    operation_id="pairs_list",
    summary="List entries that may belong together",
    description="Transfers between your accounts, refunds of purchases, payments that stand twice. With `status=open` "
    "only those that still can be; the surest first.",
    parameters=[
        query("kind", "Only of these kinds.", one_of(Proposal.Kind.values), many=True),
        query("status", "Only with these decisions.", one_of(Proposal.Status.values), many=True),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.PairPage},
    examples=[page_of_one(PAIR)],
)
PAIR_CREATE = extend_schema(
    operation_id="pairs_create",
    summary="Put two entries together",
    description="As if it had been proposed and accepted; taken back as an acceptance.",
    request=answers.PairBody,
    responses={201: answers.PairAnswer, 409: None},
    examples=[
        example({"kind": "transfer", "entry": ENTRY, "other": OTHER_ENTRY}, request=True),
        example({**DECIDED, "status": "accepted", "score": 100, "reason": "by_hand"}, status=201),
    ],
)
PAIR_GET = extend_schema(
    operation_id="pairs_get",
    summary="Show a pair",
    responses={200: answers.PairAnswer},
    examples=[example(PAIR)],
)
ACCEPTANCE = extend_schema(
    operation_id="pairs_accept",
    summary="Accept a proposal",
    description="Does what is proposed. Refused with 409 once it was decided, or when an entry was joined elsewhere.",
    request=None,
    responses={200: answers.PairAnswer, 409: None},
    examples=[example({**DECIDED, "status": "accepted"})],
)
ACCEPTANCE_DELETE = extend_schema(
    operation_id="pairs_take_apart",
    summary="Take apart what was put together",
    description="Both entries are filed as they were before. What was paired by itself is declined for good, what you "
    "had accepted is open again. 409 where it is not accepted.",
    responses={200: answers.PairAnswer, 409: None},
    examples=[example(PAIR)],
)
REJECTION = extend_schema(
    operation_id="pairs_decline",
    summary="Decline a proposal",
    description="Remembered: the two are never proposed again. Refused with 409 once it was decided.",
    request=None,
    responses={200: answers.PairAnswer, 409: None},
    examples=[example({**DECIDED, "status": "declined"})],
)
REJECTION_DELETE = extend_schema(
    operation_id="pairs_reopen",
    summary="Take a refusal back",
    description="It is open again. 409 where it is not declined.",
    responses={200: answers.PairAnswer, 409: None},
    examples=[example(PAIR)],
)

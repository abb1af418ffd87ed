"""`approvals/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import FLAG_SCHEMA, LIMIT, SKIP, example, one_of, page_of_one, query
from partnerships.approvals.api.answers import ApprovalAnswer, ApprovalPage, DecisionBody
from partnerships.approvals.models import Approval

ANA = "01930000-0000-7000-8000-0000000000a0"
BEN = "01930000-0000-7000-8000-0000000000b0"
EXPENSE = "01930000-0000-7000-8000-0000000000e1"
ASKED: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000d1",
    "kind": "expense_edit",
    "object_id": EXPENSE,
    "title": "Climbing pass",
    "before": {"amount": "60.00"},
    "after": {"amount": "140.00"},
    "message": "The couple's pass: you are on it too now.",
    "requested_by": BEN,
    "status": "pending",
    "responded_by": None,
    "responded_at": None,
    "answer": "",
    "expires_at": "2026-12-20T16:52:00Z",
    "created_at": "2026-11-20T16:52:00Z",
}


def _decided(status: str, by: str, answer: str = "") -> dict[str, Any]:
    return {
        **ASKED,
        "status": status,
        "responded_by": by,
        "responded_at": "2026-11-20T18:04:00Z",
        "answer": answer,
    }


APPROVAL_LIST = extend_schema(
    operation_id="approvals_list",
    summary="List approvals",
    description="Those that wait, unless asked otherwise; the newest first.",
    parameters=[
        query("status", "Of this status; `any` for all.", one_of([*Approval.Status.values, "any"])),
        query("mine", "true: only what you asked for; false: only what your partner did.", FLAG_SCHEMA),
        query("theirs", "The other way round.", FLAG_SCHEMA),
        query("kind", "Only of this kind."),
        LIMIT,
        SKIP,
    ],
    responses={200: ApprovalPage},
    examples=[page_of_one(ASKED)],
)
APPROVAL_GET = extend_schema(
    operation_id="approvals_get",
    summary="Show an approval",
    responses={200: ApprovalAnswer},
    examples=[example(ASKED)],
)
APPROVAL_WITHDRAW = extend_schema(
    operation_id="approvals_withdraw",
    summary="Withdraw what you asked for",
    description="403 `not_asked_by_you` for your partner's, 409 `already_decided`.",
    responses={204: None, 403: None, 409: None},
)
APPROVAL_APPROVE = extend_schema(
    operation_id="approvals_approve",
    summary="Approve: make exactly this change",
    description=(
        "Once, and without an undo. 403 `not_your_own`. 409 `already_decided` or `approval_expired`; 409 `item_moved` "
        "where it has changed since it was asked for: nothing is done, and `current.approval` is the fresh request."
    ),
    request=DecisionBody,
    responses={200: ApprovalAnswer, 403: None, 409: None},
    examples=[example({"answer": "Gladly."}, request=True), example(_decided("approved", ANA, "Gladly."))],
)
APPROVAL_DECLINE = extend_schema(
    operation_id="approvals_decline",
    summary="Decline: leave everything as it is",
    description="403 `not_your_own`, 409 `already_decided` or `approval_expired`.",
    request=DecisionBody,
    responses={200: ApprovalAnswer, 403: None, 409: None},
    examples=[
        example({"answer": "Let us talk tonight."}, request=True),
        example(_decided("declined", ANA, "Let us talk tonight.")),
    ],
)

"""`purchases/{id}/claims/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import LIMIT, SKIP, changing, example, page_of_one
from purchases.core.api import answers, bodies
from purchases.core.api.docs.things import CLAIM, THING, WARRANTY

SENT = {"problem": "It leaks at the door", "warranty": WARRANTY}
SHOWN: dict[str, Any] = {
    "id": CLAIM,
    "purchase_id": THING,
    **SENT,
    "status": "opened",
    "reference": "",
    "cost": "0.00",
    "currency_code": "EUR",
    "opened_on": "2026-11-02",
    "sent_on": None,
    "closed_on": None,
    "notes": "",
    "created_at": "2026-11-02T18:20:00Z",
    "updated_at": "2026-11-02T18:20:00Z",
    "version": 1,
}
REPAIRED = {**SHOWN, "status": "repaired", "cost": "25.00", "closed_on": "2026-11-20", "version": 2}
CLAIMS = extend_schema(
    operation_id="claims_list",
    summary="List the claims on a thing",
    description="The latest opened first.",
    parameters=[LIMIT, SKIP],
    responses={200: answers.ClaimPage},
    examples=[page_of_one(SHOWN)],
)
CLAIM_CREATE = extend_schema(
    operation_id="claims_create",
    summary="Open a claim",
    request=bodies.ClaimBody,
    responses={201: answers.ClaimAnswer},
    examples=[example(SENT, request=True), example(SHOWN, status=201)],
)
CLAIM_GET = extend_schema(
    operation_id="claims_get",
    summary="Show a claim",
    responses={200: answers.ClaimAnswer},
    examples=[example(SHOWN)],
)
CLAIM_PATCH = changing(
    "claims_partial_update", "Change a claim: sent in, or its outcome", bodies.ClaimBody, answers.ClaimAnswer,
    {"status": "repaired", "cost": "25.00"}, REPAIRED,
)  # fmt: skip
CLAIM_DELETE = extend_schema(operation_id="claims_delete", summary="Delete a claim", responses={204: None})

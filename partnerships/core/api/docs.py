"""The partnership in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import LIMIT, SKIP, example, page_of_one
from partnerships.core.api.answers import PartnershipAnswer, PartnershipPage, StatusBody

ANA = "01930000-0000-7000-8000-0000000000a0"
BEN = "01930000-0000-7000-8000-0000000000b0"
OURS: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000f0",
    "status": "active",
    "currency": "EUR",
    "mode": "settle",
    "approval_threshold": "100.00",
    "place": 0,
    "partner": {"id": BEN, "name": "Ben", "place": 1},
    "paused_by": None,
    "started_on": "2026-09-01",
    "ended_on": None,
}
PARTNERSHIP_LIST = extend_schema(
    operation_id="partnerships_list",
    summary="List your partnerships",
    description="The latest first, those that have ended too: what was shared stays readable.",
    parameters=[LIMIT, SKIP],
    responses={200: PartnershipPage},
    examples=[page_of_one(OURS)],
)
PARTNERSHIP_GET = extend_schema(
    operation_id="partnership_get",
    summary="Show your partnership",
    description="404 without a partner. A paused one is shown; nothing new can be shared meanwhile.",
    responses={200: PartnershipAnswer, 404: None},
    examples=[example(OURS)],
)
STATUS_PUT = extend_schema(
    operation_id="partnership_status",
    summary="Pause, resume or end your partnership",
    description=(
        "Either may pause, and whoever paused resumes: 403 `not_paused_by_you`. Ending cannot be undone: what waits "
        "for an answer is withdrawn, neither sees an account of the other's any more, and joint accounts stay joint. A "
        "status it has already is no change. 409 `no_partnership` without a partner."
    ),
    request=StatusBody,
    responses={200: PartnershipAnswer, 403: None, 409: None},
    examples=[example({"status": "paused"}, request=True), example({**OURS, "status": "paused", "paused_by": ANA})],
)

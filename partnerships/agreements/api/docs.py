"""The agreement and the settings of both in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import example
from partnerships.agreements.api.answers import (
    AgreementBody,
    AskedAnswer,
    AskedSettingsAnswer,
    SettingsBody,
    SplitAnswer,
)
from partnerships.approvals.api.docs import ANA, ASKED

PARTNERSHIP = "01930000-0000-7000-8000-0000000000f0"
NOW: dict[str, Any] = {
    "starts_on": "2026-09-01",
    "method": "income",
    "first_percent": None,
    "fixed_place": None,
    "fixed_amount": None,
    "income_months": 0,
    "whole_percent": True,
    "exceptions": [
        {"category": "01930000-0000-7000-8000-0000000000c1", "method": "equal", "first_percent": None},
    ],
}
WANTED: dict[str, Any] = {"starts_on": "2026-12-01", "method": "percent", "first_percent": "60.00"}
AFTER: dict[str, Any] = {
    **NOW,
    **WANTED,
    "income_months": None,
    "whole_percent": None,
    "exceptions": [],
}
AGREEMENT_ASKED = {
    **ASKED,
    "kind": "agreement_change",
    "object_id": PARTNERSHIP,
    "title": "How we split",
    "before": NOW,
    "after": AFTER,
    "message": "",
    "requested_by": ANA,
}
SPLIT: dict[str, Any] = {
    "month": "2026-11",
    "share": {"first_percent": "57.00", "second_percent": "43.00", "reason": "incomes"},
    "in_force": {
        "id": "01930000-0000-7000-8000-0000000000f1",
        **NOW,
        "proposed_by": ANA,
        "agreed_at": "2026-08-28T19:12:00Z",
    },
    "upcoming": [],
    "earlier": [],
    "waiting": AGREEMENT_ASKED,
    "earliest_start": "2026-11-01",
}
THRESHOLD_ASKED = {
    **AGREEMENT_ASKED,
    "kind": "threshold_change",
    "title": "Ask each other above",
    "before": {"approval_threshold": "100.00"},
    "after": {"approval_threshold": "150.00"},
}
AGREEMENT_GET = extend_schema(
    operation_id="agreement_get",
    summary="Show how you split",
    description="Incomes are never among it, only the percent they come to. 404 without a partner.",
    responses={200: SplitAnswer, 404: None},
    examples=[example(SPLIT)],
)
AGREEMENT_PUT = extend_schema(
    operation_id="agreement_ask",
    summary="Ask to split otherwise",
    description=(
        "It holds once your partner approves it. 400 `month_settled` where something of that month is settled, "
        "`unchanged` where it is so already; 409 `already_asked` while one waits (`current.approval`), "
        "`no_partnership`, `partnership_paused`."
    ),
    request=AgreementBody,
    responses={202: AskedAnswer, 409: None},
    examples=[example(WANTED, request=True), example({"approval": AGREEMENT_ASKED}, status=202)],
)
SETTINGS_PATCH = extend_schema(
    operation_id="partnership_settings_ask",
    summary="Ask for another threshold, or another way of getting even",
    description=(
        "Each setting is asked for by itself and changes once your partner approves it. 400 `unchanged`; 409 "
        "`already_asked`, `no_partnership`, `partnership_paused`: then neither is asked for."
    ),
    request=SettingsBody,
    responses={202: AskedSettingsAnswer, 409: None},
    examples=[
        example({"approval_threshold": "150.00"}, request=True),
        example({"approvals": [THRESHOLD_ASKED]}, status=202),
    ],
)

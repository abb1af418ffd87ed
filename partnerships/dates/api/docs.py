"""`partnerships/current/money-date/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import ACCOUNT, ENTRY, GROCERIES, example
from partnerships.approvals.api.docs import ASKED, EXPENSE
from partnerships.dates.api.answers import MoneyDateAnswer, StepBody
from partnerships.expenses.api.docs import PAID

STATE: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000b5",
    "week": "2026-11-16",
    "step": 1,
    "counts": {},
    "started_at": "2026-11-22T17:00:00Z",
    "finished_at": None,
    "version": 1,
    "streak": 5,
    "currency": "EUR",
    "sort": {
        "count": 1,
        "lines": [
            {
                "transaction": ENTRY,
                "money_account": ACCOUNT,
                "booked_on": "2026-11-21",
                "payee": "Hofladen",
                "amount": "-9.80",
                "currency": "EUR",
                "version": 1,
                "can_sort": True,
                "suggestion": {"category": GROCERIES, "confidence": "0.88", "reason": "4 earlier payments"},
                "whose": "both",
                "waits": False,
            }
        ],
    },
    "answer": {"waiting": [ASKED["id"]], "asked": []},
    "spent": {
        "total": "39.90",
        "before": "120.00",
        "days": [{"day": f"2026-11-{day}", "amount": "39.90" if day == 18 else "0.00"} for day in range(16, 23)],
        "categories": [{"category": GROCERIES, "amount": "39.90"}],
        "payments": [PAID["id"]],
    },
    "settle": {"payer": 0, "amount": "22.74", "currency": "EUR"},
    "agree": {
        "month": "2026-12",
        "total": "39.90",
        "shares": ["22.74", "17.16"],
        "due": [
            {
                "expense": EXPENSE,
                "name": "Internet",
                "due_on": "2026-12-05",
                "amount": "39.90",
                "shares": ["22.74", "17.16"],
            }
        ],
        "approval": None,
    },
}
AT_TWO = {**STATE, "step": 2, "counts": {"sort": 1}, "sort": {"count": 0, "lines": []}, "version": 2}
DONE = {
    **AT_TWO,
    "step": 5,
    "counts": {"sort": 1, "answer": 1, "week": "39.90", "settle": "0.00", "agree": "39.90"},
    "finished_at": "2026-11-22T17:09:00Z",
    "version": 6,
    "streak": 6,
    "answer": {"waiting": [], "asked": []},
}
DATE_GET = extend_schema(
    operation_id="money_date_get",
    summary="Show this week's money date",
    description=(
        "What each of its five steps is about as it stands now, whether it has begun or not: what is left over, what "
        "waits for an answer, the week, who owes whom, and what is due next month. Only what both of you may see is in "
        "it. 409 `no_partnership`."
    ),
    responses={200: MoneyDateAnswer, 409: None},
    examples=[example(STATE)],
)
DATE_BEGIN = extend_schema(
    operation_id="money_date_begin",
    summary="Begin this week's money date",
    description=(
        "One a week: whoever is second gets the same one, at whatever step it is. 409 `no_partnership`, "
        "`partnership_paused`."
    ),
    request=None,
    responses={200: MoneyDateAnswer, 409: None},
    examples=[example(STATE)],
)
DATE_STEP = extend_schema(
    operation_id="money_date_step",
    summary="Go to another step",
    description=(
        "From the step you saw to the next one, or back. 400 `out_of_range`; 409 `date_moved` or `date_finished` with "
        "how it stands, `not_begun`, `no_partnership`, `partnership_paused`."
    ),
    request=StepBody,
    responses={200: MoneyDateAnswer, 409: None},
    examples=[example({"step": 1}, request=True), example(AT_TWO)],
)
DATE_FINISH = extend_schema(
    operation_id="money_date_finish",
    summary="Finish: both agree",
    description=(
        "From the last step, once. 409 `date_moved` or `date_finished` with how it stands, `not_begun`, "
        "`no_partnership`, `partnership_paused`."
    ),
    request=None,
    responses={200: MoneyDateAnswer, 409: None},
    examples=[example(DONE)],
)

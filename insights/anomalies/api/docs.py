"""`insights/anomalies/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from insights.anomalies.api import answers
from insights.anomalies.queries import DAYS, LEAST_SCORE, MOST_DAYS
from ledger.core.api.docs.common import ACCOUNT, ENTRY, GROCERIES, example, query

BEFORE = {
    "transaction": "01930000-0000-7000-8000-0000000000a2",
    "booked_on": "2026-10-12",
    "payee": "Garage Lenz",
    "amount": "89.00",
}
FOUND = {
    "transaction": ENTRY,
    "money_account": ACCOUNT,
    "category": GROCERIES,
    "payee": "Garage Lenz",
    "booked_on": "2026-11-12",
    "amount": "890.00",
    "currency": "EUR",
    "kind": "amount",
    "score": "0.91",
    "is_alert": True,
    "usual": "89.00",
    "seen": 6,
    "total": "890.00",
    "reason": "€890.00 is 10 times the usual €89.00 of 6 payments before.",
    "recommendation": "See whether the amount is what you agreed to.",
    "compared": [BEFORE],
}
ANOMALIES = extend_schema(
    operation_id="insights_anomalies",
    summary="What is unusual among your latest payments",
    description="Each payment of accounts you own or co-own is held against what its payee took before, against "
    "first payments of yours, and against the same season a year ago. What the product knows is no anomaly: what "
    "recurs, things you keep, shared expenses, what was given back, and what you said is not unusual.",
    parameters=[
        query(
            "days",
            "Payments of so many days, today included.",
            {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": DAYS},
        ),
        query(
            "least_score",
            "Only from this score on.",
            {"type": "number", "minimum": 0, "maximum": 1, "default": float(LEAST_SCORE)},
        ),
    ],
    responses={200: answers.AnomaliesAnswer},
    examples=[example({"days": 30, "least_score": "0.30", "results": [FOUND]})],
)
VERDICT_POST = extend_schema(
    operation_id="insights_anomaly_verdict",
    summary="Say that a payment is not unusual",
    description="It is found no more, nor are payments of the same cause up to its amount. It is your word alone: "
    "a partner still sees what is unusual to them. 200 when you had said so before.",
    request=None,
    responses={201: answers.VerdictAnswer, 200: answers.VerdictAnswer},
    examples=[
        example(
            {
                "transaction": ENTRY,
                "kind": "amount",
                "up_to": "890.00",
                "currency": "EUR",
                "created_at": "2026-11-20T09:30:00Z",
            }
        )
    ],
)
VERDICT_DELETE = extend_schema(
    operation_id="insights_anomaly_verdict_delete",
    summary="Take back that a payment is not unusual",
    description="Twice is the same as once.",
    responses={204: None},
)

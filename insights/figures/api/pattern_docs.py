"""`insights/patterns/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from insights.figures.api import pattern_answers
from insights.figures.api.trend_docs import CONVERT_TO, SCOPE
from insights.figures.patterns import MOST_MONTHS, USUAL_MONTHS
from ledger.core.api.docs.common import GROCERIES, example, query

_PAID = {"payee": "Furniture Ltd", "amount": "640.00", "transaction_count": 1}
_SIZES: dict[str, Any] = {
    "bound": "50.00",
    "start_date": "2026-08-01",
    "end_date": "2026-10-31",
    "large": {"amount": "1310.00", "transaction_count": 14, "share": "0.4367"},
    "small": {"amount": "1690.00", "transaction_count": 121, "share": "0.5633"},
}
_SPIKE: dict[str, Any] = {"month": "2026-09", "amount": "812.40", "usual": "140.00", "score": "9.6", "payees": [_PAID]}
PATTERNS = extend_schema(
    operation_id="insights_patterns",
    summary="How you spend: what is usual for each category, what was odd, which days take more",
    description="Of the last whole months. Medians, spreads and slopes are those that one odd month does not move. "
    "From roll-ups; only the payees of a spike are read from the lines of its month, and the sizes of payments from "
    "the lines of three months.",
    parameters=[
        query(
            "months",
            "How many whole months.",
            {"type": "integer", "minimum": 1, "maximum": MOST_MONTHS, "default": USUAL_MONTHS},
        ),
        SCOPE,
        CONVERT_TO,
    ],
    responses={200: pattern_answers.PatternsAnswer},
    examples=[
        example(
            {
                "currency": "EUR",
                "start_date": "2026-05-01",
                "end_date": "2026-10-31",
                "months": 6,
                "spent": "9610.00",
                "findings": [
                    {
                        "kind": "spike",
                        "title": "Home took €812.40 in September",
                        "text": "Usually it is €140.00. Most of it: Furniture Ltd €640.00.",
                        "category": GROCERIES,
                        "amount": "812.40",
                        "usual": "140.00",
                        "times": "9.6",
                        "weekday": None,
                        "share": None,
                        "expected": None,
                        "payees": [_PAID],
                        "query": {
                            "category": GROCERIES,
                            "booked_on_after": "2026-09-01",
                            "booked_on_before": "2026-09-30",
                            "kind": "expense,refund",
                        },
                    }
                ],
                "categories": [
                    {
                        "category": GROCERIES,
                        "is_private": False,
                        "average": "252.10",
                        "median": "140.00",
                        "share": "0.1574",
                        "slope": "2.10",
                        "direction": "steady",
                        "payments_per_month": "3.5",
                        "avg_transaction": "72.02",
                        "months": [{"month": "2026-09", "amount": "812.40"}],
                        "spikes": [_SPIKE],
                    }
                ],
                "weekdays": [{"weekday": 6, "average": "61.30", "times": "1.62"}],
                "payday": [{"days": 7, "share": "0.34", "expected": "0.23"}],
                "sizes": _SIZES,
                "rates": [],
                "apart": [],
            }
        )
    ],
)

"""`insights/trends/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from insights.figures import spans
from insights.figures.api import trend_answers
from insights.figures.flows import EXPENSE, INCOME
from insights.figures.hours import MONTHS_OF_HOURS
from ledger.core.access import SCOPES
from ledger.core.api.docs.common import DAY_SCHEMA, GROCERIES, UUID_SCHEMA, example, one_of, query

HOUR = "hour"
TIMEFRAMES = [HOUR, *spans.RHYTHMS]
BOUNDS = ", ".join(f"{each.most} {name}s" for name, each in spans.RHYTHMS.items())
SCOPE = query(
    "scope",
    "Whose money: `me` (your part), `partner` (what you see of theirs) or `together` (all of it).",
    {**one_of(list(SCOPES)), "default": "me"},
)
CONVERT_TO = query("convert_to", "The currency of the sums; yours, when left out.")
_FIGURE = {"total_spent": "412.80", "transaction_count": 9, "avg_transaction": "45.87"}
_CATEGORY = {"category": GROCERIES, "is_private": False, **_FIGURE}
TRENDS = extend_schema(
    operation_id="insights_trends",
    summary="What was spent or earned, period by period and category by category",
    description="From roll-ups: nothing grows with the history. In one currency it agrees with "
    "`transactions/analytics/` to the cent; of several each month is converted at the rate of its last day. At most "
    f"{BOUNDS}, the running one being the last. `hour` says on which weekdays and at which hours of the last months "
    f"money was spent, {MONTHS_OF_HOURS} of them at most.",
    parameters=[
        query("timeframe", "How long a period is.", {**one_of(TIMEFRAMES), "default": spans.MONTH}),
        query("kind", "What was spent less what was refunded, or what was earned.", one_of([EXPENSE, INCOME])),
        query("categories", "Only these, with all that is below them.", UUID_SCHEMA, many=True),
        query("by", "By each category, or added to the one at the top of its branch.", one_of(["leaf", "top"])),
        query("periods", "How many, the last one that of `end_date` or of today.", {"type": "integer", "minimum": 1}),
        query("start_date", "The first day, instead of a number of periods.", DAY_SCHEMA),
        query("end_date", "The last day, included.", DAY_SCHEMA),
        SCOPE,
        CONVERT_TO,
    ],
    responses={200: trend_answers.TrendsAnswer},
    examples=[
        example(
            {
                "timeframe": "month",
                "kind": "expense",
                "currency": "EUR",
                "start_date": "2026-10-01",
                "end_date": "2026-10-31",
                "total": _FIGURE,
                "periods": [
                    {
                        "period": "2026-10",
                        "starts_on": "2026-10-01",
                        "ends_on": "2026-10-31",
                        "is_running": False,
                        **_FIGURE,
                        "before": {"was": "400.00", "change": "12.80", "percent": "3.2"},
                        "year_ago": None,
                        "moving_mean": "398.10",
                        "categories": [_CATEGORY],
                    }
                ],
                "categories": [_CATEGORY],
                "by_hour": None,
                "is_coarse": False,
                "rates": [],
                "apart": [],
            }
        )
    ],
)

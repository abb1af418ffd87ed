"""`purchases/analytics/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema

from ledger.core.api.docs.common import DAY_SCHEMA, example, query
from purchases.core.api import answers
from purchases.core.api.docs.things import BRAND, RETAILER, SHOWN
from purchases.core.api.docs.warranties import LISTED

OWN = "Of what you own, archived things too; each currency's apart."
SPENT = {"currency_code": "EUR", "item_count": 12, "total_amount": "3480.60", "average_price": "290.05"}
MONTHS = {"type": "integer", "minimum": 1, "maximum": 120, "default": 12}


def _limit(usual: int) -> OpenApiParameter:
    return query("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": 100, "default": usual})


def _reading(
    operation: str, summary: str, shown: Any, value: Any, *parameters: OpenApiParameter, more: str = ""
) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=f"{OWN} {more}".strip(),
        parameters=list(parameters),
        responses={200: shown},
        examples=[example(value)],
    )


def _share(of: str, key: str, name: str) -> dict[str, Any]:
    return {
        f"{of}_id": key,
        f"{of}_name": name,
        "count": 3,
        "percentage": "25.0",
        "total_spent": "1348.00",
        "currency_code": "EUR",
    }


SPENDING = _reading(
    "purchases_spending",
    "Spending of the last months",
    answers.SpendingAnswer,
    {"results": [{"month": "2026-11", "currency_code": "EUR", "total_amount": "248.90", "item_count": 2}]},
    query("months", "How many, this one the last.", MONTHS),
)
BY_PERIOD = _reading(
    "purchases_spending_by_period",
    "Spending between two days",
    answers.PeriodAnswer,
    {"start_date": "2026-01-01", "end_date": "2026-11-20", "results": [SPENT]},
    query("start_date", "The first day.", DAY_SCHEMA, required=True),
    query("end_date", "The last day.", DAY_SCHEMA, required=True),
)
SUMMARY = _reading(
    "purchases_summary",
    "What was bought in all",
    answers.SpendingSummaryAnswer,
    {"item_count": 12, "ordered": 1, "received": 11, "results": [SPENT]},
)
TIMELINE = _reading(
    "purchases_warranty_timeline",
    "Warranties month by month",
    answers.WarrantyTimelineAnswer,
    {"results": [{"month": "2026-11", "active": 9, "expired": 1, "expiring_soon": 2}]},
    query("months", "How many.", MONTHS),
    query("start_date", "A day of the first month; five months ago when left out.", DAY_SCHEMA),
    more="Void warranties are in no month.",
)
WARRANTY_SUMMARY = _reading(
    "purchases_warranty_summary",
    "How many warranties are in force",
    answers.WarrantySummaryAnswer,
    {"active": 9, "expired": 4, "voided": 1, "expiring_soon": 2},
)
BY_RETAILER = _reading(
    "purchases_by_retailer",
    "Spending by retailer",
    answers.RetailersAnswer,
    {"results": [_share("retailer", RETAILER, "MediaMarkt")]},
    _limit(20),
    more="Most money first; without a retailer: id null.",
)
BY_BRAND = _reading(
    "purchases_by_brand",
    "Spending by brand",
    answers.BrandsAnswer,
    {"results": [_share("brand", BRAND, "Miele")]},
    _limit(20),
    more="Most money first; without a brand: id null.",
)
TOP_PRODUCTS = _reading(
    "purchases_top_products",
    "What was bought most",
    answers.ProductsAnswer,
    {
        "results": [
            {
                "product_name": "Water filter",
                "count": 6,
                "total_spent": "89.40",
                "avg_price": "14.90",
                "currency_code": "EUR",
            }
        ]
    },
    _limit(10),
    more="Most pieces first; names count as one in any case.",
)
RECENT_PURCHASES = _reading(
    "purchases_recent",
    "What was bought last",
    answers.RecentPurchasesAnswer,
    {"results": [SHOWN]},
    _limit(10),
)
RECENT_WARRANTIES = _reading(
    "purchases_recent_warranties",
    "Warranties written down last",
    answers.RecentWarrantiesAnswer,
    {"results": [LISTED]},
    _limit(10),
)

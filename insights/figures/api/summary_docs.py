"""`insights/summary/` and `insights/savings/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from insights.figures.api import summary_answers
from insights.figures.api.trend_docs import CONVERT_TO, SCOPE
from ledger.core.api.docs.common import GROCERIES, example

_GOAL: dict[str, Any] = {
    "goal": "01930000-0000-7000-8000-0000000000e1",
    "name": "Lisbon in May",
    "progress": "64.5",
    "current_amount": "1550.00",
    "target_amount": "2400.00",
    "currency": "EUR",
    "days_remaining": 171,
    "on_track": True,
    "category": None,
    "yield_earned": "0.00",
}
_MONTH = {"month": "2026-10", "income": "3000.00", "spent": "2400.00", "saved": "600.00", "rate": "0.2000", "apart": []}
_SAVINGS: dict[str, Any] = {
    "currency": "EUR",
    "total_balance": "11640.00",
    "total_yield": "214.30",
    "mean_balance": "10715.00",
    "yield_months": 12,
    "average_apy": "2.00",
    "saving_rate": "0.2000",
    "months": [_MONTH],
    "running": {
        "month": "2026-11",
        "income": "0.00",
        "spent": "900.00",
        "saved": "-900.00",
        "rate": None,
        "apart": [],
    },
    "usual_spent": "2400.00",
    "could_save_monthly": "600.00",
    "emergency_fund_months": "4.9",
    "goals_progress": [_GOAL],
    "completed_goals": 1,
    "rates": [],
    "apart": [],
}
SAVINGS = extend_schema(
    operation_id="insights_savings",
    summary="What you keep, what your savings bring, and how long they would last",
    description="The saving rate of each of the last 12 whole months from roll-ups; medians for what is usual, so that "
    "one odd month does not count. Months in which a currency moved that has no rate for them name it in `apart` and "
    "do not count in what is usual.",
    parameters=[SCOPE, CONVERT_TO],
    responses={200: summary_answers.SavingsAnswer},
    examples=[example(_SAVINGS)],
)
_CATEGORY = {
    "category": GROCERIES,
    "is_private": False,
    "total_spent": "412.80",
    "transaction_count": 9,
    "avg_transaction": "45.87",
}
SUMMARY = extend_schema(
    operation_id="insights_summary",
    summary="All of it: net worth, the month's flow, and the three types of accounts side by side",
    description="Agrees with the overview: net worth at today's rates with what counts besides accounts, the flow of "
    "the running month, the plan, what is held, savings and goals.",
    parameters=[SCOPE, CONVERT_TO],
    responses={200: summary_answers.FinancialSummaryAnswer},
    examples=[
        example(
            {
                "month": "2026-11",
                "currency": "EUR",
                "total_net_worth": "32113.28",
                "debts": "-6221.32",
                "besides": [{"name": "of which things", "amount": "1200.00"}],
                "monthly_flow": {
                    "income": "6000.00",
                    "expenses": "3347.07",
                    "net_flow": "2652.93",
                    "yields": "18.20",
                    "apart": [],
                },
                "accounts": {
                    "spending": {
                        "total_balance": "3214.60",
                        "monthly_spent": "3347.07",
                        "budget_utilization": "71.4",
                        "top_categories": [_CATEGORY],
                    },
                    "investment": {
                        "total_value": "22280.00",
                        "total_yield": "640.10",
                        "monthly_yield": "31.00",
                        "average_apy": "4.10",
                        "risk_score": 46,
                    },
                    "savings": {
                        "total_balance": "11640.00",
                        "total_yield": "214.30",
                        "goals_progress": [_GOAL],
                        "completed_goals": 1,
                        "average_apy": "2.00",
                    },
                },
                "net_worth": [{"on": "2026-11-20", "amount": "32113.28"}],
                "insights": [
                    {"key": "low-point", "title": "Tightest day: 4 December", "text": "375.00 will be left then."}
                ],
                "rates": [],
                "apart": [],
            }
        )
    ],
)

"""`insights/investments/` and `insights/rebalancing/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from insights.investing.api import answers, bodies
from ledger.core.access import ME, SCOPES
from ledger.core.api.docs.common import CURRENCY_SCHEMA, example, one_of, query

POSITION = "01930000-0000-7000-8000-0000000000b5"
CONCENTRATION = {"overall": "0.625000", "by_kind": "0.625000", "by_currency": "1.000000", "by_protocol": "1.000000"}
HELD: dict[str, Any] = {
    "id": POSITION,
    "name": "FTSE All-World",
    "kind": "fund",
    "protocol": "",
    "asset": "VWCE",
    "own_currency": "EUR",
    "own_value": "15506.40",
    "value": "15506.40",
    "gain": "3836.00",
    "yield": "0.00",
    "apy": "6.8",
    "risk_level": 3,
    "share": "75.00",
    "valued_on": "2026-11-19",
}
INVESTMENTS = extend_schema(
    operation_id="insights_investments",
    summary="What you hold, what it brought and how it is spread",
    description="In your currency at today's rates, each named; what has none stays apart. Every figure comes with its "
    "formula in words. Of accounts of which you see the balance only, the value counts and no position is told.",
    parameters=[
        query("scope", "Whose.", {**one_of(list(SCOPES)), "default": ME}),
        query("convert_to", "The currency of the sums; yours, when left out.", CURRENCY_SCHEMA),
    ],
    responses={200: answers.InvestmentsAnswer},
    examples=[
        example(
            {
                "scope": "me",
                "currency": "EUR",
                "total_value": "20675.20",
                "total_cost": "16700.00",
                "total_gain": "3975.20",
                "total_yield": "118.00",
                "monthly_yield": "12.40",
                "average_apy": "5.83",
                "xirr": "7.41",
                "positions": [HELD],
                "risk_score": 50,
                "diversification_score": 75,
                "concentration": CONCENTRATION,
                "protocol_distribution": [
                    {"protocol": "", "value": "15506.40", "share": "100.00", "yield": "0.00", "apy": "6.80"}
                ],
                "recommendations": [],
                "course": [{"on": "2026-11-20", "value": "20675.20"}],
                "formulas": {"average_apy": "Sum of value x APY / sum of the values."},
                "unlisted": [],
                "rates": [],
                "apart": [],
            }
        )
    ],
)
SENT: dict[str, Any] = {
    "targets": {"fund": "70.00", "bond": "30.00"},
    "position_limit": 40,
    "protocol_limit": 25,
    "currency_limit": 35,
    "cash_months": 3,
    "fee_limit": "0.50",
}
ANSWERED: dict[str, Any] = {
    "currency": "EUR",
    "total_value": "20000.00",
    "risk_tolerance": "moderate",
    "has_own_targets": True,
    **SENT,
    "version": 1,
    "shares": [{"kind": "fund", "target": "70.00", "actual": "80.0"}],
    "rules": [
        {
            "rule": "target_shares",
            "title": "Each kind within 5 points of its target",
            "formula": "The largest difference between a kind's share of all positions and its target, in points.",
            "unit": "percent",
            "threshold": "5",
            "measured": "10.0",
            "is_kept": False,
            "inputs": [{"name": "Fund", "value": "80.0", "unit": "percent"}],
            "says": "Fund: 80 % where 70 % are meant.",
            "priority": "high",
            "moves": [],
        }
    ],
    "rebalancing_suggestions": [
        {
            "rule": "target_shares", "position": None, "kind": "fund", "name": "Fund", "is_cash": False,
            "amount": "-2000.00", "currency": "EUR",
        }
    ],
    "risk_assessment": {
        "risk_score": 45, "diversification_score": 64, "concentration": CONCENTRATION, "formulas": {}
    },
    "expected_outcomes": [{"rule": "target_shares", "unit": "percent", "before": "10.0", "after": "0.0"}],
    "action_priority": [{"rule": "target_shares", "priority": "high"}],
    "reasoning": ["Each kind within 5 points of its target: Fund: 80 % where 70 % are meant."],
    "note": "Your own rules, applied to your figures at today's prices.",
    "rates": [],
    "apart": [],
}  # fmt: skip
REBALANCING = extend_schema(
    operation_id="insights_rebalancing",
    summary="What your rules say of what you hold",
    description="Six rules, each with what it looked at, its threshold, its formula and the amounts it would move, "
    "which add up to nothing. They compare with what you decided (or with what is usual for your risk tolerance) at "
    "today's prices. No forecast of markets, and no advice for you alone.",
    responses={200: answers.RebalancingAnswer},
    examples=[example(ANSWERED)],
)
PLAN = extend_schema(
    operation_id="insights_rebalancing_plan",
    summary="Decide your target shares and limits",
    description="Limits that are left out stay. 400 `not_whole` where targets do not add up to 100.",
    request=bodies.PlanBody,
    responses={200: answers.RebalancingAnswer, 409: None},
    examples=[example(SENT, request=True), example(ANSWERED, status=200)],
)

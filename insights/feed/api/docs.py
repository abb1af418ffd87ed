"""Insights, months and recommendations in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema

from insights.feed.api import answers, bodies
from insights.feed.models import Insight
from ledger.budgets.months import MONTH_SCHEMA
from ledger.core.api.docs.common import FLAG_SCHEMA, GROCERIES, LIMIT, SKIP, example, one_of, page_of_one, query

SHOWN: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000b1",
    "insight_type": "budget",
    "kind": "budget_over",
    "title": "Dining is over its budget",
    "content": "€231.40 of €220.00, €11.40 too much, after 17 payments.",
    "data": {"spent": {"amount": "231.40", "currency": "EUR"}, "payments": {"count": 17}},
    "priority": 78,
    "url": "/transactions/?category=" + GROCERIES,
    "icon": "utensils",
    "written_by": "local",
    "created_at": "2026-11-20T04:00:00Z",
    "expires_at": "2026-11-30T23:00:00Z",
    "read_at": None,
    "dismissed_at": None,
}
ROW = {
    "category": GROCERIES,
    "name": "Groceries",
    "spent": "486.30",
    "usual": "520.00",
    "change": "-33.70",
    "url": "/transactions/?category=" + GROCERIES,
}
MONTH = OpenApiParameter("month", MONTH_SCHEMA, OpenApiParameter.PATH, description="Such as 2026-11.")
LIST = extend_schema(
    operation_id="insights_list",
    summary="What your figures tell, the most important first",
    description="What holds now and was not put away; with `dismissed` those that were.",
    parameters=[
        query("type", "Only of these types.", one_of(Insight.Type.values), many=True),
        query("dismissed", "true: those that were put away.", FLAG_SCHEMA),
        query("unread", "true: only those not read yet.", FLAG_SCHEMA),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.InsightPageAnswer},
    examples=[page_of_one(SHOWN)],
)
GET = extend_schema(
    operation_id="insights_get",
    summary="One insight",
    description="With every figure its words name.",
    responses={200: answers.InsightAnswer},
    examples=[example(SHOWN)],
)
PATCH = extend_schema(
    operation_id="insights_change",
    summary="Mark an insight as read, or put it away",
    description="What was put away never comes back by itself; `dismissed` false brings it back.",
    request=bodies.InsightBody,
    responses={200: answers.InsightAnswer},
    examples=[example({"dismissed": True}, request=True), example(SHOWN)],
)
GENERATE = extend_schema(
    operation_id="insights_generate",
    summary="Look anew at what your figures tell",
    description="Done at once, and each night by itself. Ten times a minute at most; twice changes nothing.",
    request=None,
    responses={200: answers.GeneratedAnswer},
    examples=[example({"new": 1, "live": 6, "results": [SHOWN]})],
)
SPENDING = extend_schema(
    operation_id="insights_spending",
    summary="This month against what is usual, by category",
    description="Your part of your own accounts, in your currency.",
    responses={200: answers.SpendingInsightAnswer},
    examples=[
        example(
            {
                "month": "2026-11",
                "currency": "EUR",
                "income": "2500.00",
                "spent": "486.30",
                "usual": "520.00",
                "spent_by_today": "486.30",
                "usual_by_today": "350.00",
                "categories": [ROW],
                "movers": [ROW],
                "apart": [],
            }
        )
    ],
)
RECOMMENDATIONS = extend_schema(
    operation_id="insights_recommendations",
    summary="What you could do, with amounts and reasons",
    description="Each with the request that does it where one is enough.",
    responses={200: answers.RecommendationsAnswer},
    examples=[
        example(
            {
                "results": [
                    {
                        "kind": "settle_up",
                        "title": "Settle up with Ben",
                        "why": "You owe it from what was paid for both.",
                        "amount": "84.20",
                        "currency": "EUR",
                        "url": "/together/settle/",
                        "call": None,
                    }
                ]
            }
        )
    ],
)
IN_WORDS = extend_schema(
    operation_id="insights_month",
    summary="A month in plain words",
    description="Of a month that is over the words stay as they were first said; the running one is told so far.",
    parameters=[MONTH],
    responses={200: answers.MonthWordsAnswer},
    examples=[
        example(
            {
                "month": "2026-10",
                "paragraphs": ["You are on track. You spent €1,500.00 in October."],
                "text": "You are on track. You spent €1,500.00 in October.",
                "data": {"spent": {"amount": "1500.00", "currency": "EUR", "url": "/transactions/"}},
                "written_by": "local",
                "is_kept": True,
                "apart": [],
            }
        )
    ],
)
BUDGETS = extend_schema(
    operation_id="insights_budget_recommendations",
    summary="What to plan for each category next month",
    description="The median of six months, times the season of earlier years, within what comes in.",
    parameters=[query("month", "Such as 2026-12; the next one, when left out.", MONTH_SCHEMA)],
    responses={200: answers.BudgetAdviceAnswer},
    examples=[
        example(
            {
                "month": "2026-12",
                "currency": "EUR",
                "income": "2500.00",
                "to_goals": "1800.00",
                "results": [
                    {
                        "category": GROCERIES,
                        "name": "Groceries",
                        "amount": "700.00",
                        "usual": "600.00",
                        "season": "1.17",
                        "planned": None,
                        "reason": "Usually €600.00, and 17% more in this month of the year.",
                    }
                ],
            }
        )
    ],
)
APPLY = extend_schema(
    operation_id="insights_apply_budget_recommendations",
    summary="Plan what is recommended",
    description="The month's plan is made where there is none yet. Twice comes to the same.",
    request=bodies.ApplyBody,
    responses={200: answers.AppliedAnswer},
    examples=[
        example({"month": "2026-12"}, request=True),
        example({"month": "2026-12", "budget": "01930000-0000-7000-8000-0000000000b2", "version": 4}),
    ],
)

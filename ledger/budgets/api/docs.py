"""`budgets/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema

from ledger.budgets.api import answers, bodies
from ledger.budgets.months import MONTH_SCHEMA
from ledger.core.api.docs.common import FLAG_SCHEMA, GROCERIES, LIMIT, SKIP, example, page_of_one, query

DINING = "01930000-0000-7000-8000-0000000000c2"
PLAN = "01930000-0000-7000-8000-0000000000e1"
MONTH = OpenApiParameter("month", MONTH_SCHEMA, OpenApiParameter.PATH, description="The month, such as 2026-11.")
HOUSEHOLD = query("household", "true: the plan of what is for both of you.", FLAG_SCHEMA)
WHOSE = [MONTH, HOUSEHOLD]
LISTED: dict[str, Any] = {
    "id": PLAN,
    "month": "2026-11",
    "household": False,
    "currency": "EUR",
    "total_income": "3000.00",
    "total_allocated": "3000.00",
    "status": "open",
    "closed_at": None,
    "created_at": "2026-11-01T09:30:00Z",
    "updated_at": "2026-11-01T09:30:00Z",
    "version": 1,
}
ROW: dict[str, Any] = {
    "category": DINING,
    "goal": None,
    "name": "Dining",
    "allocated_amount": "150.00",
    "carried_amount": "0.00",
    "spent_amount": "100.00",
    "remaining_amount": "50.00",
    "still_due_amount": "0.00",
    "pace_amount": "100.00",
    "projected_amount": "150.00",
    "overrun_amount": "0.00",
    "basis": "history",
    "roll_over": "no",
}
UNPLANNED: dict[str, Any] = {"spent_amount": "0.00", "still_due_amount": "0.00", "categories": []}
LEFT: dict[str, Any] = {
    "month": "2026-11",
    "currency": "EUR",
    "income": "3000.00",
    "carried": "55.30",
    "spent": "1347.07",
    "set_aside": "600.00",
    "still_due": "439.89",
    "left": "668.34",
    "until": "2026-12-01",
    "days": 11,
    "per_day": "60.75",
}
SHOWN: dict[str, Any] = {
    **LISTED,
    "unallocated": "0.00",
    "total_carried": "0.00",
    "total_spent": "1347.07",
    "total_put_in": "0.00",
    "total_still_due": "439.89",
    "total_remaining": "1652.93",
    "allocations": [ROW],
    "unplanned": UNPLANNED,
    "apart": [],
    "left_to_spend": LEFT,
}
CONFLICT = {409: None}

LIST = extend_schema(
    operation_id="budgets_list",
    summary="List budgets",
    description="Yours, and those of your household; the latest month first.",
    parameters=[query("household", "true: only joint ones, false: only yours.", FLAG_SCHEMA), LIMIT, SKIP],
    responses={200: answers.BudgetPage},
    examples=[page_of_one(LISTED)],
)
CREATE = extend_schema(
    operation_id="budgets_create",
    summary="Make the plan of a month",
    description="From your income, what you usually spend (the median of the last six months), what is due, your "
    "priorities, limits and goals, on a base of 50/30/20. Its allocations add up to the income, to the cent. A month "
    "that has a budget is 409 `budget_exists`.",
    request=bodies.CreateBudgetBody,
    responses={201: answers.BudgetAnswer, **CONFLICT},
    examples=[
        example({"month": "2026-11", "total_income": "3000.00", "household": False}, request=True),
        example(SHOWN, status=201),
    ],
)
GET = extend_schema(
    operation_id="budgets_get",
    summary="Show a month against its plan",
    parameters=WHOSE,
    responses={200: answers.BudgetAnswer},
    examples=[example(SHOWN)],
)
PATCH = extend_schema(
    operation_id="budgets_partial_update",
    summary="Change the income, or amounts that are planned",
    description="Nothing else moves along. A closed month is 409 `month_closed`.",
    parameters=WHOSE,
    request=bodies.BudgetBody,
    responses={200: answers.BudgetAnswer, **CONFLICT},
    examples=[
        example({"allocations": [{"category": DINING, "allocated_amount": "150.00"}], "version": 1}, request=True),
        example({**SHOWN, "version": 2}),
    ],
)
DELETE = extend_schema(
    operation_id="budgets_delete",
    summary="Give up the plan of an open month",
    parameters=WHOSE,
    responses={204: None, **CONFLICT},
)
ALLOCATE = extend_schema(
    operation_id="budgets_allocate",
    summary="Plan an amount for a category or a goal",
    description="And say, of a category, what rolls over: that holds for all months.",
    parameters=WHOSE,
    request=bodies.AllocationBody,
    responses={200: answers.BudgetAnswer, 400: None, **CONFLICT},
    examples=[
        example({"allocated_amount": "150.00", "roll_over": "left_over"}, request=True),
        example({**SHOWN, "version": 2}),
    ],
)
UNALLOCATE = extend_schema(
    operation_id="budgets_unallocate",
    summary="Plan nothing for a category or a goal any more",
    parameters=WHOSE,
    responses={204: None, **CONFLICT},
)
MOVE = extend_schema(
    operation_id="budgets_move",
    summary="Move money from one category or goal to another",
    description="Never more than is planned there (`not_enough`).",
    parameters=WHOSE,
    request=bodies.MoveBody,
    responses={200: answers.BudgetAnswer, 400: None, **CONFLICT},
    examples=[
        example({"from": GROCERIES, "to": DINING, "amount": "40.00"}, request=True),
        example({**SHOWN, "version": 2}),
    ],
)
CLOSE = extend_schema(
    operation_id="budgets_close",
    summary="Close a month that is over",
    description="Nothing of it changes any more. It closes by itself ten days after its end.",
    parameters=WHOSE,
    request=None,
    responses={200: answers.BudgetAnswer, **CONFLICT},
    examples=[example({**SHOWN, "status": "closed", "closed_at": "2026-12-01T09:30:00Z", "version": 2})],
)
SUMMARY = extend_schema(
    operation_id="budgets_summary",
    summary="Sum up a month",
    parameters=WHOSE,
    responses={200: answers.SummaryAnswer},
    examples=[
        example(
            {
                "month": "2026-11",
                "household": False,
                "currency": "EUR",
                "total_budget": "3000.00",
                "total_carried": "0.00",
                "total_spent": "1347.07",
                "total_put_in": "0.00",
                "total_remaining": "1652.93",
                "categories": [ROW],
                "unplanned": UNPLANNED,
                "overspent_categories": [],
            }
        )
    ],
)
STATUS = extend_schema(
    operation_id="budgets_status",
    summary="Show how each category stands",
    description="`exceeded`: more is spent than there is. `near`: nine tenths are, and it heads beyond the end. "
    "`ahead`: it heads there. What was used as planned is `on_track`.",
    parameters=WHOSE,
    responses={200: answers.StatusAnswer},
    examples=[
        example(
            {
                "month": "2026-11",
                "household": False,
                "currency": "EUR",
                "days_total": 30,
                "days_left": 11,
                "categories": [
                    {
                        "category": DINING,
                        "name": "Dining",
                        "used_percent": 74.6,
                        "allocated_amount": "320.00",
                        "available_amount": "320.00",
                        "spent_amount": "238.60",
                        "pace_amount": "213.33",
                        "still_due_amount": "0.00",
                        "projected_amount": "357.90",
                        "overrun_amount": "37.90",
                        "state": "ahead",
                        "severity": "info",
                    }
                ],
            }
        )
    ],
)
LEFT_TO_SPEND = extend_schema(
    operation_id="budgets_left_to_spend",
    summary="Show what is left to spend until the next payday",
    parameters=WHOSE,
    responses={200: answers.LeftToSpendAnswer},
    examples=[example(LEFT)],
)
CHECK = extend_schema(
    operation_id="budgets_check_purchase",
    summary="Ask whether a purchase fits",
    description="Exactly what is left fits. Where the month has no budget the category's standing limit speaks; 404 "
    "where there is neither.",
    parameters=WHOSE,
    request=bodies.CheckBody,
    responses={200: answers.CheckAnswer, 400: None},
    examples=[
        example({"category": DINING, "amount": "200.00"}, request=True),
        example(
            {
                "category": DINING,
                "amount": "200.00",
                "currency": "EUR",
                "fits_budget": False,
                "remaining_in_category": "50.00",
                "percentage_of_category": 133.3,
                "warning": "This exceeds your Dining budget by €150.00.",
                "alternative_options": [
                    "Spend at most €50.00.",
                    "Move €150.00 from Savings, where €480.00 is to spare.",
                ],
            }
        ),
    ],
)
SUGGESTED = {"from": GROCERIES, "to": DINING, "amount": "40.00"}
SUGGESTIONS = extend_schema(
    operation_id="budgets_suggestions",
    summary="Suggest what could be moved",
    description="From where money is to spare by its pace to where more is spent than there is, or will be.",
    parameters=WHOSE,
    responses={200: answers.SuggestionsAnswer},
    examples=[
        example(
            {
                "month": "2026-11",
                "currency": "EUR",
                "suggestions": [
                    {
                        **SUGGESTED,
                        "why": "Dining heads for €357.90, €37.90 over. Groceries heads for €345.00 of €400.00.",
                    }
                ],
            }
        )
    ],
)
APPLY = extend_schema(
    operation_id="budgets_apply_suggestion",
    summary="Move money as suggested",
    description="Or another amount, as long as it is to spare at this moment (`not_enough`).",
    parameters=WHOSE,
    request=bodies.MoveBody,
    responses={200: answers.BudgetAnswer, 400: None, **CONFLICT},
    examples=[example(SUGGESTED, request=True), example({**SHOWN, "version": 2})],
)
WHAT_IF = extend_schema(
    operation_id="budgets_what_if",
    summary="Try other amounts without saving them",
    parameters=WHOSE,
    request=bodies.WhatIfBody,
    responses={200: answers.BudgetAnswer, 400: None},
    examples=[
        example({"allocations": [{"category": DINING, "allocated_amount": "200.00"}]}, request=True),
        example(SHOWN),
    ],
)

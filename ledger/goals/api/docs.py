"""`goals/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import (
    ACCOUNT,
    ENTRY,
    FLAG_SCHEMA,
    LIMIT,
    SKIP,
    changing,
    example,
    one_of,
    page_of_one,
    query,
)
from ledger.goals.api import answers, bodies
from ledger.goals.models import Goal

GOAL = "01930000-0000-7000-8000-0000000000e1"
PART = "01930000-0000-7000-8000-0000000000e2"
ANA = "01930000-0000-7000-8000-0000000000f1"
ORDERINGS = ("priority", "-priority", "target_date", "-target_date")
SENT: dict[str, Any] = {
    "name": "Lisbon in May",
    "target_amount": "2400.00",
    "goal_type": "travel",
    "priority": 2,
    "target_date": "2027-05-01",
    "monthly_amount": "310.00",
}
SHOWN: dict[str, Any] = {
    "id": GOAL,
    **SENT,
    "description": "",
    "saved_amount": "1550.00",
    "current_amount": "1550.00",
    "yield_earned": "0.00",
    "currency": "EUR",
    "category": None,
    "icon": "plane",
    "color": "#3B6FB6",
    "status": "active",
    "is_shared": False,
    "added_by": ANA,
    "completed_on": None,
    "version": 1,
    "money_account": ACCOUNT,
    "progress": "64.5",
    "left_amount": "850.00",
    "days_remaining": 162,
    "months_remaining": 5,
    "needed_monthly": "170.00",
    "going_in_monthly": "310.00",
    "expected_on": "2027-02-28",
    "months_early": 2,
    "on_track": True,
    "milestones": [25, 50],
    "created_at": "2026-06-04T09:30:00Z",
    "updated_at": "2026-11-02T09:30:00Z",
}
LOGGED: dict[str, Any] = {
    "id": PART,
    "goal": GOAL,
    "kind": "contribution",
    "amount": "310.00",
    "currency": "EUR",
    "on": "2026-11-02",
    "note": "",
    "transaction": ENTRY,
    "person": ANA,
    "counts": True,
    "created_at": "2026-11-02T09:30:00Z",
}
ASKED = {"approval": {"id": "01930000-0000-7000-8000-0000000000e3", "kind": "goal_edit", "status": "pending"}}
SHARED = (
    "A shared one stays as it is until your partner approves: 202 with the approval. 409 `already_asked` while one "
    "waits, `waits_for_approval` before its first approval, `item_moved`, `no_partnership`, `partnership_paused`."
)
PAYMENT = (
    "By hand, or as a part of a payment of yours in the goal's currency: several goals may take parts of one, together "
    "never more than its amount (`above_payment`). It needs nobody's approval."
)
LIST = extend_schema(
    operation_id="goals_list",
    summary="List goals",
    description="Your own and those of both, of ended partnerships too.",
    parameters=[
        query("status", "Only of these.", one_of(Goal.Status.values), many=True),
        query("goal_type", "Only of these.", one_of(Goal.Type.values), many=True),
        query("shared", "Only those of both, or only your own.", FLAG_SCHEMA),
        query("ordering", "By priority when left out.", one_of(list(ORDERINGS))),
        LIMIT,
        SKIP,
    ],
    responses={200: answers.GoalPage},
    examples=[page_of_one(SHOWN)],
)
CREATE = extend_schema(
    operation_id="goals_create",
    summary="Set a goal",
    description="With `shared` it is for both and waits: `status` is `pending_approval`, `approval` names what waits. "
    "409 `no_partnership`, `partnership_paused`.",
    request=bodies.NewGoalBody,
    responses={201: answers.AddedGoalAnswer, 409: None},
    examples=[example(SENT, request=True), example({**SHOWN, "approval": None}, status=201)],
)
GET = extend_schema(
    operation_id="goals_get",
    summary="Show a goal",
    responses={200: answers.GoalAnswer},
    examples=[example(SHOWN)],
)


def _changing(operation: str, summary: str, sent: dict[str, Any]) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=SHARED,
        request=bodies.ChangedGoalBody,
        responses={200: answers.GoalAnswer, 202: answers.GoalAskedAnswer},
        examples=[
            example(sent, request=True),
            example({**SHOWN, "version": 2}, status=200),
            example(ASKED, status=202),
        ],
    )


PUT = _changing("goals_update", "Change a goal", {**SENT, "version": 1})
PATCH = _changing("goals_partial_update", "Change some of a goal", {"monthly_amount": "350.00"})
DELETE = extend_schema(
    operation_id="goals_delete",
    summary="Delete a goal",
    description="With all that went in; accounts and transactions stay as they are. 400 `in_closed_month` where a "
    f"closed month has it in its plan: archive it instead. {SHARED}",
    responses={204: None, 202: answers.GoalAskedAnswer, 400: None, 409: None},
    examples=[example(ASKED, status=202)],
)
LOG = extend_schema(
    operation_id="goals_log_contribution",
    summary="Log what went in",
    description=f"{PAYMENT} Each call logs one: a POST can be repeated with its Idempotency-Key.",
    request=bodies.GoalContributionBody,
    responses={200: answers.GoalLoggedAnswer, 409: None},
    examples=[
        example({"amount": "310.00", "transaction": ENTRY}, request=True),
        example({"contribution": LOGGED, "goal": SHOWN}),
    ],
)
CONTRIBUTE = extend_schema(
    operation_id="goals_contribute",
    summary="Put money in, take it out, or log a yield",
    description=PAYMENT,
    request=bodies.GoalContributionBody,
    responses={201: answers.GoalLoggedAnswer},
    examples=[
        example({"amount": "310.00", "transaction": ENTRY}, request=True),
        example({"contribution": LOGGED, "goal": SHOWN}, status=201),
    ],
)
CONTRIBUTIONS = extend_schema(
    operation_id="goals_contributions_list",
    summary="List what went in",
    description="The newest first.",
    parameters=[LIMIT, SKIP],
    responses={200: answers.GoalContributionPage},
    examples=[page_of_one(LOGGED)],
)
CONTRIBUTION_PATCH = changing(
    "goals_contribution_change", "Change what you logged", bodies.ChangedGoalContributionBody,
    answers.GoalContributionAnswer, {"amount": "300.00"}, {**LOGGED, "amount": "300.00"},
)  # fmt: skip
CONTRIBUTION_DELETE = extend_schema(
    operation_id="goals_contribution_delete",
    summary="Take back what you logged",
    description="400 `below_zero` where less than that is saved by now; 403 for what your partner logged.",
    responses={204: None, 400: None, 409: None},
)
SUMMARY = extend_schema(
    operation_id="goals_summary",
    summary="What goals come to",
    description="Your own and those of both, archived and waiting ones left out. Accounts are those goals lie in whose "
    "balance you see.",
    parameters=[query("shared", "Only those of both, or only your own.", FLAG_SCHEMA)],
    responses={200: answers.GoalsSummaryAnswer},
    examples=[
        example(
            {
                "sums": [
                    {
                        "currency": "EUR",
                        "count": 1,
                        "saved_amount": "1550.00",
                        "target_amount": "2400.00",
                        "going_in_monthly": "310.00",
                        "needed_monthly": "170.00",
                        "late": 0,
                    }
                ],
                "accounts": [
                    {
                        "money_account": ACCOUNT,
                        "currency": "EUR",
                        "balance": "1690.00",
                        "earmarked_amount": "1550.00",
                        "free_amount": "140.00",
                    }
                ],
            }
        )
    ],
)

"""`rules/` and `ranking/classify/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.categorising.api import answers, bodies
from ledger.core.api.docs.common import GROCERIES, LIMIT, SKIP, changing, example, page_of_one

RULE_SENT = {"payee": "corner shop", "payee_match": "contains", "amount_max": "40", "category": GROCERIES}
RULE = {
    "id": "01930000-0000-7000-8000-0000000000d1",
    "position": 0,
    "is_active": True,
    "payee": "corner shop",
    "payee_match": "contains",
    "text": "",
    "kind": "",
    "amount_min": None,
    "amount_max": "40",
    "money_account": None,
    "category": GROCERIES,
    "new_payee": "",
    "new_notes": "",
    "used_count": 12,
    "created_at": "2026-03-02T10:00:00Z",
    "version": 1,
}
RULE_LIST = extend_schema(
    operation_id="rules_list",
    summary="List your rules in the order they are tried",
    parameters=[LIMIT, SKIP],
    responses={200: answers.RulePage},
    examples=[page_of_one(RULE)],
)
RULE_CREATE = extend_schema(
    operation_id="rules_create",
    summary="Add a rule: if these hold, do that",
    description="The first rule that fits a new line acts, before anything that was learned. The past stays as it is.",
    request=bodies.RuleBody,
    responses={201: answers.RuleAnswer},
    examples=[example(RULE_SENT, request=True), example(RULE, status=201)],
)
RULE_GET = extend_schema(
    operation_id="rules_get", summary="Show a rule", responses={200: answers.RuleAnswer}, examples=[example(RULE)]
)
RULE_PUT = changing(
    "rules_replace", "Replace a rule", bodies.RuleBody, answers.RuleAnswer, RULE_SENT, {**RULE, "version": 2}
)
RULE_PATCH = changing(
    "rules_change",
    "Change some fields of a rule, or its place",
    bodies.RuleBody,
    answers.RuleAnswer,
    {"is_active": False},
    {**RULE, "is_active": False, "version": 2},
)
RULE_DELETE = extend_schema(
    operation_id="rules_delete", summary="Delete a rule; what it has done stays", responses={204: None}
)
RULE_PREVIEW = extend_schema(
    operation_id="rules_preview",
    summary="Which of your lines the rule fits, and how many it would change",
    responses={200: answers.RulePreviewAnswer},
    examples=[example({"fits": 14, "changes": 11, "mine": 2, "is_exact": True, "first": []})],
)
RULE_APPLICATION = extend_schema(
    operation_id="rules_application",
    summary="Do to past lines what the rule says",
    description="At once up to 500 lines (200), else in the background (202). What you chose yourself stays.",
    request=bodies.ApplicationBody,
    responses={200: answers.ApplicationAnswer, 202: answers.ApplicationAnswer},
    examples=[
        example({"also_mine": False}, request=True),
        example({"changed": 11, "expected": 11}, status=200),
        example({"changed": None, "expected": 2300}, status=202),
    ],
)
CATEGORY = {
    "id": GROCERIES,
    "name": "Groceries",
    "slug": "groceries",
    "kind": "expense",
    "icon": "shopping-basket",
    "color": "#2F855A",
    "necessity_score": 9,
}
CLASSIFY = extend_schema(
    operation_id="ranking_classify",
    summary="Say which category a purchase belongs to, and how sure that is",
    description="From your rules, your own choices and what everybody knows. Nothing is kept of the question.",
    request=bodies.ClassifyBody,
    responses={200: answers.ClassifyAnswer},
    examples=[
        example({"description": "Weekly grocery shopping at Whole Foods", "amount": "150.00"}, request=True),
        example(
            {
                "category": CATEGORY,
                "confidence": 0.95,
                "source": "merchant",
                "reason": "Whole Foods",
                "alternative_categories": [],
            }
        ),
    ],
)

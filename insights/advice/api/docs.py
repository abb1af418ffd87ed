"""`advice/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from insights.advice.api import bodies
from insights.advice.api.answers import AdviceAnswer, AdvicePage
from insights.advice.models import Advice
from ledger.core.api.docs.common import ENTRY, GROCERIES, LIMIT, SKIP, example, one_of, page_of_one, query
from partnerships.approvals.api.answers import ApprovalAnswer

ADVICE = "01930000-0000-7000-8000-0000000000f1"
THING = "01930000-0000-7000-8000-0000000000d1"
ASKED = {"item_description": "Pixel 11", "amount": "899.00", "currency": "EUR", "when": "2026-11-20", "how": "once"}
CLAIM: dict[str, Any] = {
    "name": "claim",
    "title": "Claim the warranty",
    "text": "of Pixel 8",
    "cost": "0.00",
    "lowest": "375.48",
    "goal_reached_on": "2027-04-30",
    "is_suggested": True,
}
OWNED: dict[str, Any] = {
    "name": "owned",
    "verdict": "against",
    "weight": 50,
    "is_decisive": True,
    "title": "Your old one",
    "value": "114 days left",
    "text": "Pixel 8 is under warranty until Sunday 14 March: claim instead.",
    "url": f"/things/{THING}/",
}
SHOWN: dict[str, Any] = {
    "id": ADVICE,
    **ASKED,
    "instalments": 1,
    "category": {"id": GROCERIES, "name": "Electronics"},
    "decision": "wait",
    "wait_until": "2027-03-15",
    "confidence": "high",
    "reason": "Pixel 8 is under warranty until Sunday 14 March: claim instead.",
    "impact_on_budget": "Shopping would be over by €763.50.",
    "alternative_suggestions": ["Claim the warranty: of Pixel 8"],
    "options": [CLAIM],
    "considerations": [OWNED],
    "lacks": [],
    "figures_currency": "EUR",
    "source": "local",
    "outcome": "open",
    "approval": None,
    "approval_status": None,
    "purchase": None,
    "remind_on": None,
    "created_at": "2026-11-20T16:52:00Z",
}
WORD: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000f2",
    "kind": "purchase_advice",
    "object_id": ADVICE,
    "title": "Pixel 11",
    "before": {},
    "after": {
        "price": {"amount": "899.00", "currency": "EUR"},
        "on": "2026-11-20",
        "how": "once",
        "instalments": None,
    },
    "message": "What do you think?",
    "requested_by": "01930000-0000-7000-8000-0000000000a0",
    "status": "pending",
    "responded_by": None,
    "responded_at": None,
    "answer": "",
    "expires_at": "2026-12-20T16:52:00Z",
    "created_at": "2026-11-20T16:52:00Z",
}
WEIGH = extend_schema(
    operation_id="advice_purchase",
    summary="Ask whether to buy something",
    description="Weighed against what its category has left, what is left to spend, the lowest point of the accounts "
    "in the days to come, what is due with your part of shared bills, your goals and what lies ready, whether you own "
    "one that is under warranty, how much it is needed, and how it is paid. `buy`; `wait` with the first day on which "
    "it passes; or `dont_buy`. The same figures give the same answer, and each is there with its page. It is kept.",
    request=bodies.PurchaseAdviceBody,
    responses={201: AdviceAnswer},
    examples=[example(ASKED, request=True), example(SHOWN, status=201)],
)
LIST = extend_schema(
    operation_id="advice_list",
    summary="List what you asked before",
    description="The latest first, with the answers as they were then.",
    parameters=[
        query("decision", "Only with these.", one_of(Advice.Decision.values), many=True),
        query("outcome", "Only of which this became.", one_of(Advice.Outcome.values), many=True),
        LIMIT,
        SKIP,
    ],
    responses={200: AdvicePage},
    examples=[page_of_one(SHOWN)],
)
GET = extend_schema(
    operation_id="advice_get",
    summary="Show one answer",
    responses={200: AdviceAnswer},
    examples=[example(SHOWN)],
)
DELETE = extend_schema(
    operation_id="advice_delete",
    summary="Delete an answer",
    description="What it became stays; what your partner was asked is withdrawn.",
    responses={204: None},
)
ASK = extend_schema(
    operation_id="advice_ask_partner",
    summary="Ask your partner what they think",
    description="An approval of the kind `purchase_advice`: they read what it is, its price, when and how, and none of "
    "your figures. Their answer changes nothing by itself. 409 `no_partnership`, `partnership_paused`, "
    "`already_asked`, `bought_already`.",
    request=bodies.AskBody,
    responses={201: ApprovalAnswer, 409: None},
    examples=[example({"message": "What do you think?"}, request=True), example(WORD, status=201)],
)
BUY = extend_schema(
    operation_id="advice_buy",
    summary="Write down that it was bought",
    description="It becomes one of your things, on its way unless `is_here`, with its payment where you name that. "
    "409 `bought_already`.",
    request=bodies.BuyBody,
    responses={201: AdviceAnswer, 409: None},
    examples=[
        example({"transaction": ENTRY, "is_here": True}, request=True),
        example({**SHOWN, "outcome": "bought", "purchase": THING}, status=201),
    ],
)
REMIND = extend_schema(
    operation_id="advice_remind",
    summary="Be reminded of it",
    description="On that day it is weighed again and you are told how it stands. 409 `bought_already`.",
    request=bodies.ReminderBody,
    responses={200: AdviceAnswer, 409: None},
    examples=[
        example({"remind_on": "2027-03-15"}, request=True),
        example({**SHOWN, "outcome": "waiting", "remind_on": "2027-03-15"}),
    ],
)
UNREMIND = extend_schema(
    operation_id="advice_forget_reminder",
    summary="Not be reminded of it",
    responses={204: None},
)

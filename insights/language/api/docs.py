"""`me/language/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from config.kernel.api.pagination import DEFAULT_LIMIT, LARGEST_LIMIT
from insights.language.api import answers, bodies

NO_KEYS = "Only for people who are logged in: no API key opens this."
SPENDING = {"month": "2026-11-01", "spent": "0.042130", "ceiling": "5.000000", "currency": "USD"}
LANGUAGE = {
    "is_configured": True,
    "recipient": "api.anthropic.com",
    "model": "the-model",
    "answers": True,
    "payees": False,
    "why_not": None,
    "spending": SPENDING,
}
CALL = {
    "id": "01930000-0000-7000-8000-0000000000f1",
    "purpose": "assistant",
    "recipient": "api.anthropic.com",
    "model": "the-model",
    "status": "done",
    "reason": None,
    "sent_tokens": 812,
    "received_tokens": 64,
    "cost": "0.003396",
    "currency": "USD",
    "started_at": "2026-11-20T08:00:00Z",
    "ended_at": "2026-11-20T08:00:02Z",
    "first_token_ms": 640,
}
WHOLE = {
    **CALL,
    "sent": {"model": "the-model", "max_tokens": 1024, "system": "…", "messages": []},
    "received": {"text": "You spent €412.30 on groceries.", "calls": []},
}
PAGE = {"count": 1, "count_exact": True, "next": None, "previous": None, "next_cursor": None, "results": [CALL]}
WINDOW = [
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT}),
    OpenApiParameter("skip", {"type": "integer", "minimum": 0, "default": 0}),
]


def _answer(value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample("Answer", value=value, response_only=True)


LANGUAGE_READ = extend_schema(
    operation_id="me_language_retrieve",
    summary="What a language model may read of mine, and what it cost",
    description="Figures are always computed here. A model only writes words, where this instance has one and you "
    "allow it; without it, and whenever it fails, answers are made here. " + NO_KEYS,
    responses={200: answers.LanguageAnswer},
    examples=[_answer(LANGUAGE)],
)
LANGUAGE_WRITE = extend_schema(
    operation_id="me_language_update",
    summary="Allow or forbid a language model to read",
    description="It is given to the recipient that is configured now: another one asks anew. Allowing something "
    "without a model configured is 400 (`language_not_configured`). " + NO_KEYS,
    request=bodies.ConsentIn,
    responses={200: answers.LanguageAnswer},
    examples=[
        OpenApiExample("Request", value={"answers": True, "payees": False}, request_only=True),
        _answer(LANGUAGE),
    ],
)
CALL_LIST = extend_schema(
    operation_id="me_language_calls_list",
    summary="List what was sent to a language model",
    description="Newest first, kept 90 days. " + NO_KEYS,
    parameters=WINDOW,
    responses={200: answers.LanguageCallPage},
    examples=[_answer(PAGE)],
)
CALL_READ = extend_schema(
    operation_id="me_language_calls_retrieve",
    summary="Read one call in full",
    description="What was sent is the body as it left, and what came back. " + NO_KEYS,
    responses={200: answers.WholeLanguageCallAnswer},
    examples=[_answer(WHOLE)],
)
CALLS_DELETE = extend_schema(
    operation_id="me_language_calls_destroy",
    summary="Delete all that was sent",
    description="Here; what the recipient keeps is between you and them. What it cost stays counted. " + NO_KEYS,
    responses={204: None},
)

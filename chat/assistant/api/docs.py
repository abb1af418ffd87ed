"""The assistant's endpoints in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from chat.assistant.api import answers
from ledger.core.api.docs.common import LIMIT, SKIP, UUID_SCHEMA, example, page_of_one, query

TALK = "01930000-0000-7000-8000-0000000000e1"
ASKED = {"message": "How much did we spend on groceries last month?"}
ACTION: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000e3",
    "kind": "log_expense",
    "label": "Write down €4.75",
    "status": "pending",
    "payload": {"amount": "4.75", "payee": "Starbucks", "booked_on": "2026-11-20"},
    "expires_at": "2026-11-21T18:20:00Z",
    "can_undo": False,
    "url": None,
}
SHOWN: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000e2",
    "conversation": TALK,
    "role": "assistant",
    "content": "Groceries came to €412.10 in October.",
    "message": "Groceries came to €412.10 in October.",
    "timestamp": "2026-11-20T18:20:00Z",
    "source": "local",
    "reason": "not_configured",
    "suggestions": ["And last month?"],
    "data": [
        {
            "kind": "figures",
            "title": "Groceries",
            "items": [{"label": "Spent", "amount": "412.10", "currency": "EUR"}],
        }
    ],
    "links": [{"label": "The payments", "url": "/transactions/"}],
    "actions": [],
    "metadata": {"intent": "SPENDING_INQUIRY", "tool": "spending", "record": None},
}
_HOW = (
    "Figures come from the same queries as the other endpoints, seen as you. Where a language model is configured and "
    "you allow it, it words the answer (`source` model); otherwise, and whenever it fails, this server does (`source` "
    "local, `reason` why). What changes anything is only proposed, as an action."
)
LIST = extend_schema(
    operation_id="assistant_messages_list",
    summary="What you asked and were answered",
    description="Newest first. Yours alone: no partner sees it.",
    parameters=[query("conversation", "Only of this one.", UUID_SCHEMA), LIMIT, SKIP],
    responses={200: answers.AssistantMessagePage},
    examples=[page_of_one(SHOWN)],
)
ASK = extend_schema(
    operation_id="assistant_ask",
    summary="Ask about your money",
    description=_HOW + " 400 `blank`, `max_length`; 404 for a conversation that is not yours.",
    request=answers.QuestionBody,
    responses={200: answers.AssistantMessageAnswer},
    examples=[example(ASKED, request=True), example(SHOWN)],
)
FORGET_ALL = extend_schema(
    operation_id="assistant_messages_delete",
    summary="Forget all you asked",
    description="What was done stays done.",
    responses={204: None},
)
_EVENT = {"type": "object", "properties": {"event": {"type": "string"}, "data": {"type": "string"}}}
_STREAM = 'event: text\ndata: {"text":"Groceries came to €412.10 in October."}\n\n'
STREAM = extend_schema(
    operation_id="assistant_stream",
    summary="Ask, and read the answer as it is written",
    description=_HOW + " Events: `started`, `text` (a piece), `replaced` (what came so far does not stand, with the "
    "text that does), `data`, `action`, `done` with the whole message; a comment every 15 seconds. Hanging up ends "
    "the model's work. Ten questions a minute; the same events come over `/ws/` as `ask:...` for a frame "
    '`{"type": "ask", "message": ...}`.',
    request=answers.QuestionBody,
    responses={(200, "text/event-stream"): OpenApiResponse(_EVENT), 429: None},
    examples=[
        example(ASKED, request=True),
        OpenApiExample("Answer", value=_STREAM, response_only=True, media_type="text/event-stream"),
    ],
)
_REFUSED = "409 `already_decided`, `expired`, `nothing_to_undo`, `changed_since`, or `refused` by the change itself."
CONFIRM = extend_schema(
    operation_id="assistant_action_confirm",
    summary="Do what was proposed",
    description="Once, by the same service as its page. " + _REFUSED,
    request=None,
    responses={200: answers.ActionAnswer, 409: None},
    examples=[example({**ACTION, "status": "done", "can_undo": True, "url": "/transactions/"})],
)
DISMISS = extend_schema(
    operation_id="assistant_action_dismiss",
    summary="Dismiss what was proposed, or take it back once it was done",
    description="For a day. " + _REFUSED,
    request=None,
    responses={204: None, 409: None},
)
CONVERSATIONS = extend_schema(
    operation_id="assistant_conversations_list",
    summary="List your conversations with the assistant",
    description="The last one first.",
    parameters=[LIMIT, SKIP],
    responses={200: answers.ConversationPage},
    examples=[
        page_of_one(
            {
                "id": TALK,
                "title": ASKED["message"],
                "created_at": "2026-11-20T18:20:00Z",
                "last_at": "2026-11-20T18:20:00Z",
            }
        )
    ],
)
FORGET = extend_schema(
    operation_id="assistant_conversation_delete",
    summary="Forget a conversation",
    description="With all that was said in it; what was done stays done.",
    responses={204: None},
)

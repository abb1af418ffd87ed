"""`messages/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from chat.api.answers import MessageAnswer, MessageBody, MessagePage, PresenceAnswer, PresenceBody, ReadAnswer
from ledger.core.api.docs.common import LIMIT, SKIP, UUID_SCHEMA, example, query

HELLO = "01930000-0000-7000-8000-0000000000f1"
SHOWN: dict[str, Any] = {
    "id": HELLO,
    "partnership": "01930000-0000-7000-8000-0000000000b1",
    "sender": "01930000-0000-7000-8000-0000000000a0",
    "sender_name": "Ana",
    "kind": "text",
    "event": "",
    "text": "Is the wine for Mia in here?",
    "about": {"kind": "transaction", "id": "01930000-0000-7000-8000-0000000000a1", "title": "Market hall"},
    "client_id": "01930000-0000-7000-8000-0000000000c7",
    "read_at": None,
    "created_at": "2026-11-20T18:20:00Z",
}
MESSAGE_LIST = extend_schema(
    operation_id="messages_list",
    summary="List messages",
    description="Of you and your partner, the newest first; those of partnerships that have ended too.",
    parameters=[
        query("partnership", "Only those of this one.", UUID_SCHEMA),
        query("transaction", "Only those about this entry.", UUID_SCHEMA),
        query("shared_expense", "Only those about this shared expense.", UUID_SCHEMA),
        query("approval", "Only those about this approval.", UUID_SCHEMA),
        query("after", "Only those that came after this message, one that you can read.", UUID_SCHEMA),
        query("before", "Only those that came before this message, one that you can read.", UUID_SCHEMA),
        query("cursor", "`next_cursor` of the page before."),
        LIMIT,
        SKIP,
    ],
    responses={200: MessagePage},
    examples=[
        example(
            {
                "count": 1,
                "count_exact": True,
                "next": None,
                "previous": None,
                "next_cursor": None,
                "unread": 1,
                "results": [SHOWN],
            }
        )
    ],
)
MESSAGE_CREATE = extend_schema(
    operation_id="messages_create",
    summary="Write to your partner",
    description=(
        "About an entry both see (400 `not_shown_to_partner`), a shared expense, an approval, or nothing. 409 "
        "`no_partnership` or `partnership_paused`."
    ),
    request=MessageBody,
    responses={201: MessageAnswer, 409: None},
    examples=[
        example(
            {"text": SHOWN["text"], "transaction": SHOWN["about"]["id"], "client_id": SHOWN["client_id"]}, request=True
        ),
        example(SHOWN, status=201),
    ],
)
MESSAGE_GET = extend_schema(
    operation_id="messages_get", summary="Show a message", responses={200: MessageAnswer}, examples=[example(SHOWN)]
)
MESSAGE_READ = extend_schema(
    operation_id="messages_read",
    summary="You have read this message and all before it",
    description="403 `not_yours_to_read` for your own; 409 `no_partnership` or `partnership_paused`.",
    request=None,
    responses={200: ReadAnswer, 403: None, 409: None},
    examples=[example({"message_id": HELLO, "read": 2, "unread": 0})],
)
PRESENCE_GET = extend_schema(
    operation_id="presence_get",
    summary="Show whether you let your partner know that you are here",
    responses={200: PresenceAnswer},
    examples=[example({"is_shown": True})],
)
PRESENCE_PUT = extend_schema(
    operation_id="presence_set",
    summary="Let your partner know that you are here, or not",
    description=(
        "Where one of the two hides, no `partner:online`, `partner:offline` or `partner:typing` goes to either of them."
    ),
    request=PresenceBody,
    responses={200: PresenceAnswer},
    examples=[example({"is_shown": False}, request=True), example({"is_shown": False})],
)

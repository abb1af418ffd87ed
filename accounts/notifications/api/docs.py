"""`notifications/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from accounts.notifications.api import serializers
from accounts.notifications.models import Notification
from accounts.trail.api import CURSOR, LIMIT
from config.kernel.api.pagination import LARGEST_SKIP

ID = "01930000-0000-7000-8000-0000000000b1"
SHOWN: dict[str, Any] = {
    "id": ID,
    "kind": "import_done",
    "severity": "info",
    "title": "November.csv is imported",
    "text": "42 new lines in Everyday, 3 need a category.",
    "url": "/transactions/import/01930000-0000-7000-8000-0000000000b2/",
    "data": {"import": "01930000-0000-7000-8000-0000000000b2", "new": 42},
    "created_at": "2026-11-20T08:00:00Z",
    "read_at": None,
}
READ = {**SHOWN, "read_at": "2026-11-20T08:05:00Z"}
EMPTY = {"count": 1, "count_exact": True, "next": None, "previous": None, "next_cursor": None}
CHOSEN = {
    "kinds": [
        {
            "kind": "import_done", "label": "A bank file is imported", "group": "Imports",
            "app": True, "email": False, "push": True,
        }
    ],
    "digest": "daily",
    "push_details": False,
    "large_payment": "500.00",
    "low_balance": None,
    "currency": "EUR",
}  # fmt: skip


def _example(value: Any, *, request: bool = False) -> OpenApiExample:
    name = "Request" if request else "Answer"
    return OpenApiExample(name, value=value, request_only=request, response_only=not request)


def _many(name: str, description: str, schema: dict[str, Any]) -> OpenApiParameter:
    listed = {"type": "array", "items": schema}
    return OpenApiParameter(name, listed, description=description, explode=False, style="form")


SKIP = OpenApiParameter("skip", {"type": "integer", "minimum": 0, "maximum": LARGEST_SKIP, "default": 0})
NOTIFICATION_LIST = extend_schema(
    operation_id="notifications_list",
    summary="List what I was told",
    description="The newest first. What a person is told of by e-mail or push only is not among it.",
    parameters=[
        OpenApiParameter("unread", bool, description="Only what is not read yet, or only what is."),
        _many("kind", "Only of these kinds.", {"type": "string", "maxLength": 40}),
        _many("severity", "Only of these.", {"type": "string", "enum": Notification.Severity.values}),
        LIMIT,
        SKIP,
        CURSOR,
    ],
    responses={200: serializers.NotificationPage},
    examples=[_example({**EMPTY, "results": [SHOWN], "unread": 1})],
)
NOTIFICATION_GET = extend_schema(
    operation_id="notifications_get",
    summary="Show one notification",
    description="Reading it here does not mark it as read.",
    responses={200: serializers.NotificationOut},
    examples=[_example(SHOWN)],
)
NOTIFICATION_DELETE = extend_schema(
    operation_id="notifications_delete",
    summary="Delete a notification",
    description="The same is not told again.",
    responses={204: None},
)
NOTIFICATION_READ = extend_schema(
    operation_id="notifications_read_one",
    summary="Mark a notification as read",
    description="Twice is the same as once.",
    request=None,
    responses={200: serializers.NotificationOut},
    examples=[_example(READ)],
)
READ_ALL = extend_schema(
    operation_id="notifications_read_all",
    summary="Mark all notifications as read",
    description="With `until`, that one and what is older: what came while somebody was reading stays unread.",
    request=serializers.ReadIn,
    responses={200: serializers.ReadOut},
    examples=[_example({"until": ID}, request=True), _example({"marked": 3, "unread": 0})],
)
UNREAD = extend_schema(
    operation_id="notifications_unread",
    summary="Count what I have not read",
    responses={200: serializers.UnreadOut},
    examples=[_example({"unread": 3})],
)
PREFERENCES_GET = extend_schema(
    operation_id="notifications_preferences_get",
    summary="Show which kinds reach me where",
    description="Every kind there is, on the three channels. A kind that is on nowhere is not told at all.",
    responses={200: serializers.PreferencesOut},
    examples=[_example(CHOSEN)],
)
PREFERENCES_PATCH = extend_schema(
    operation_id="notifications_preferences_change",
    summary="Change which kinds reach me where",
    description="What is not named stays as it is.",
    request=serializers.PreferencesIn,
    responses={200: serializers.PreferencesOut},
    examples=[
        _example({"kinds": [{"kind": "import_done", "email": True}], "digest": "weekly"}, request=True),
        _example(CHOSEN),
    ],
)

"""`admin/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from accounts.staff.shapes import PeoplePage, StaffEntryPage, StatusOut
from accounts.trail.api import CURSOR, ENTRY, LIMIT, example_of

PERSON_ID = "0193a5b2-7c3e-7d41-9f00-2f6f0f3f7a11"
PERSON = {
    "id": PERSON_ID,
    "email": "ana@example.org",
    "name": "Ana Rossi",
    "is_active": True,
    "is_staff": False,
    "is_superuser": False,
    "date_joined": "2026-11-20T08:00:00Z",
    "last_login": "2026-11-20T08:00:00Z",
    "last_seen": "2026-11-20T08:05:00Z",
}
STATE = {
    "ready": True,
    "parts": {"database": "ok", "migrations": "ok", "worker": "ok", "live": "ok"},
    "version": "1.0.0",
    "python": "3.11.7",
    "django": "5.2.19",
    "database": "postgresql 16.4",
    "people": {"all": 3, "blocked": 0, "staff": 1, "seen_lately": 3},
    "jobs": {"queued": 0, "running": 0, "done": 41, "failed": 0},
}
STAFF_ONLY = "For staff, and for their keys with {scope}; others get 403 (`staff_only`, `scope_missing`)."
READS, CHANGES = STAFF_ONLY.format(scope="`admin:read`"), STAFF_ONLY.format(scope="`admin:write`")
SKIP = OpenApiParameter("skip", {"type": "integer", "minimum": 0, "default": 0})
REFUSED: dict[int, Any] = {403: None}

STATUS = extend_schema(
    operation_id="admin_status",
    summary="How the instance does",
    description=READS,
    responses={200: StatusOut, **REFUSED},
    examples=[OpenApiExample("Answer", value=STATE, response_only=True)],
)
PEOPLE = extend_schema(
    operation_id="admin_people_list",
    summary="List the people of the instance",
    description=READS,
    parameters=[
        OpenApiParameter("search", str, description="In address or name."),
        OpenApiParameter("is_active", bool, description="false: only those who are blocked."),
        LIMIT,
        SKIP,
    ],
    responses={200: PeoplePage, **REFUSED},
    examples=[example_of(PERSON)],
)
BLOCK = extend_schema(
    operation_id="admin_people_block",
    summary="Block a person",
    description="Logs them out everywhere at once and lets them in no more, by page, app or key. " + CHANGES,
    request=None,
    responses={204: None},
)
UNBLOCK = extend_schema(
    operation_id="admin_people_unblock",
    summary="Let a person in again",
    description=CHANGES,
    responses={204: None},
)
AUDIT = extend_schema(
    operation_id="admin_audit_list",
    summary="Read the audit trail",
    description="The newest first. " + READS,
    parameters=[
        OpenApiParameter("person", str, description="Only of this person; several ids separated by commas."),
        OpenApiParameter("action", str, description="Only this action."),
        LIMIT,
        CURSOR,
    ],
    responses={200: StaffEntryPage, **REFUSED},
    examples=[example_of({**ENTRY, "person": PERSON_ID})],
)

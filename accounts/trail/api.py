"""`me/activity/`, and the form in which the API shows entries of the trail."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.devices import device_name
from accounts.models import User
from accounts.trail.reading import part_of, trail_of
from accounts.trail.words import words_of
from config.kernel.api.pagination import DEFAULT_LIMIT, LARGEST_LIMIT, PageAnswer, page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView
from config.kernel.models import AuditEntry

LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT})
CURSOR = OpenApiParameter("cursor", str, description="The `next_cursor` of the page before.")
ENTRY = {
    "id": "01930000-0000-7000-8000-0000000000f1",
    "at": "2026-11-20T08:00:00Z",
    "action": "api_key_made",
    "text": "An API key was made",
    "address": "203.0.113.7",
    "device": "Firefox on Linux",
    "details": {"key": "01930000-0000-7000-8000-0000000000e1", "scopes": ["ledger:read"]},
}


class EntryOut(serializers.Serializer[AuditEntry]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    action = serializers.CharField(help_text=_("Stable; made for programs."))
    text = serializers.SerializerMethodField()
    address = serializers.CharField(allow_null=True)
    device = serializers.SerializerMethodField()
    details = serializers.DictField()

    def get_text(self, entry: AuditEntry) -> str:
        return words_of(entry.action)

    def get_device(self, entry: AuditEntry) -> str:
        return device_name(entry.user_agent) if entry.user_agent else ""


class EntryPage(PageAnswer):
    results = EntryOut(many=True)


def example_of(result: dict[str, Any]) -> OpenApiExample:
    head = {"count": 1, "count_exact": True, "next": None, "previous": None, "next_cursor": None}
    return OpenApiExample("Answer", value={**head, "results": [result]}, response_only=True)


def trail_page(
    request: Request, parameters: Parameters, trail: QuerySet[AuditEntry], shape: type[EntryOut]
) -> dict[str, Any]:
    """A page of a trail, by `cursor`. Raises the 400 of everything wrong with the parameters."""
    window = read_window(parameters)
    cursors = parameters.ids("cursor")
    if window.skip:
        parameters.refuse("skip", _("This list goes by cursor."))
    parameters.raise_refusals()
    part = part_of(trail, after=cursors[0] if cursors else None, limit=window.limit)
    page = page_of(
        request,
        window,
        [dict(shape(each).data) for each in part.entries],
        count=trail.count(),
        next_cursor=str(part.older) if part.older else None,
        has_next=part.older is not None,
    )
    return {**page, "next": _next(request, part.older)}


def _next(request: Request, older: object) -> str | None:
    if older is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = str(older)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


class ActivityView(ApiView):
    @extend_schema(
        operation_id="me_activity_list",
        summary="What happened in my name",
        description="The newest first; only for people who are logged in, not for keys.",
        parameters=[LIMIT, CURSOR],
        responses={200: EntryPage},
        examples=[example_of(ENTRY)],
    )
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "cursor"))
        return Response(trail_page(request, parameters, trail_of(cast(User, request.user)), EntryOut))

"""`me/sessions/`: where the caller is logged in. The views name no area, so that no API key reaches them."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import sessions
from accounts.models import User
from config.kernel.api.pagination import PageAnswer, page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView
from config.kernel.audit import record

EXAMPLE = {
    "id": 7,
    "device": "Firefox on Linux",
    "address": "203.0.113.7",
    "created_at": "2026-11-20T08:00:00Z",
    "last_seen_at": "2026-11-20T08:15:00Z",
    "is_current": True,
}
PAGE_EXAMPLE = {
    "count": 1,
    "count_exact": True,
    "next": None,
    "previous": None,
    "next_cursor": None,
    "results": [EXAMPLE],
}


class SessionOut(serializers.Serializer[sessions.Device]):
    id = serializers.IntegerField(source="session.pk")
    device = serializers.CharField(source="name", help_text="In words, from what the device says of itself.")
    address = serializers.IPAddressField(source="session.ip")
    created_at = serializers.DateTimeField(source="session.created_at")
    last_seen_at = serializers.DateTimeField(source="session.last_seen_at", help_text="To within five minutes.")
    is_current = serializers.BooleanField(source="is_here", help_text="The session this was asked with.")


class SessionPage(PageAnswer):
    results = SessionOut(many=True)


class SessionsView(ApiView):
    @extend_schema(
        operation_id="me_sessions_list",
        summary="List my sessions",
        description="Every browser and app that is logged in, the latest seen first.",
        responses=SessionPage,
        examples=[OpenApiExample("Answer", value=PAGE_EXAMPLE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        devices = sessions.devices_of(person=_person(request), session_key=_session_key(request))
        shown = [SessionOut(each).data for each in devices[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=len(devices)))

    @extend_schema(
        operation_id="me_sessions_end_others",
        summary="End all my other sessions",
        description="Their cookies, tokens and sockets end at once. The session this is asked with stays.",
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        sessions.end_other_sessions(person=_person(request), session_key=_session_key(request))
        record("other_sessions_ended", person=_person(request), request=request._request)
        return Response(status=204)


class SessionView(ApiView):
    @extend_schema(
        operation_id="me_sessions_end",
        summary="End one of my sessions",
        description="Its cookie, tokens and sockets end at once; the one this is asked with may be ended too.",
        responses={204: None},
    )
    def delete(self, request: Request, session_id: int) -> Response:
        session = get_object_or_404(sessions.sessions_of(_person(request)), pk=session_id)
        sessions.end_session(session=session)
        record("session_ended", person=_person(request), request=request._request)
        return Response(status=204)


def _person(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _session_key(request: Request) -> str:
    """Of the bearer token, or of the cookie."""
    if isinstance(request.auth, sessions.Caller):
        return request.auth.session_key
    return request._request.session.session_key or ""

"""`live/stream/` in the API's schema. The stream itself stands before Django's handler: see config.kernel.streams."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.views import ApiView

FRAME = '{"v":1,"seq":42,"event":"transaction:new","at":"2026-11-20T08:00:00+00:00","data":{"money_account":"…"}}'
EXAMPLE = f"id: 42\ndata: {FRAME}\n\n"


class NotServedHere(APIException):
    status_code = HTTPStatus.MISDIRECTED_REQUEST
    default_detail = _("This process serves no streams: send /api/v1/live/ to the one that serves /ws/.")
    default_code = "not_served_here"


class LiveStreamView(ApiView):
    """Reached by those who may not come in, and where a process without streams is asked."""

    @extend_schema(
        operation_id="live_stream",
        summary="Hear what happens, as Server-Sent Events",
        description="The frames of the socket `/ws/`, one an event, for clients without sockets: by the access token, "
        "or in our pages by the session. It begins with `ready`, or with `resync` and the lists to fetch again where "
        "`Last-Event-ID` names another number than the current one. A comment comes every 20 seconds. It ends with the "
        "session or the token. Of one person at most 10 are open in a process; more are 429. A process that serves "
        "none answers 421.",
        parameters=[
            OpenApiParameter("Last-Event-ID", int, OpenApiParameter.HEADER, description="The last `seq` you have.")
        ],
        responses={(200, "text/event-stream"): OpenApiResponse(OpenApiTypes.STR), 421: None, 429: None},
        examples=[OpenApiExample("Answer", value=EXAMPLE, response_only=True, media_type="text/event-stream")],
    )
    def get(self, request: Request) -> Response:
        raise NotServedHere

"""`me/devices/`: what a client sends and reads, and its place in the API's schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from accounts.notifications.devices import LONGEST_ADDRESS, NAME_LENGTH
from accounts.notifications.models import PushDevice
from accounts.trail.api import LIMIT
from config.kernel.api.fields import TextField
from config.kernel.api.pagination import PageAnswer
from config.kernel.api.views import BodySerializer

NEEDED = _("This service needs it.")
NOT_OF_IT = _("This is of the other service.")


class DeviceIn(BodySerializer):
    service = serializers.ChoiceField(PushDevice.Service.choices, help_text=_("web: a browser. fcm: an app."))
    endpoint = TextField(required=False, max_length=LONGEST_ADDRESS, help_text=_("Of a browser's subscription."))
    p256dh = TextField(required=False, max_length=200, help_text=_("Its key."))
    auth = TextField(required=False, max_length=100, help_text=_("Its secret."))
    token = TextField(required=False, max_length=LONGEST_ADDRESS, help_text=_("The registration token of an app."))
    name = TextField(required=False, allow_blank=True, max_length=NAME_LENGTH)


class DeviceOut(serializers.ModelSerializer[PushDevice]):
    class Meta:
        model = PushDevice
        fields = ("id", "service", "name", "created_at", "last_used_at")
        read_only_fields = fields


class DevicePage(PageAnswer):
    results = DeviceOut(many=True)


class VapidOut(serializers.Serializer[None]):
    public_key = serializers.CharField(help_text=_("The applicationServerKey of a subscription, in base64url."))


DEVICE = {
    "id": "01930000-0000-7000-8000-0000000000b7",
    "service": "web",
    "name": "Firefox on Linux",
    "created_at": "2026-11-20T08:00:00Z",
    "last_used_at": None,
}
EMPTY = {"count": 1, "count_exact": True, "next": None, "previous": None, "next_cursor": None}
SENT = {
    "service": "web",
    "endpoint": "https://push.example.org/send/4f9Q",
    "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
    "auth": "tBHItJI5svbpez7KI4CCXg",
    "name": "Firefox on Linux",
}
DEVICE_LIST = extend_schema(
    operation_id="me_devices_list",
    summary="List the devices that take my pushes",
    parameters=[LIMIT],
    responses={200: DevicePage},
    examples=[OpenApiExample("Answer", value={**EMPTY, "results": [DEVICE]}, response_only=True)],
)
DEVICE_CREATE = extend_schema(
    operation_id="me_devices_create",
    summary="Register a device for pushes",
    description="A browser sends `endpoint`, `p256dh` and `auth` of its subscription, an app its `token`. The same one "
    "again is the same device, and whoever had it before has it no more. It goes with the session it is sent in.",
    request=DeviceIn,
    responses={201: DeviceOut, 400: None},
    examples=[
        OpenApiExample("Request", value=SENT, request_only=True),
        OpenApiExample("Answer", value=DEVICE, response_only=True, status_codes=["201"]),
    ],
)
DEVICE_DELETE = extend_schema(
    operation_id="me_devices_delete", summary="Push to a device no more", responses={204: None}
)
VAPID_GET = extend_schema(
    operation_id="me_devices_vapid",
    summary="Show the key browsers subscribe with",
    description="404 where this instance pushes to no browsers.",
    responses={200: VapidOut, 404: None},
    examples=[OpenApiExample("Answer", value={"public_key": "BEl62iUYgUivxIkv69yViEuiBIa"}, response_only=True)],
)

"""`me/devices/`: the browsers and phones that take the caller's pushes. No API key reaches them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.proof import session_of
from accounts.notifications.api import device_docs as docs
from accounts.notifications.api.device_docs import DeviceIn, DeviceOut
from accounts.notifications.api.views import NotificationBase
from accounts.notifications.devices import register_browser, register_phone, remove_device
from accounts.notifications.models import PushDevice
from accounts.notifications.vapid import is_configured, public_key
from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.audit import record

BROWSER, PHONE = ("endpoint", "p256dh", "auth"), ("token",)


class DevicesView(NotificationBase):
    @docs.DEVICE_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        mine = PushDevice.objects.visible_to(self.person).order_by("-created_at", "pk")
        shown = mine[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, list(DeviceOut(shown, many=True).data), count=mine.count()))

    @docs.DEVICE_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(DeviceIn)
        service = body.pop("service")
        wanted, others = (BROWSER, PHONE) if service == PushDevice.Service.WEB else (PHONE, BROWSER)
        for name in wanted:
            if name not in body:
                raise invalid(name, docs.NEEDED, "required")
        for name in others:
            if name in body:
                raise invalid(name, docs.NOT_OF_IT, "not_of_this_service")
        register: Any = register_browser if service == PushDevice.Service.WEB else register_phone
        body.setdefault("name", "")
        device = register(person=self.person, session_key=session_of(request).session_key or "", **body)
        record("push_device_added", person=self.person, request=request._request, device=str(device.pk))
        return Response(DeviceOut(device).data, status=201)


class DeviceView(NotificationBase):
    @docs.DEVICE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        device = PushDevice.objects.visible_to(self.person).filter(pk=key).first()
        if device is None:
            raise Http404
        remove_device(device=device)
        record("push_device_removed", person=self.person, request=request._request, device=str(key))
        return Response(status=204)


class VapidView(NotificationBase):
    @docs.VAPID_GET
    def get(self, request: Request) -> Response:
        if not is_configured():
            raise Http404
        return Response({"public_key": public_key()})

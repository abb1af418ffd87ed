"""The two outermost layers of a request: its id and log line, and the limit on its body."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

from config.kernel import body_limit
from config.kernel.answers import refuse
from config.kernel.logs import current_id

log = logging.getLogger("request")
Handler = Callable[[HttpRequest], Any]
_SANE_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}\Z")


class _Both:
    """A middleware of both worlds: synchronous when the next layer is, asynchronous when that is."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)  # type: ignore[type-var]


class RequestIdMiddleware(_Both):
    """Gives each request an id, found again in every log line and in `X-Request-ID`; logs how it ended."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._later(request)
        started = self._begin(request)
        return self._end(request, self.get_response(request), started)

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        started = self._begin(request)
        return self._end(request, await self.get_response(request), started)

    def _begin(self, request: HttpRequest) -> float:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        current_id.set(given if _SANE_ID.match(given) else uuid.uuid4().hex)
        return time.perf_counter()

    def _end(self, request: HttpRequest, response: HttpResponseBase, started: float) -> HttpResponseBase:
        response["X-Request-ID"] = current_id.get()
        if log.isEnabledFor(logging.INFO):
            took = (time.perf_counter() - started) * 1000
            log.info("%s %s %d %.1f ms", request.method, request.path, response.status_code, took)
        return response


class BodyLimitMiddleware(_Both):
    """Refuses a body under WSGI before it is read. Under ASGI `body_limit.BodyLimit` has counted it already."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        announced = request.META.get("CONTENT_LENGTH")
        if announced and not self.is_async:
            refused = body_limit.refusal(request.path, announced)
            if refused is not None:
                return refused
        elif "HTTP_TRANSFER_ENCODING" in request.META and "wsgi.input" in request.META:
            # Django reads nothing of a body without a length under WSGI; saying so beats an empty request.
            return refuse(request.path, 411, "length_required", "Send a Content-Length.")
        return self.get_response(request)  # type: ignore[no-any-return]

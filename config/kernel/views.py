"""Health, and what is answered when no view can."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.kernel import health, leaving
from config.kernel.answers import refuse, refuse_for
from config.kernel.backup import keeping
from config.kernel.outages import outage_of


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nothing of the database. 503 once it is about to end, for proxies before it."""
    if leaving.is_announced():
        return HttpResponse("leaving\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready to serve: 200, or 503 with the parts that are not."""
    parts = health.parts()
    ready = all(state == health.OK for state in parts.values())
    # An old backup is somebody's to look after, and no reason to send people away.
    told = {"ready": ready, "parts": parts, "backup": keeping.freshness()}
    return JsonResponse(told, status=200 if ready else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refuse(
        request.path, 403, "csrf_failed", "The form was open for too long, or came from another site.", request
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request.path, 400, "bad_request", "The request was not understood.", request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request.path, 403, "permission_denied", "You may not do that.", request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request.path, 404, "not_found", "Not found.", request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called where the exception is being handled: what we stand on may have given way."""
    outage = outage_of(sys.exc_info()[1])
    if outage is not None:
        return refuse_for(outage, request.path)
    return refuse(request.path, 500, "error", "That broke on our side.", request)

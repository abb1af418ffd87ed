"""Who may read the figures: whoever has METRICS_TOKEN; without one this machine, and nobody a proxy speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.kernel.observing import gauges as _gauges  # noqa: F401 being imported registers them
from config.kernel.observing import metrics
from config.kernel.startup import is_loopback

# One of these is there where a proxy asks for somebody (RFC 7239, and what came before it).
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def may_read(address: str, headers: Mapping[str, str] | Message) -> bool:
    """By the address of the connection itself; `headers` are asked without regard to case."""
    if settings.METRICS_TOKEN:
        return constant_time_compare(headers.get("Authorization") or "", f"Bearer {settings.METRICS_TOKEN}")
    return is_loopback(address) and not any(headers.get(name) for name in FORWARDED)


@require_safe
@never_cache
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Figures for monitors; for everybody else nothing is here."""
    if not may_read(request.META.get("REMOTE_ADDR", ""), request.headers):
        raise Http404
    return HttpResponse(metrics.as_text(), content_type=metrics.CONTENT_TYPE)

"""How large the body of a request may be: BODY_LIMIT, and UPLOAD_LIMIT below the paths of UPLOAD_PATHS."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.kernel.answers import refuse


def limit_for(path: str) -> int:
    """Bytes a body sent to `path` may have."""
    limit: int = settings.UPLOAD_LIMIT if path.startswith(settings.UPLOAD_PATHS) else settings.BODY_LIMIT
    return limit


def refusal(request: HttpRequest) -> HttpResponse | None:
    """413 for a body that is announced as too long, 411 for one of unknown length on a server that cannot count it."""
    announced = request.META.get("CONTENT_LENGTH")
    if not announced:
        if "HTTP_TRANSFER_ENCODING" in request.META and "wsgi.input" in request.META:
            return refuse(request, 411, "length_required", "Send a Content-Length.")
        return None
    if not announced.isdigit():
        return refuse(request, 400, "parse_error", "Content-Length is no number.")
    limit = limit_for(request.path)
    if int(announced) > limit:
        return too_large(request, limit)
    return None


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    return refuse(request, 413, "request_too_large", f"At most {limit} bytes.")

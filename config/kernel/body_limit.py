"""How large the body of a request may be: BODY_LIMIT, and what UPLOAD_LIMITS says of a path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from config.kernel.answers import API_PATHS, refuse, refuse_for
from config.kernel.headers import complete
from config.kernel.outages import outage_of

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


class _TooLong(Exception):
    pass


def limit_for(path: str) -> int:
    """Bytes a body sent to `path` may have."""
    limit: int = settings.UPLOAD_LIMITS.get(path, settings.BODY_LIMIT)
    return limit


def too_large(limit: int) -> str:
    """What a person reads whose file has more than `limit` bytes."""
    return _("This file is too large. At most %(size)s MB.") % {"size": limit // 1_000_000}


def refusal(path: str, announced: str, accept: str = "") -> HttpResponse | None:
    """413 for a Content-Length that is too long, 400 for one that is no number, None for one that may come in."""
    if not announced.isdecimal():
        return refuse(path, 400, "parse_error", "Content-Length is no number.")
    limit = limit_for(path)
    return _too_large(path, limit, accept) if int(announced) > limit else None


def _too_large(path: str, limit: int, accept: str) -> HttpResponse:
    """A script of a page (`accept` is what it asks for) gets `{error}`, words for its reader."""
    if accept.startswith("application/json") and not path.startswith(API_PATHS):
        return JsonResponse({"error": too_large(limit)}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return refuse(path, 413, "request_too_large", f"At most {limit} bytes.")


class BodyLimit:
    """Counts a body while it comes in. Django's ASGI handler would otherwise write all of it to the disk first."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        headers: dict[bytes, bytes] = dict(scope["headers"])
        announced, accept = headers.get(b"content-length"), headers.get(b"accept", b"").decode("latin-1")
        refused = refusal(path, announced.decode("latin-1"), accept) if announced is not None else None
        if b"transfer-encoding" in headers:
            # Of pieces that make no sense the server itself tells the client, and hangs up.
            if (await receive())["type"] == "http.disconnect":
                return
            refused = _refuse_pieces(path, announced)
        if refused is None:
            limit = limit_for(path)
            try:
                await self.application(scope, _counting(receive, limit), send)
            except _TooLong:
                refused = _too_large(path, limit, accept)
            except OSError as error:
                # A body above a few megabytes is kept on the disk while it comes in.
                outage = outage_of(error)
                if outage is None:
                    raise
                refused = refuse_for(outage, path)
        if refused is not None:
            await give(refused, send)


def _refuse_pieces(path: str, announced: bytes | None) -> HttpResponse:
    """With a length as well, two servers in a row could each believe another one (RFC 9112, 6.1). Without one, the API
    would read no body at all, and answer as if none had been sent."""
    if announced is not None:
        return refuse(path, 400, "parse_error", "Either Content-Length or Transfer-Encoding.")
    return refuse(path, 411, "length_required", "Send a Content-Length.")


def _counting(receive: Receive, limit: int) -> Receive:
    came = 0

    async def counted() -> dict[str, Any]:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise _TooLong
        return message

    return counted


async def give(response: HttpResponse, send: Send) -> None:
    """A whole answer, to a server that speaks ASGI."""
    response["Content-Length"] = str(len(response.content))
    headers = [(name.lower().encode(), value.encode()) for name, value in complete(response).items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})

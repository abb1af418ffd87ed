"""How large the body of a request may be: BODY_LIMIT, and UPLOAD_LIMIT below the paths of UPLOAD_PATHS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from config.kernel.answers import refuse

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


class _TooLong(Exception):
    pass


def limit_for(path: str) -> int:
    """Bytes a body sent to `path` may have."""
    limit: int = settings.UPLOAD_LIMIT if path.startswith(settings.UPLOAD_PATHS) else settings.BODY_LIMIT
    return limit


def refusal(path: str, announced: str) -> HttpResponse | None:
    """413 for a Content-Length that is too long, 400 for one that is no number, None for one that may come in."""
    if not announced.isdecimal():
        return refuse(path, 400, "parse_error", "Content-Length is no number.")
    limit = limit_for(path)
    return _too_large(path, limit) if int(announced) > limit else None


def _too_large(path: str, limit: int) -> HttpResponse:
    return refuse(path, 413, "request_too_large", f"At most {limit} bytes.")


class BodyLimit:
    """Counts a body while it comes in. Django's ASGI handler would otherwise write all of it to the disk first."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), None)
        refused = refusal(path, announced.decode("latin-1")) if announced is not None else None
        if refused is None:
            limit = limit_for(path)
            try:
                await self.application(scope, _counting(receive, limit), send)
            except _TooLong:
                refused = _too_large(path, limit)
        if refused is not None:
            await _answer(refused, send)


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


async def _answer(response: HttpResponse, send: Send) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})

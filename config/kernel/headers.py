"""What every answer tells a browser, whoever gives it: a view, a static file, a refusal before any view."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

POLICY = "Content-Security-Policy"
# What a page is made of needs no more: a score of these come with a first visit, and each header is sent each time.
OF_PARTS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
ALWAYS = {
    **OF_PARTS,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# Files of people and data of the API, should a browser ever open one as a page of ours.
NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox"
_PARTS = ("text/javascript", "application/javascript", "text/css")
# Of a page alone; Django says them of everything.
_OF_PAGES = ("Referrer-Policy", "Cross-Origin-Opener-Policy")
# Whether it has changed: what never changes is not asked for again.
_OF_CHANGES = ("ETag", "Last-Modified")


def complete(response: HttpResponseBase) -> HttpResponseBase:
    """Add what is missing. Only pages keep a policy that lets anything run or load."""
    content_type = response.headers.get("Content-Type", "")
    # Ours, under a name with its hash; what people hand in is private.
    never_changes = response.headers.get("Cache-Control", "").endswith("public, immutable")
    is_part = response.status_code == HTTPStatus.OK and (content_type.startswith(_PARTS) or never_changes)
    if is_part:
        for name in (*_OF_PAGES, *(_OF_CHANGES if never_changes else ())):
            response.headers.pop(name, None)
    for name, value in (OF_PARTS if is_part else ALWAYS).items():
        response.headers.setdefault(name, value)
    if is_part:
        return response
    if content_type.startswith("text/html"):
        response.headers.setdefault(POLICY, _page_policy())
    else:
        response.headers[POLICY] = NO_PAGE
    return response


@sync_and_async_middleware
def complete_headers(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """The outermost layer: also of what the layers within refuse by themselves."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            return complete(await get_response(request))

        return later

    def now(request: HttpRequest) -> HttpResponseBase:
        return complete(get_response(request))

    return now


@lru_cache(maxsize=1)
def _page_policy() -> str:
    return str(build_policy())

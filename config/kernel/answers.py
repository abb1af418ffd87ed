"""Refusals given before a view is reached: the API's error shape for programs, a page for people."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.template import loader

API_PATHS = ("/api/", "/_allauth/")


def refuse(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """`code` is stable, `detail` is for developers; people read the page `{status}.html`, else `400.html`."""
    if request.path.startswith(API_PATHS):
        kind = "client_error" if status < 500 else "server_error"
        body = {"type": kind, "errors": [{"code": code, "detail": detail, "attr": None}]}
        return HttpResponse(orjson.dumps(body), status=status, content_type="application/json")
    page = loader.select_template([f"{status}.html", "400.html"])
    return HttpResponse(page.render({"theme": "system"}, request), status=status)

"""Refusals given before a view is reached: the API's error shape for programs, a page for people."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.template import loader

from config.kernel.outages import Outage

API_PATHS = ("/api/", "/_allauth/")


def refuse(path: str, status: int, code: str, detail: str, request: HttpRequest | None = None) -> HttpResponse:
    """`code` is stable, `detail` is for developers; people read the page `{status}.html`, else `400.html`."""
    if path.startswith(API_PATHS):
        kind = "client_error" if status < 500 else "server_error"
        body = {"type": kind, "errors": [{"code": code, "detail": detail, "attr": None}]}
        return HttpResponse(orjson.dumps(body), status=status, content_type="application/json")
    page = loader.select_template([f"{status}.html", "400.html"])
    # A failing database must not fail its own error page: without the request no context processor asks it.
    return HttpResponse(page.render({"theme": "system"}, request if status < 500 else None), status=status)


def refuse_for(outage: Outage, path: str) -> HttpResponse:
    response = refuse(path, outage.status, outage.code, outage.detail)
    response["Retry-After"] = str(outage.retry_after)
    return response

"""`schema/` and `docs/`: the committed OpenAPI document, and pages to try it out."""

from __future__ import annotations

from functools import lru_cache

import orjson
import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

DOCUMENT = settings.BASE_DIR / "schema.yml"
# The reader in C takes a tenth of the three seconds; a system without libyaml has only the one in Python.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def document() -> tuple[bytes, bytes]:
    """As YAML and as JSON. Read once: a test holds the file equal to the code it ships with."""
    text = DOCUMENT.read_bytes()
    return text, orjson.dumps(yaml.load(text, Loader=_Loader))  # noqa: S506 both are safe


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """YAML, or JSON with `?format=json` or an Accept header that asks for it."""
    as_yaml, as_json = document()
    if request.GET.get("format") == "json" or "json" in request.headers.get("Accept", ""):
        return HttpResponse(as_json, content_type="application/vnd.oai.openapi+json")
    return HttpResponse(as_yaml, content_type="application/vnd.oai.openapi; charset=utf-8")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api_docs.html")

"""The page of results, and what the palette shows while somebody types."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.kernel.formatting import active_locale, format_short_day
from config.kernel.search.actions import stands_in_palette
from config.kernel.search.finding import LONGEST, Hit, find
from config.kernel.search.registry import kinds

IN_PALETTE = 8


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything found, by kind, the kind of the best hit first. Queries as `find`."""
    query = _query(request)
    hits = find(request.user, query, kinds=kinds(pages=True)) if query else []
    order = {kind: place for place, kind in reversed(list(enumerate(each.kind for each in hits)))}
    groups = groupby(sorted(hits, key=lambda each: order[each.kind]), key=lambda each: (each.label, each.icon))
    context = {
        "query": query,
        "count": len(hits),
        "longest": LONGEST,
        "groups": [(label, icon, list(found)) for (label, icon), found in groups],
    }
    return render(request, "search.html", context)


@login_required
@require_safe
@never_cache
def palette(request: HttpRequest) -> JsonResponse:
    """The first few as `[{label, hint, url, icon}]`. Queries as `find`."""
    query = _query(request)
    hits = find(request.user, query, kinds=kinds(pages=True)) if query else []
    new = [each for each in hits if not stands_in_palette(each.shown.title, each.shown.url, query)]
    return JsonResponse([_item(request, each) for each in new[:IN_PALETTE]], safe=False)


def _query(request: HttpRequest) -> str:
    """What is too long to be a search is cut: a page that answers 'too long' would help nobody."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


def _item(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    """What is behind the name: of a record what tells it from others, of a page that it is one."""
    shown = hit.shown
    zone: Any = getattr(request.user, "zone", None)
    at = timezone.localdate(shown.at, zone) if isinstance(shown.at, datetime) else shown.at
    day = format_short_day(at, active_locale()) if at else ""
    hint = " · ".join(filter(None, [str(hit.label), shown.hint, day]))
    return {"label": shown.title, "hint": hint, "url": shown.url, "icon": hit.icon}

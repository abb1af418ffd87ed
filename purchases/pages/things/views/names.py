"""Shops and brands offered while somebody types one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.kernel.folding import fold
from ledger.core.views.transactions import person
from purchases.core.models import Brand, Retailer

MODELS: dict[str, type[Retailer] | type[Brand]] = {"shop": Retailer, "brand": Brand}
MOST = 12


@login_required
@require_safe
def thing_names(request: HttpRequest, kind: str) -> HttpResponse:
    """Those whose name holds what was typed, as options of a data list; one's own first. One query."""
    model = MODELS.get(kind)
    if model is None:
        raise Http404
    typed = fold(" ".join(request.GET.get(kind, "")[:100].replace("\x00", "").split()))
    found: QuerySet[Retailer] | QuerySet[Brand] = model.objects.visible_to(person(request))
    if typed:
        found = found.filter(name_key__contains=typed)
    return render(request, "purchases/things/_names.html", {"names": found.order_by("-owner", "name_key")[:MOST]})

"""Together: for one alone the way to invite somebody, for two what they share."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ledger.core.views.transactions import person
from partnerships.core.standing import current_standing
from partnerships.together.parts import PARTS, Reader, common


@login_required
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """The queries of all parts. Whoever is alone is led to the page that invites."""
    standing = current_standing(person(request))
    if standing is None:
        return redirect("invite")
    reader = Reader(standing)
    parts: dict[str, Any] = {name: part.figures(reader) for name, part in PARTS.items()}
    return render(request, "partnerships/together/together.html", {**common(standing), **parts})


@login_required
@require_safe
def together_part(request: HttpRequest, name: str) -> HttpResponse:
    """One part anew. Where the partnership has ended meanwhile, the page is to load itself."""
    part = PARTS.get(name)
    if part is None:
        raise Http404
    standing = current_standing(person(request))
    if standing is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, part.template, {**common(standing), name: part.figures(Reader(standing))})

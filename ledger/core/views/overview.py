"""The first page: what came in, where it went, what there is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledger.core.views.overview_figures import overview_context


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Twenty-one queries whatever the history, more while an account and its bank disagree (see ledger.core.standings).

    The live refresh asks for the figures alone.
    """
    user = request.user
    assert user.is_authenticated
    context = overview_context(
        user,
        month_text=request.GET.get("month", ""),
        span=request.GET.get("span", "1y"),
        currency=request.GET.get("currency", ""),
        scope=request.GET.get("scope", ""),
    )
    partial = request.htmx and context["started"]  # type: ignore[attr-defined]
    return render(request, "ledger/overview.html" + ("#overview-figures" if partial else ""), context)

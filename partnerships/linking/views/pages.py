"""The page of what may be the real payment of something shared, and of what was linked by itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ledger.core.views.transactions import person
from ledger.imports.models import Import
from partnerships.core.standing import current_standing
from partnerships.expenses.views.pages import common, reader_of
from partnerships.linking.listing import linked, waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.presenting import readings
from partnerships.linking.views.cards import import_figures

MOST_WAITING, MOST_LINKED = 100, 20


@login_required
@require_safe
def shared_found(request: HttpRequest) -> HttpResponse:
    """Five queries, however much was found."""
    standing = reader_of(request)
    by_itself = linked(standing).filter(status=LinkProposal.Status.AUTOMATIC)
    context = {
        **common(standing),
        "waiting": readings(waiting_for(standing)[:MOST_WAITING], standing),
        "linked": readings(by_itself[:MOST_LINKED], standing),
    }
    return render(request, "partnerships/linking/found.html", context)


@login_required
@require_safe
def shared_found_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The line of an import's report anew."""
    source = get_object_or_404(Import.objects.visible_to(person(request)), pk=pk)
    standing = current_standing(person(request))
    if standing is None:
        raise Http404
    return render(request, "partnerships/linking/_import.html", import_figures(standing, source))

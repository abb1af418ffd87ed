"""Taking one's things along as a file."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from config.kernel.api.parameters import Parameters
from purchases.core.api.views.purchases import read_filter
from purchases.core.listing import PurchaseFilter
from purchases.exchange.forms import ThingExportForm
from purchases.exchange.selection import own_things
from purchases.exchange.views.imports import person
from purchases.exchange.writing.answering import export_response

NARROWING = (
    "status", "retailer_id", "brand_id", "category", "transaction", "start_date", "end_date", "tag", "search",
)  # fmt: skip


@login_required
@require_safe
def thing_export(request: HttpRequest) -> HttpResponse:
    """What may be chosen. The list's own filters in the address narrow it."""
    return _page(request, ThingExportForm())


@login_required
@require_safe
def thing_export_file(request: HttpRequest) -> HttpResponseBase:
    """The file itself, or the page again with what is wrong."""
    form = ThingExportForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    wanted = _narrowed(request)
    if not form.cleaned_data["archived"]:
        wanted = replace(wanted, is_archived=False)
    return export_response(request, person(request), wanted, form.cleaned_data["form"])


def _narrowed(request: HttpRequest) -> PurchaseFilter:
    """A filter that makes no sense narrows nothing."""
    parameters = Parameters(request.GET)
    wanted = replace(read_filter(parameters), is_archived=None)
    try:
        parameters.raise_refusals()
    except ValidationError:
        return PurchaseFilter(is_archived=None)
    return wanted


def _page(request: HttpRequest, form: ThingExportForm) -> HttpResponse:
    wanted = _narrowed(request)
    context = {
        "form": form,
        "count": own_things(person(request), wanted).order_by().count(),
        "narrowing": [(name, value) for name in NARROWING for value in request.GET.getlist(name) if value],
        "is_narrowed": not wanted.asks_nothing,
    }
    return render(request, "purchases/exchange/export.html", context, status=422 if form.is_bound else 200)

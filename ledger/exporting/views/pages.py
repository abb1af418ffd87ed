"""Taking one's ledger along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from ledger.exporting.answering import export_response
from ledger.exporting.forms import ExportForm


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """What may be chosen."""
    return _page(request, ExportForm(person=_person(request)))


@login_required
@require_safe
def export_file(request: HttpRequest) -> HttpResponseBase:
    """The file itself, or the page again with what is wrong."""
    form = ExportForm(request.GET, person=_person(request))
    if not form.is_valid():
        return _page(request, form)
    return export_response(request, form.selection(), form.cleaned_data["form"])


def _page(request: HttpRequest, form: ExportForm) -> HttpResponse:
    return render(request, "ledger/exporting/exports.html", {"form": form}, status=422 if form.is_bound else 200)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

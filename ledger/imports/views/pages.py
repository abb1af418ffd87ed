"""Dropping a file, and the one page that follows it from the check to the report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from ledger.core.models import MoneyAccount
from ledger.imports import sentences, services
from ledger.imports.models import Import
from ledger.imports.readers import FileRefused
from ledger.imports.reading_apart import read_if_gone
from ledger.imports.sample import sample_bank_file
from ledger.imports.views.check_page import Typed, Wanted, check_context
from ledger.imports.views.done_page import done_context

PAST_SHOWN = 5
STEP = {Import.Status.READING: 2, Import.Status.PREVIEW: 2, Import.Status.RUNNING: 3}


def person(request: HttpRequest) -> User:
    """The signed-in person; every view here is behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def own_import(request: HttpRequest, pk: UUID) -> Import:
    imports = Import.objects.visible_to(person(request)).select_related("person", "file__file")
    return get_object_or_404(imports, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    """The drop area and the files before. A dropped file is answered in JSON where the script sent it."""
    if request.method == "POST":
        return _take_file(request)
    return _start_page(request)


def _take_file(request: HttpRequest) -> HttpResponse:
    dropped = request.FILES.get("file")
    try:
        if dropped is None:
            raise ValidationError(_("Choose a file first."))
        source = services.start_import(
            person=person(request), data=dropped, filename=dropped.name or "", account=_chosen_account(request)
        )
    except FileRefused as refusal:
        return _refuse(request, sentences.refused_file(refusal))
    except ValidationError as error:
        return _refuse(request, " ".join(error.messages))
    url = reverse("import_detail", args=[source.pk])
    return JsonResponse({"url": url}, status=201) if _wants_json(request) else redirect(url)


def _chosen_account(request: HttpRequest) -> MoneyAccount | None:
    key = request.POST.get("money_account")
    if not key:
        return None
    try:
        found = MoneyAccount.objects.owned_by(person(request)).filter(pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("There is no such account."))
    return found


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _refuse(request: HttpRequest, text: str) -> HttpResponse:
    return JsonResponse({"error": text}, status=422) if _wants_json(request) else _start_page(request, text)


def _start_page(request: HttpRequest, error: str = "") -> HttpResponse:
    past = Import.objects.visible_to(person(request)).order_by("-created_at")
    context = {"past": past[:PAST_SHOWN], "error": error}
    return render(request, "ledger/imports/start.html", context, status=422 if error else 200)


@login_required
@require_safe
def import_sample(request: HttpRequest) -> HttpResponse:
    """A bank file of our own making, for whoever has none at hand."""
    response = HttpResponse(sample_bank_file(person(request).today), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="sample-bank-file.csv"'
    return response


@login_required
@require_safe
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return detail_page(request, own_import(request, pk))


def detail_page(request: HttpRequest, source: Import, *, error: str = "", typed: Typed | None = None) -> HttpResponse:
    """The page of an import in whatever state it is; with an error it is 422 and says so in place."""
    source = read_if_gone(source)
    if source.status == Import.Status.READING:
        template, context = "reading.html", {}
    elif source.status == Import.Status.PREVIEW:
        context = check_context(person(request), source, Wanted.of(request.GET), typed or Typed())
        template = "check.html"
    elif source.status in (Import.Status.RUNNING, Import.Status.UNDOING):
        template, context = "running.html", _progress(source)
    else:
        template, context = "done.html", done_context(source)
    refused = bool(error or typed)
    said = error or sentences.refused_import(source)
    context |= {"source": source, "step": STEP.get(Import.Status(source.status), 4), "error": said}
    return render(request, f"ledger/imports/{template}", context, status=422 if refused else 200)


def _progress(source: Import) -> dict[str, Any]:
    total = source.total_count
    return {"total": total, "share": source.done_count * 100 // total if total else 0}

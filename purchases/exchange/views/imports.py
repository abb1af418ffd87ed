"""Handing in a file of things, and the one page that follows it from the check to the report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from config.kernel.body_limit import too_large
from ledger.imports.readers.types import FileRefused
from purchases.core.errors import InUse
from purchases.exchange import services
from purchases.exchange.models import ThingImport
from purchases.exchange.preview import preview_of, refusal_of
from purchases.exchange.sentences import refusal_sentence
from purchases.exchange.views.check import check_context, choices_in
from purchases.exchange.views.report import report_context

PAST_SHOWN = 10
Status, Duplicates = ThingImport.Status, ThingImport.Duplicates


def person(request: HttpRequest) -> User:
    """The signed-in person; every view here is behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def own_import(request: HttpRequest, pk: UUID) -> ThingImport:
    found = ThingImport.objects.visible_to(person(request)).select_related("owner", "file__file")
    return get_object_or_404(found, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thing_import(request: HttpRequest) -> HttpResponse:
    """The drop area and the files before. A dropped file is answered in JSON where the script sent it."""
    if request.method == "POST":
        return _take_file(request)
    return _start_page(request)


def _take_file(request: HttpRequest) -> HttpResponse:
    dropped = request.FILES.get("file")
    if dropped is None:
        return _refuse(request, _("Choose a file first."))
    try:
        kept = _kept(dropped, person(request))
    except FileRefused as refusal:
        return _refuse(request, refusal_sentence(refusal))
    url = reverse("thing_import_detail", args=[kept.pk])
    return JsonResponse({"url": url}, status=201) if _wants_json(request) else redirect(url)


def _kept(dropped: UploadedFile[Any], owner: User) -> ThingImport:
    kind = services.look_through(dropped, owner)
    return services.keep_import(owner=owner, upload=dropped, name=dropped.name or "", kind=kind)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _refuse(request: HttpRequest, text: str) -> HttpResponse:
    return JsonResponse({"error": text}, status=422) if _wants_json(request) else _start_page(request, text)


def _start_page(request: HttpRequest, error: str = "") -> HttpResponse:
    past = ThingImport.objects.visible_to(person(request)).order_by("-pk").defer("report")
    context = {
        "past": past[:PAST_SHOWN],
        "error": error,
        "most_bytes": settings.THINGS_LIMIT,
        "too_large": too_large(settings.THINGS_LIMIT),
    }
    return render(request, "purchases/exchange/start.html", context, status=422 if error else 200)


@login_required
@require_safe
def thing_import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The check, how it goes, or what became of it. `column-<index>` and `day_order` say how to read the file."""
    return _detail(request, own_import(request, pk))


def _detail(request: HttpRequest, source: ThingImport, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {"source": source, "error": error}
    if source.status == Status.WAITING:
        choices = choices_in(request.POST if request.method == "POST" else request.GET)
        try:
            context |= check_context(preview_of(source, choices), choices)
        except FileRefused as refusal:
            context |= {"error": refusal_sentence(refusal), "is_refused": True}
        context |= {"step": 2, "duplicates": Duplicates.choices, "chosen": request.POST.get("duplicates", "skip")}
        template = "check.html"
    elif source.status == Status.RUNNING:
        context |= {"step": 3, "share": source.done * 100 // source.total if source.total else 0}
        template = "running.html"
    else:
        context |= {"step": 4, **report_context(source)}
        template = "done.html"
    return render(request, f"purchases/exchange/{template}", context, status=422 if error else 200)


@login_required
@require_POST
def thing_import_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it in as the page showed it. One that was started already goes on."""
    source = own_import(request, pk)
    duplicates, choices = request.POST.get("duplicates", ""), choices_in(request.POST)
    if source.status == Status.WAITING:
        if duplicates not in Duplicates.values:
            return _detail(request, source, _("Say what becomes of things that are here already."))
        refusal = refusal_of(source, choices)
        if refusal is not None:
            return _detail(request, source, refusal_sentence(refusal))
        try:
            services.start_import(source=source, duplicates=duplicates, choices=choices)
        except InUse as error:
            messages.error(request, str(error.message))
    return redirect("thing_import_detail", pk=source.pk)


@login_required
@require_POST
def thing_import_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record and the file; what was taken in stays."""
    source = own_import(request, pk)
    try:
        services.delete_import(source=source)
    except InUse as error:
        messages.error(request, str(error.message))
        return redirect("thing_import_detail", pk=source.pk)
    messages.success(request, _("Removed. Your things stay."))
    return redirect("thing_import")

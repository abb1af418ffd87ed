"""The files before, and the forms of files that are remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.kernel.formatting import active_locale, format_short_day
from ledger.imports import presets, sentences
from ledger.imports.models import Import, ImportBatch
from ledger.imports.views.pages import person

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PresetRow:
    preset: presets.Preset
    title: str
    accounts: str
    columns: str


@login_required
@require_safe
def import_history(request: HttpRequest) -> HttpResponse:
    """Every file of the person's, newest first, with what became of it. Three queries a page."""
    imports = Import.objects.visible_to(person(request)).order_by("-created_at")
    page = Paginator(imports, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    names: dict[Any, list[str]] = {}
    for batch in ImportBatch.objects.filter(source__in=shown).select_related("account").order_by("statement"):
        name = batch.account.name if batch.account else batch.account_draft.get("name", "")
        if name and name not in names.setdefault(batch.source_id, []):
            names[batch.source_id].append(name)
    rows = [{"source": each, "accounts": ", ".join(names.get(each.pk, []))} for each in shown]
    context = {
        "rows": rows,
        "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "count": page.paginator.count,
    }
    return render(request, "ledger/imports/history.html", context)


@login_required
@require_safe
def import_presets(request: HttpRequest) -> HttpResponse:
    return _presets_page(request)


@login_required
@require_POST
def import_preset(request: HttpRequest, key: int) -> HttpResponse:
    """`name` is what the person calls the form; empty takes its name away."""
    shape = _shape(request, key)
    try:
        presets.rename_preset(person=person(request), shape=shape, name=request.POST.get("name", ""))
    except ValidationError as error:
        return _presets_page(request, error=" ".join(error.messages))
    return redirect("import_presets")


@login_required
@require_POST
def import_preset_forget(request: HttpRequest, key: int) -> HttpResponse:
    presets.forget_preset(person=person(request), shape=_shape(request, key))
    messages.success(request, _("Forgotten. The next file of this form is looked at anew."))
    return redirect("import_presets")


def _shape(request: HttpRequest, key: int) -> str:
    # Databases refuse larger keys than they can hold with an error of their own.
    shape = presets.shape_of_preset(person(request), key) if key < 2**63 else None
    if shape is None:
        raise Http404
    return shape


def _presets_page(request: HttpRequest, error: str = "") -> HttpResponse:
    rows = [_row(preset) for preset in presets.presets_of(person(request))]
    return render(request, "ledger/imports/presets.html", {"rows": rows, "error": error}, status=422 if error else 200)


def _numbered(index: int) -> str:
    """A column without a header by its place, from 0."""
    return _("Column %(column)s") % {"column": index + 1}


def _row(preset: presets.Preset) -> PresetRow:
    used = format_short_day(preset.updated_at.date(), active_locale())
    title = preset.name or preset.filename or preset.format.upper()
    columns = [
        f"{column.header or _numbered(column.index)} → {sentences.role(column.role)[0]}" for column in preset.columns
    ]
    if preset.month_first is not None and columns:
        columns.append(_("month before day") if preset.month_first else _("day before month"))
    if preset.flipped:
        columns.append(_("amounts without a sign are spending"))
    accounts = ", ".join(account.name for account in preset.accounts)
    text = _("%(format)s, last on %(day)s") % {"format": preset.format.upper(), "day": used}
    return PresetRow(preset, title, f"{accounts} · {text}" if accounts else text, ", ".join(columns))

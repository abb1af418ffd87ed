"""Shops and brands: what was spent where, own ones added and deleted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.core.errors import NoLongerThere
from ledger.core.views.transactions import person
from purchases.core import services
from purchases.core.errors import InUse
from purchases.core.models import Brand, Purchase, Retailer
from purchases.pages.names.figures import names_of
from purchases.pages.names.forms import AddForm, ReplaceForm

MODELS: dict[str, type[Retailer] | type[Brand]] = {"retailers": Retailer, "brands": Brand}
WORDS = {
    "retailers": {
        "title": gettext_lazy("Shops"),
        "icon": "store",
        "filter": "retailer_id",
        "add": gettext_lazy("Add a shop"),
    },
    "brands": {
        "title": gettext_lazy("Brands"),
        "icon": "tag",
        "filter": "brand_id",
        "add": gettext_lazy("Add a brand"),
    },
}


@login_required
@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """Four queries, whatever was bought."""
    return _shown(request)


@login_required
@require_POST
def shops_add(request: HttpRequest, kind: str) -> HttpResponse:
    form = AddForm(request.POST, prefix=kind)
    if form.is_valid():
        try:
            made = services.add_name(MODELS[kind], owner=person(request), **form.cleaned_data)
        except ValidationError as refused:
            form.refused(refused)
        else:
            messages.success(request, _("%(name)s is there now") % {"name": made.name})
            return redirect("shops")
    return _shown(request, {kind: form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shops_delete(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """One's own; 404 of the common ones, which stay."""
    user = person(request)
    record = get_object_or_404(MODELS[kind].objects.owned_by(user), pk=pk)
    count = Purchase.objects.owned_by(user).filter(**{"retailer" if kind == "retailers" else "brand": record}).count()
    form = ReplaceForm(
        request.POST if request.method == "POST" else None, person=user, record=record, is_used=count > 0
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_name(record=record, deleted_by=user, replacement=form.cleaned_data["replacement"])
        except InUse as refused:
            form.add_error("replacement", str(refused.message))
        except ValidationError as refused:
            form.refused(refused)
        except NoLongerThere:
            return redirect("shops")
        else:
            messages.success(request, _("%(name)s is deleted") % {"name": record.name})
            return redirect("shops")
    context = {"record": record, "form": form, "count": count}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "purchases/names/delete.html", context, status=status)


def _shown(request: HttpRequest, typed: dict[str, AddForm] | None = None) -> HttpResponse:
    user, typed = person(request), typed or {}
    parts: list[dict[str, Any]] = [
        {
            "kind": kind,
            **WORDS[kind],
            "names": names_of(user, model, shows_all=request.GET.get("all") == kind),
            "form": typed.get(kind) or AddForm(prefix=kind),
            "is_typed": kind in typed,
        }
        for kind, model in MODELS.items()
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed else HTTPStatus.OK
    return render(request, "purchases/names/shops.html", {"parts": parts}, status=status)

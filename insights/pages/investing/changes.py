"""Writing positions down, what happens to them, and the rules one measures by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from insights.investing.plans import plan_of
from insights.pages.investing.forms import CloseForm, DoneForm, MoveForm, PlanForm, PositionForm, SheetForm, ValueForm
from ledger.core.errors import Conflict
from ledger.core.views.conflicts import with_current_version
from ledger.core.views.transactions import person
from ledger.holdings import services
from ledger.holdings.models import Position, PositionMove

ASKS = ("GET", "HEAD", "POST")


def position_to_change(request: HttpRequest, pk: UUID) -> Position:
    return get_object_or_404(Position.objects.owned_by(person(request)), pk=pk)


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def shown(request: HttpRequest, form: DoneForm, title: str, **more: Any) -> HttpResponse:
    """The form on a page of its own; 422 with what was typed where it was refused."""
    context = {"form": form, "title": title, "back": reverse("investments"), "back_text": _("Investments"), **more}
    return render(request, "insights/investing/form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(ASKS)
def position_add(request: HttpRequest) -> HttpResponse:
    form = PositionForm(sent(request), person=person(request))
    if form.is_valid() and form.done() and form.position is not None:
        messages.success(request, _("%(name)s is written down") % {"name": form.position.name})
        return redirect("position", form.position.pk)
    return shown(request, form, _("New position"))


@login_required
@require_http_methods(ASKS)
def position_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, found = person(request), position_to_change(request, pk)
    form = PositionForm(sent(request), person=user, position=found)
    try:
        if form.is_valid() and form.done():
            messages.success(request, _("Saved"))
            return redirect("position", pk)
    except Conflict as conflict:
        typed = with_current_version(request.POST, getattr(conflict.current, "version", 1))
        form = PositionForm(typed, person=user, position=found)
        form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    return _of_position(request, form, found, _("Change"))


def _of_position(request: HttpRequest, form: DoneForm, found: Position, title: str) -> HttpResponse:
    return shown(request, form, title, back=reverse("position", args=[found.pk]), back_text=found.name)


def _asked(request: HttpRequest, pk: UUID, kind: Any, title: str) -> HttpResponse:
    found = position_to_change(request, pk)
    form = kind(sent(request), person=person(request), position=found)
    if form.is_valid() and form.done():
        messages.success(request, _("Noted"))
        return redirect("position", pk)
    return _of_position(request, form, found, title)


@login_required
@require_http_methods(ASKS)
def position_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _asked(request, pk, MoveForm, _("What happened"))


@login_required
@require_http_methods(ASKS)
def position_value(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _asked(request, pk, ValueForm, _("What it is worth"))


@login_required
@require_http_methods(ASKS)
def position_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _asked(request, pk, CloseForm, _("Close the position"))


@login_required
@require_POST
def position_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        services.delete_position(position=position_to_change(request, pk), person=person(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("position", pk)
    messages.success(request, _("It is gone; what was booked of it stays"))
    return redirect("investments")


@login_required
@require_POST
def position_move_delete(request: HttpRequest, pk: UUID, move: UUID) -> HttpResponse:
    """Back to the position, where a refusal stands too; an account's own line goes with it."""
    found = get_object_or_404(PositionMove.objects.filter(position=position_to_change(request, pk)), pk=move)
    try:
        services.delete_move(move=found, person=person(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Taken back"))
    return redirect("position", pk)


@login_required
@require_http_methods(ASKS)
def positions_import(request: HttpRequest) -> HttpResponse:
    """What became of each line stands on the same page: made, changed, known, or refused with its reason."""
    form = SheetForm(sent(request), request.FILES if request.method == "POST" else None, person=person(request))
    if form.is_valid() and form.done() and form.report is not None:
        context = {"report": form.report}
        return render(request, "insights/investing/report.html", context)
    return shown(request, form, _("Import positions"), is_file=True)


@login_required
@require_http_methods(ASKS)
def investing_rules(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PlanForm(sent(request), person=user, plan=plan_of(user))
    try:
        if form.is_valid() and form.done():
            messages.success(request, _("Your rules are kept"))
            return redirect("investments")
    except Conflict:
        form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
    lead = _("Targets add up to 100 per cent. Left empty, those of your risk tolerance count.")
    return shown(request, form, _("Your rules"), lead=lead)

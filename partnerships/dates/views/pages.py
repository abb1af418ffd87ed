"""The money date: its page, beginning it, its steps, settling at the fourth, and its end."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.core.errors import Overtaken
from partnerships.dates import errors, services
from partnerships.dates.models import SETTLE
from partnerships.dates.page import settle_form
from partnerships.dates.views.answering import begun, number_of, refusal, said, shown
from partnerships.expenses.views.pages import reader_of
from partnerships.statements.services import settle


@login_required
@require_safe
def money_date(request: HttpRequest) -> HttpResponse:
    """This week's: what it will be about, the step where the two are, or what was done."""
    return shown(request, reader_of(request))


@login_required
@require_POST
def money_date_begin(request: HttpRequest) -> HttpResponse:
    standing = reader_of(request)
    try:
        services.begin_date(standing=standing)
    except Overtaken as overtaken:
        return said(request, standing, refusal(overtaken), error=True)
    return said(request, standing, moved=True)


@login_required
@require_POST
def money_date_step(request: HttpRequest) -> HttpResponse:
    """From the `step` the page showed to the next one, or `to` one before it."""
    standing, found = begun(request)
    seen, to = number_of(request.POST.get("step")), number_of(request.POST.get("to"))
    try:
        services.take_step(standing=standing, money_date=found, seen=seen or 0, to=to)
    except (Overtaken, ValidationError) as refused:
        return said(request, standing, refusal(refused), error=True)
    return said(request, standing, moved=True)


@login_required
@require_POST
def money_date_finish(request: HttpRequest) -> HttpResponse:
    standing, found = begun(request)
    try:
        services.finish_date(standing=standing, money_date=found)
    except Overtaken as overtaken:
        return said(request, standing, refusal(overtaken), error=True)
    return said(request, standing, _("That was your money date"), moved=True)


@login_required
@require_POST
def money_date_settle(request: HttpRequest) -> HttpResponse:
    """Say that what is owed was given, and go on. Refused where it has changed since the page was opened."""
    standing, found = begun(request)
    if found.name != SETTLE or found.finished_at is not None:
        return said(request, standing, refusal(errors.date_moved({})), error=True)
    form = settle_form(standing, request.POST)
    if form.is_valid():
        try:
            made = settle(standing=standing, **form.said(), **form.chosen())
        except ValidationError as error:
            form.refused(error)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken.message))
        else:
            undo = reverse("settlement_undo", args=[made.pk])
            return said(request, standing, _("You are even"), undo_url=undo)
    alone = bool(request.htmx)  # type: ignore[attr-defined]
    return shown(request, standing, form=form, alone=alone, status=422)

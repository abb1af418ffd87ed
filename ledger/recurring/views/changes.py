"""Adding what comes back, changing it, and leaving a day out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.formatting import active_locale, format_short_day
from ledger.core.errors import Conflict
from ledger.core.models import Transaction
from ledger.core.views.conflicts import with_current_version
from ledger.core.views.transactions import person
from ledger.recurring import services
from ledger.recurring.forms import RecurringForm, SkipForm
from ledger.recurring.models import Recurring
from ledger.recurring.wording import name_of, rhythm_words

DAYS_SHOWN = 12


def _owned(request: HttpRequest, pk: UUID) -> Recurring:
    mine = Recurring.objects.owned_by(person(request)).select_related("account", "to_account")
    return get_object_or_404(mine, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recurring_add(request: HttpRequest) -> HttpResponse:
    form = RecurringForm(request.POST if request.method == "POST" else None, person=person(request))
    if form.is_valid():
        made = form.save()
        if made is not None:
            text = _("%(name)s comes back from %(day)s on") % {"name": name_of(made), "day": _day(made.next_on)}
            messages.success(request, text)
            return redirect("recurring")
    context = {"form": form}
    return render(request, "ledger/recurring/form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recurring_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with its latest days; what is saved counts from the next due day on."""
    user, found = person(request), _owned(request, pk)
    form = RecurringForm(request.POST if request.method == "POST" else None, person=user, recurring=found)
    if form.is_valid():
        try:
            saved = form.save()
        except Conflict as conflict:
            typed = with_current_version(request.POST, getattr(conflict.current, "version", 1))
            form = RecurringForm(typed, person=user, recurring=found)
            form.add_error(None, _("This was changed elsewhere. Saving again puts yours in its place."))
        else:
            if saved is not None:
                messages.success(request, _("Saved"))
                return redirect("recurring")
    days = list(found.days.order_by("-due_on")[:DAYS_SHOWN])
    entries = [each.transaction_id for each in days if each.transaction_id]
    seen = Transaction.objects.visible_to(user).live().filter(pk__in=entries)
    context = {
        "form": form,
        "recurring": found,
        "name": name_of(found),
        "rhythm": rhythm_words(found.rhythm),
        "days": days,
        "entries": {each.pk: each for each in seen},
        "skippable": found.next_on,
        "today": user.today,
    }
    return render(request, "ledger/recurring/form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def recurring_skip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a day out; the message offers to put it back."""
    found, form = _owned(request, pk), SkipForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Which day?"))
    day = form.cleaned_data["due_on"]
    try:
        services.skip_day(recurring=found, due_on=day)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        undo_url = f"{reverse('recurring_unskip', args=[pk])}?due_on={day.isoformat()}"
        text = _("%(name)s is left out on %(day)s") % {"name": name_of(found), "day": _day(day)}
        messages.success(request, text, extra_tags=undo_url)
    return redirect("recurring")


@login_required
@require_POST
def recurring_unskip(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _owned(request, pk), SkipForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Which day?"))
    due_on = form.cleaned_data["due_on"]
    return _done(request, lambda: services.unskip_day(recurring=found, due_on=due_on, by=person(request)))


@login_required
@require_POST
def recurring_pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _owned(request, pk)
    return _done(request, lambda: services.pause_recurring(recurring=found), _("It is paused"))


@login_required
@require_POST
def recurring_resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, user = _owned(request, pk), person(request)
    return _done(request, lambda: services.resume_recurring(recurring=found, resumed_by=user), _("It goes on"))


@login_required
@require_POST
def recurring_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _owned(request, pk)
    return _done(request, lambda: services.end_recurring(recurring=found), _("It has ended"))


@login_required
@require_POST
def recurring_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _owned(request, pk)
    text = _("It is gone; what was booked stays")
    return _done(request, lambda: services.delete_recurring(recurring=found), text)


def _done(request: HttpRequest, act: Callable[[], Any], text: str = "") -> HttpResponse:
    """Back to the list, with what the service refused in words. A script's undo needs no page."""
    try:
        act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        if request.htmx or not text:  # type: ignore[attr-defined]
            return HttpResponse(status=204)
        messages.success(request, text)
    return redirect("recurring")


def _day(day: Any) -> str:
    return format_short_day(day, active_locale()) if day else ""

"""The month's statement, settling up, and what each pays into the pot."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from config.kernel.money import ZERO
from ledger.core.category_tree import category_tree
from ledger.core.views.transactions import person
from partnerships.agreements.month_shares import this_month
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.expenses.due import last_day
from partnerships.expenses.months import month_after, month_named, month_text
from partnerships.expenses.views.pages import (
    common,
    latest_month,
    reader_of,
    reader_of_any,
    refusal,
    to_statement,
)
from partnerships.statements import services
from partnerships.statements.balance import balance_of, owed_by, ower
from partnerships.statements.forms import HalfForm, MarkForm, SettleForm
from partnerships.statements.models import Contribution, Settlement
from partnerships.statements.presenting import Reading, reading_of
from partnerships.statements.services.halves import side_of
from partnerships.statements.statement import statement_of

MONTHS_BACK = 240
MONTHS_SHOWN = 24


@login_required
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """One month, the latest unless the address says which. Some fifteen queries, however much was paid."""
    standing = reader_of_any(request)
    latest = latest_month(standing)
    month = month_named(request.GET.get("month", "")) or latest
    reading: Reading = reading_of(statement_of(standing.partnership, month), standing, category_tree(standing.person))
    first = min(standing.partnership.started_on.replace(day=1), this_month())
    context = {
        **common(standing),
        "reading": reading,
        "month": month,
        "last_day": last_day(month),
        "today": standing.person.today,
        "earlier_url": _month_url(month_after(month, -1), standing) if month > first else "",
        "later_url": _month_url(month_after(month), standing) if month < _last_month(standing) else "",
    }
    return render(request, "partnerships/statements/statement.html", context)


def _last_month(standing: Standing) -> date:
    """What is due in the month to come can be looked at, until the partnership ends."""
    latest = latest_month(standing)
    return latest if standing.partnership.status == Partnership.Status.ENDED else month_after(latest)


def _month_url(month: Any, standing: Standing) -> str:
    has_ended = standing.partnership.status == Partnership.Status.ENDED
    which = f"&partnership={standing.partnership.pk}" if has_ended else ""
    return f"{reverse('statement')}?month={month_text(month)}{which}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle_up(request: HttpRequest) -> HttpResponse:
    """What is owed now, and saying that it was given. Refused where it has changed since the page was opened.

    A script gets the form alone, for the dialog; once it is given, the page under the dialog loads itself.
    """
    standing = reader_of(request)
    in_dialog = bool(request.htmx)  # type: ignore[attr-defined]
    balance = balance_of(standing.partnership)
    payer, amount = ower(balance), abs(balance)
    form = SettleForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        payer=payer or 0,
        amount=amount,
        around=standing.person.today,
    )
    made = _settled(standing, form) if form.is_valid() else None
    if made is not None:
        messages.success(request, _("You are even"), extra_tags=reverse("settlement_undo", args=[made.pk]))
        return HttpResponseClientRefresh() if in_dialog else to_statement(made.settled_on)
    context = {
        **common(standing),
        "form": form,
        "amount": amount,
        "expected": f"{amount:f}",
        "payer": payer,
        "i_owe": owed_by(standing.place, balance) > 0,
        "today": standing.person.today,
        "in_dialog": in_dialog,
    }
    template = "partnerships/statements/_settle.html" if in_dialog else "partnerships/statements/settle.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _settled(standing: Standing, form: SettleForm) -> Settlement | None:
    """None where it was refused; the form then says why."""
    try:
        return services.settle(standing=standing, **form.said(), **form.chosen())
    except ValidationError as error:
        form.refused(error)
    except Overtaken as overtaken:
        form.add_error(None, str(overtaken.message))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settlement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One settlement; sending it brings the reader's own half into their ledger."""
    found = get_object_or_404(Settlement.objects.visible_to(person(request)), pk=pk)
    standing = standing_in(person(request), found.partnership_id)
    own = getattr(found, side_of(found, standing.place))
    form = HalfForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        payer=found.payer,
        amount=found.amount,
        around=found.settled_on,
    )
    if form.is_valid():
        try:
            services.book_half(standing=standing, settlement=found, **form.chosen())
        except ValidationError as error:
            form.refused(error)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken.message))
        else:
            messages.success(request, _("It stands in your ledger"))
            return redirect("settlement", pk)
    context = {
        **common(standing),
        "form": form,
        "settlement": found,
        "own": own,
        "i_paid": found.payer == standing.place,
        "i_made": found.made_by_id == standing.person.pk,
        "month_url": _month_url(found.settled_on, standing),
    }
    return render(request, "partnerships/statements/settlement.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def settlement_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Settlement.objects.visible_to(person(request)), pk=pk)
    try:
        services.undo_settlement(standing=standing_in(person(request), found.partnership_id), settlement=found)
    except (ValidationError, Overtaken) as refused:
        messages.error(request, refusal(refused))
        return redirect("settlement", pk)
    messages.success(request, _("The settlement is taken back"))
    return to_statement(found.settled_on)


@login_required
@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """What each was to pay, the newest month first. Three queries."""
    standing = reader_of(request)
    found = Contribution.objects.filter(partnership=standing.partnership).order_by("-month", "place")
    by_month = groupby(found[: 2 * MONTHS_SHOWN], key=lambda each: each.month)
    context = {
        **common(standing),
        "months": [_pot_month(month, {each.place: each for each in rows}, standing) for month, rows in by_month],
        "is_pot": standing.partnership.mode == Partnership.Mode.POT,
    }
    return render(request, "partnerships/statements/contributions.html", context)


def _pot_month(month: date, by_place: dict[int, Contribution], standing: Standing) -> dict[str, Any]:
    mine, theirs = by_place.get(standing.place), by_place.get(1 - standing.place)
    required = sum((each.required for each in by_place.values()), ZERO)
    paid = sum((each.paid_amount or ZERO for each in by_place.values()), ZERO)
    return {
        "month": month,
        "name": month_text(month),
        "mine": mine,
        "theirs": theirs,
        "required": required,
        "paid": paid,
        "percent": min(100, int(paid * 100 / required)) if required else 100,
        "can_undo": mine is not None and services.can_unmark(mine, standing.person),
    }


@login_required
@require_POST
def contribution_mark(request: HttpRequest, month: str) -> HttpResponse:
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Look at the amount and the day again."))
        return redirect("contributions")
    return _mark(request, month, _("Your part is paid"), services.mark_contribution, **form.cleaned_data)


@login_required
@require_POST
def contribution_unmark(request: HttpRequest, month: str) -> HttpResponse:
    return _mark(request, month, _("Your part is open again"), services.unmark_contribution)


def _mark(request: HttpRequest, month: str, done: str, act: Any, **given: Any) -> HttpResponse:
    first = month_named(month)
    if first is None:
        raise Http404
    try:
        act(standing=reader_of(request), month=first, **given)
    except (ValidationError, Overtaken) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, done)
    return redirect("contributions")

"""Warranties over the months to come, and what it would take to replace what they cover."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger.core.views.transactions import person
from purchases.core.listing import warranties_seen
from purchases.pages.warranties.bars import ticks
from purchases.pages.warranties.figures import Asked, Page, page_of, read
from purchases.worth.replacing import MONTHS_AHEAD, SPREAD, funds_of, make_goal, soon_uncovered


@login_required
@require_safe
def warranties(request: HttpRequest) -> HttpResponse:
    """Twenty queries at most, whatever there is."""
    user = person(request)
    asked = read(request.GET)
    page = page_of(user, asked)
    summary = page.summary
    context = {
        "page": page,
        "asked": asked,
        "choices": _choices(asked, page),
        "ticks": ticks(user.today),
        "currency": user.currency,
        "months": MONTHS_AHEAD,
        "spread": SPREAD,
        "whose": _whose(asked) if asked.is_mine or page.is_shown else [],
        "has_any": bool(summary.active or summary.expired or summary.voided or page.soon or page.longer or page.ended),
    }
    return render(request, "purchases/warranties/warranties.html", context)


@login_required
@require_safe
def warranties_replacing(request: HttpRequest) -> HttpResponse:
    """The things that the sum is made of."""
    user = person(request)
    things = soon_uncovered(warranties_seen(user), user.today)
    context = {"funds": funds_of(things, user.currency), "months": MONTHS_AHEAD, "spread": SPREAD}
    return render(request, "purchases/warranties/replacing.html", context)


@login_required
@require_POST
def warranties_goal(request: HttpRequest) -> HttpResponse:
    """Saving for it from now on. Twice is once."""
    try:
        made = make_goal(person=person(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("warranties")
    if made is None:
        messages.info(request, _("No warranty of yours ends in the next %(count)s months") % {"count": MONTHS_AHEAD})
        return redirect("warranties")
    goal, is_new = made
    text = _("%(name)s is set") if is_new else _("%(name)s is a goal of yours already")
    messages.success(request, text % {"name": goal.name})
    return redirect("goal", goal.pk)


def _whose(asked: Asked) -> list[dict[str, Any]]:
    """The switch; there where a partner shows something."""
    kept = {name: value for name, value in (("status", asked.status), ("within", asked.within)) if value}
    return [
        {"url": f"?{urlencode(kept)}", "text": _("Both of us"), "current": not asked.is_mine},
        {"url": f"?{urlencode(kept | {'is_mine': 'true'})}", "text": _("Mine"), "current": asked.is_mine},
    ]


def _choices(asked: Asked, page: Page) -> list[dict[str, Any]]:
    """The filters of the address, with how many there are where that is known."""
    summary, kept = page.summary, {"is_mine": "true"} if asked.is_mine else {}
    whole: list[tuple[dict[str, object], str, int | None, bool]] = [
        ({}, _("All"), None, not asked.narrowed),
        ({"within": 30}, _("Within 30 days"), summary.soon, asked.within == 30),
        ({"within": 90}, _("Within 90 days"), None, asked.within == 90),
        ({"status": "active"}, _("In force"), summary.active, asked.status == "active"),
        ({"status": "expired"}, _("Ended"), summary.expired, asked.status == "expired"),
        ({"status": "voided"}, _("Void"), summary.voided, asked.status == "voided"),
    ]
    return [
        {"url": f"?{urlencode(kept | filters)}", "text": text, "count": count, "current": current}
        for filters, text, count, current in whole
        if count != 0 or current
    ]

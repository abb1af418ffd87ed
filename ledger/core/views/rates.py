"""Exchange rates: what each currency in use is worth, rates by hand, and for staff the published table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from config.kernel.formatting import active_locale, format_number
from config.kernel.models import Job
from ledger.core.exchange import rates_for
from ledger.core.models import ExchangeRate, MoneyAccount, MoneyAccountAccess
from ledger.core.rate_forms import RateFileForm, RateForm
from ledger.core.rate_provider import FETCH
from ledger.core.services.rates import MOST_BY_HAND, RatesLoaded, may_load_rates, remove_rate
from ledger.core.views.rate_notes import equation, shown_rate
from ledger.core.views.transactions import person

BY_HAND_SHOWN = 60
OFTEN_MEANT = ("CHF", "EUR", "GBP", "JPY", "USD")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """The currencies of the person's accounts with their latest rates; POST enters one by hand."""
    user = person(request)
    form = RateForm(request.POST or None, person=user, missing=request.GET.get("base", "")[:3].upper())
    if request.method == "POST" and form.is_valid():
        entered = form.save()
        if entered is not None:
            messages.success(request, equation(entered.base, entered.rate, entered.currency))
            return redirect("rates")
    return _page(request, form, RateFileForm())


@login_required
@require_POST
def rate_delete(request: HttpRequest, pk: int) -> HttpResponse:
    remove_rate(rate=get_object_or_404(ExchangeRate.objects.owned_by(person(request)), pk=pk))
    messages.success(request, _("Deleted"))
    return redirect("rates")


@login_required
@require_POST
def rates_file(request: HttpRequest) -> HttpResponse:
    """The European Central Bank's file, for everybody here; only staff may bring it."""
    user = person(request)
    if not may_load_rates(user):
        raise Http404
    form = RateFileForm(request.POST, request.FILES)
    if form.is_valid():
        loaded = form.save()
        if loaded is not None:
            messages.success(request, _brought(loaded))
            return redirect("rates")
    return _page(request, RateForm(person=user), form)


def _brought(loaded: RatesLoaded) -> str:
    more = loaded.added + loaded.changed
    if not more:
        return _("All of these rates were known already")
    shown = format_number(more, active_locale())
    return ngettext("%(shown)s rate is new", "%(shown)s rates are new", more) % {"shown": shown}


def _page(request: HttpRequest, form: RateForm, file_form: RateFileForm) -> HttpResponse:
    user = person(request)
    currencies = _currencies(user)
    context = {
        "form": form,
        "file_form": file_form,
        "usual": user.currency,
        "currencies": currencies,
        "suggested": sorted({user.currency, *OFTEN_MEANT, *(each["base"] for each in currencies)}),
        "shared": _shared() if may_load_rates(user) else None,
        **_by_hand(request, user),
    }
    status = 422 if form.is_bound or file_form.is_bound else 200
    return render(request, "ledger/rates.html", context, status=status)


def _by_hand(request: HttpRequest, user: User) -> dict[str, Any]:
    """The person's own, newest first, a page of them."""
    text = request.GET.get("skip", "")
    skip = min(int(text), MOST_BY_HAND) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    own = ExchangeRate.objects.owned_by(user).order_by("-on", "base", "currency")
    found = list(own[skip : skip + BY_HAND_SHOWN + 1])
    return {
        "by_hand": [(each, equation(each.base, each.rate, each.currency)) for each in found[:BY_HAND_SHOWN]],
        "newer_url": f"?skip={max(0, skip - BY_HAND_SHOWN)}" if skip else "",
        "older_url": f"?skip={skip + BY_HAND_SHOWN}" if len(found) > BY_HAND_SHOWN else "",
    }


def _currencies(user: User) -> list[dict[str, Any]]:
    """Those of the accounts whose totals the person sees, but for their own; each with its rate, or without."""
    visible = MoneyAccount.objects.visible_to(user, level=MoneyAccountAccess.Level.TOTAL)
    used = set(visible.order_by().values_list("currency", flat=True)) - {user.currency}
    if not used:
        return []
    today = user.today
    book = rates_for(user, {*used, user.currency}, [today])
    return [shown_rate(each, user.currency, book.rate(each, user.currency, today), today) for each in sorted(used)]


def _shared() -> dict[str, Any]:
    """What everybody's table holds, and how the last fetch of the provider ended."""
    held = ExchangeRate.objects.shared().aggregate(first=Min("on"), last=Max("on"), count=Count("pk"))
    fetch = Job.objects.filter(kind=FETCH).order_by("-created_at").first()
    return {**held, "fetch": fetch}

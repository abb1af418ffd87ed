"""The balance of the days to come, as a page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from insights.forecasting.queries import forecast
from insights.pages.forecast.asked import SPANS, choices, read
from insights.pages.forecast.figures import figures_of
from ledger.core.access import ME, lens_of
from ledger.core.queries import seen_accounts
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person


@login_required
@require_safe
def forecast_page(request: HttpRequest) -> HttpResponse:
    """Sixteen queries, whatever there is, more for joint accounts and several currencies."""
    user = person(request)
    accounts = [each for each in seen_accounts(lens_of(user, ME)) if each.closed_on is None]
    asked = read(request.GET, accounts)
    found = forecast(user, days=asked.days, types=asked.types, account_ids=asked.account_ids)
    context = {
        "figures": figures_of(found),
        "found": found,
        "asked": asked,
        "choices": choices(accounts),
        "spans": [
            {
                "url": drill_url(reverse("forecast"), days=each, of=asked.of),
                "text": _("A year") if each > 360 else ngettext("%(n)s day", "%(n)s days", each) % {"n": each},
                "current": each == asked.days,
            }
            for each in SPANS
        ],
    }
    return render(request, "insights/forecast.html", context)

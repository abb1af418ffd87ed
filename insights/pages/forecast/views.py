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
from insights.forecasting.together import partner_of
from insights.pages.forecast.asked import SPANS, Asked, choices, read, read_scope
from insights.pages.forecast.figures import figures_of
from ledger.core.access import ME, TOGETHER, lens_of
from ledger.core.queries import seen_accounts
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person


@login_required
@require_safe
def forecast_page(request: HttpRequest) -> HttpResponse:
    """Seventeen queries, whatever there is, more for joint accounts, several currencies and both together."""
    user = person(request)
    standing = partner_of(user)
    scope = read_scope(request.GET, has_partner=standing is not None)
    accounts = [each for each in seen_accounts(lens_of(user, scope)) if each.closed_on is None]
    asked = read(request.GET, accounts, scope)
    found = forecast(user, days=asked.days, types=asked.types, account_ids=asked.account_ids, scope=scope)
    context = {
        "figures": figures_of(found),
        "found": found,
        "asked": asked,
        "choices": choices(accounts),
        "spans": [
            {
                "url": drill_url(
                    reverse("forecast"), days=each, of=asked.of, scope=asked.scope if asked.scope != ME else None
                ),
                "text": _("A year") if each > 360 else ngettext("%(n)s day", "%(n)s days", each) % {"n": each},
                "current": each == asked.days,
            }
            for each in SPANS
        ],
        "whose": _whose(asked) if standing is not None else [],
    }
    return render(request, "insights/forecast.html", context)


def _whose(asked: Asked) -> list[dict[str, object]]:
    """The switch between one's own accounts and those of both."""
    return [
        {
            "url": drill_url(reverse("forecast"), days=asked.days, scope=scope),
            "text": text,
            "current": scope == asked.scope,
        }
        for scope, text in ((ME, _("Mine")), (TOGETHER, _("Together")))
    ]

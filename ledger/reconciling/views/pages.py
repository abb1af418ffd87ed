"""Which accounts agree with their bank, and one account beside it: since when not, and what could explain it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ledger.core import queries
from ledger.core.access import lens_of
from ledger.core.models import MoneyAccount
from ledger.core.views.account_words import account_icon, account_subtitle
from ledger.core.views.agreements import agreements
from ledger.core.views.overview_figures import main_currency
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person
from ledger.reconciling.explaining import explain
from ledger.reconciling.forms import StatementForm
from ledger.reconciling.standing import standing_of, told_to
from ledger.reconciling.timeline import runs, tell_page
from ledger.reconciling.views.sentences import sentence


def own_account(request: HttpRequest, pk: UUID) -> MoneyAccount:
    """404 while the other owner withholds a line there: see `told_to`."""
    user = person(request)
    return get_object_or_404(MoneyAccount, pk__in=told_to(user, [pk]))


@login_required
@require_safe
def reconcile(request: HttpRequest) -> HttpResponse:
    """Own accounts that are open, each beside its bank. The queries of Standings.of and one more."""
    user = person(request)
    accounts = [each for each in queries.seen_accounts(lens_of(user)) if each.closed_on is None]
    agreed = agreements(user, accounts)
    told = told_to(user, [each.pk for each in accounts])
    rows = [
        {
            "name": each.name,
            "subtitle": account_subtitle(each),
            "icon": account_icon(each),
            "balance": each.balance,
            "currency": each.currency,
            "agreement": agreed.get(each.pk),
            "url": reverse("reconcile_account", args=[each.pk]) if each.pk in told else "",
        }
        for each in accounts
    ]
    context = {
        "rows": rows,
        "apart": sum(1 for each in agreed.values() if each.state == "is-soon"),
        "told": len(agreed),
        "currency": main_currency(user, [each.currency for each in accounts]),
    }
    return render(request, "ledger/reconcile.html", context)


@login_required
@require_safe
def reconcile_account(request: HttpRequest, pk: UUID) -> HttpResponse:
    before = request.GET.get("before", "")
    try:
        day = date.fromisoformat(before) if before else None
    except ValueError:
        return redirect("reconcile_account", pk=pk)
    return account_page(request, own_account(request, pk), before=day)


def account_page(
    request: HttpRequest, account: MoneyAccount, *, form: StatementForm | None = None, before: date | None = None
) -> HttpResponse:
    """At most some thirty queries, whatever the history; half of them only where a gap is explained."""
    user = person(request)
    form = form or StatementForm(account=account, person=user, initial={"on": user.today})
    context = {
        "account": account,
        "form": form,
        "subtitle": account_subtitle(account),
        **_standing_context(request, account),
        **_timeline_context(account, before),
    }
    return render(request, "ledger/reconcile_account.html", context, status=422 if form.errors else 200)


def _standing_context(request: HttpRequest, account: MoneyAccount) -> dict[str, Any]:
    standing = standing_of(person(request), account)
    if standing is None:
        return {"standing": None, "explanations": [], "lines_url": ""}
    found = [sentence(each, account, standing) for each in explain(account, standing)]
    lines_url = drill_url(
        reverse("transactions"),
        money_account=account.pk,
        booked_on_after=standing.agreed_on,
        booked_on_before=standing.apart_since,
    )
    return {"standing": standing, "explanations": found, "lines_url": lines_url}


def _timeline_context(account: MoneyAccount, before: date | None) -> dict[str, Any]:
    page = tell_page(account, before=before)
    here = reverse("reconcile_account", args=[account.pk])
    return {
        "here_url": f"{here}?before={before.isoformat()}" if before else here,
        "runs": runs(page.told),
        "older_url": f"{here}?before={page.older.isoformat()}" if page.older else "",
        "newer_url": here if before else "",
    }

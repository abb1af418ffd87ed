"""What is unusual, as a page."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from insights.anomalies.queries import DAYS, MOST_DAYS
from insights.anomalies.services import call_usual, take_word_back
from insights.pages.anomalies.figures import said_by, shown_to
from ledger.core.models import Transaction
from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person

SPANS = (DAYS, 60, MOST_DAYS)


@login_required
@require_safe
def unusual(request: HttpRequest) -> HttpResponse:
    """Thirteen queries whatever there is, a few more for joint accounts and where a payee seems new."""
    user = person(request)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in SPANS} else DAYS
    context = {
        "rows": shown_to(user, days),
        "said": said_by(user),
        "days": days,
        "spans": [
            {
                "url": drill_url(reverse("unusual"), days=each),
                "text": ngettext("%(n)s day", "%(n)s days", each) % {"n": each},
                "current": each == days,
            }
            for each in SPANS
        ],
    }
    return render(request, "insights/anomalies/unusual.html", context)


@login_required
@require_POST
def unusual_is_usual(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    call_usual(entry=entry, person=person(request))
    words = _("%(payee)s is not unusual; the like stays quiet") % {"payee": entry.payee or _("This payment")}
    return _said(request, words, undo_url=reverse("unusual_take_back", args=[pk]))


@login_required
@require_POST
def unusual_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    take_word_back(entry=_own_entry(request, pk), person=person(request))
    return _said(request, _("Looked at again from now on"))


def _own_entry(request: HttpRequest, pk: UUID) -> Transaction:
    entry = Transaction.objects.owned_by(person(request)).live().select_related("account").filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def _said(request: HttpRequest, text: str, *, undo_url: str = "") -> HttpResponse:
    """The news and nothing else for a script, which then fetches the list again; else the page with the news."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text, extra_tags=undo_url)
        return redirect("unusual")
    news = {"toast": {"text": text, "undo_url": undo_url, "error": False}, "refresh": {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(news)})

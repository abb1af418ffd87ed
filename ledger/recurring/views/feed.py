"""The calendar feed: opening it, closing it, and what a calendar that cannot log in reads."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ledger.core.views.transactions import person
from ledger.recurring.calendars import calendar_of, close_feed, person_of, rotate_feed


@login_required
@never_cache
@require_POST
def recurring_feed_open(request: HttpRequest) -> HttpResponse:
    """A new address, shown on the answer itself, the one time it can be; the one before opens nothing any more."""
    secret = rotate_feed(person=person(request))
    url = request.build_absolute_uri(reverse("recurring_calendar_feed", args=[secret]))
    return render(request, "ledger/recurring/feed.html", {"url": url})


@login_required
@require_POST
def recurring_feed_close(request: HttpRequest) -> HttpResponse:
    close_feed(person=person(request))
    messages.success(request, _("The address of your calendar opens nothing any more"))
    return redirect("recurring")


@never_cache
@require_safe
def recurring_calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Without a log-in: the secret of the address is what opens it. Three queries."""
    owner = person_of(secret)
    if owner is None:
        raise Http404
    response = HttpResponse(calendar_of(owner), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="tuppence.ics"'
    return response

"""What was bought, where, of which brand, and what stands for it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ledger.core.views.rows import drill_url
from ledger.core.views.transactions import person
from purchases.pages.bought.figures import page_of, read, things_url


@login_required
@require_safe
def bought(request: HttpRequest) -> HttpResponse:
    """Twenty-four queries, whatever there is. A day that cannot be read is named, and the usual one shown."""
    user = person(request)
    asked = read(request.GET, user.today)
    page = page_of(user, asked)
    kept = {name: text for name, text in asked.typed.items() if text}
    context = {
        "page": page,
        "asked": asked,
        "urls": {
            "period": things_url(start_date=asked.first, end_date=asked.last),
            "all": things_url(),
            "ordered": things_url(status="ordered"),
        },
        "currencies": [
            {"url": drill_url(reverse("bought"), **kept, currency=each), "text": each, "current": each == page.currency}
            for each in page.currencies
        ]
        if len(page.currencies) > 1
        else [],
    }
    return render(request, "purchases/bought/bought.html", context)

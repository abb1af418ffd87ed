"""What the feed puts on the first page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from config.kernel.slots import fills
from insights.feed.queries import gravest
from insights.pages.feed.figures import cards_of
from ledger.core.views.transactions import person


@fills("overview_told")
def gravest_of_all(request: HttpRequest, thing: object) -> str:
    """The three that matter most; its place where nothing is told, so that the next one finds it. Two small queries."""
    cards = cards_of(gravest(person(request)))
    return render_to_string("insights/feed/_gravest.html", {"cards": cards}, request)

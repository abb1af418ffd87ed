"""What quick adding puts on the pages of others."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from config.kernel.slots import fills
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from purchases.pages.adding.inbox import drop_zone


@fills("things")
def drop_papers(request: HttpRequest, _nothing: object) -> str:
    """On the inventory. One query, and three more where a paper waits."""
    return render_to_string("purchases/adding/_drop.html", {"drop": drop_zone(person(request))}, request)


@fills("transaction")
def remember_this(request: HttpRequest, entry: Transaction) -> str:
    """On the page of a payment of one's own. No query."""
    if entry.kind != Transaction.Kind.EXPENSE or entry.amount >= 0:
        return ""
    return render_to_string("purchases/adding/_from_payment.html", {"entry": entry}, request)

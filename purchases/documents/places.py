"""Where on our pages a paper is looked at: a thing or a payment, named in the address as `?purchase=` or
`?transaction=`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from purchases.core.models import Purchase


@dataclass(frozen=True, slots=True)
class Place:
    """One of the two, or neither: the papers that wait."""

    purchase: Purchase | None = None
    transaction: Transaction | None = None

    @property
    def query(self) -> str:
        """With its question mark, for addresses of papers."""
        for name, thing in (("purchase", self.purchase), ("transaction", self.transaction)):
            if thing is not None:
                return f"?{urlencode({name: thing.pk})}"
        return ""

    @property
    def url(self) -> str:
        if self.purchase is not None:
            return reverse("thing", args=[self.purchase.pk])
        if self.transaction is not None:
            return reverse("transaction_detail", args=[self.transaction.pk])
        return reverse("papers_inbox")


def place_of(request: HttpRequest, *, to_change: bool = False) -> Place:
    """Of what the person sees, or may change. Raises Http404."""
    user = person(request)
    purchase, transaction = _key(request, "purchase"), _key(request, "transaction")
    if purchase is not None:
        return Place(purchase=_thing(user, purchase, to_change))
    if transaction is not None:
        return Place(transaction=_payment(user, transaction, to_change))
    return Place()


def _key(request: HttpRequest, name: str) -> UUID | None:
    said = request.GET.get(name, "")
    try:
        return UUID(said) if said else None
    except ValueError as error:
        raise Http404 from error


def _thing(user: User, key: UUID, to_change: bool) -> Purchase:
    things = Purchase.objects.owned_by(user) if to_change else Purchase.objects.visible_to(user)
    found = things.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _payment(user: User, key: UUID, to_change: bool) -> Transaction:
    lines = Transaction.objects.owned_by(user) if to_change else Transaction.objects.visible_to(user)
    found = lines.live().filter(pk=key).first()
    if found is None:
        raise Http404
    return found

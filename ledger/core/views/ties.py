"""What an entry belongs together with: the other half, the purchase, its refunds, what was merged into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core.models import Link, Transaction
from ledger.core.services import transfers_of
from ledger.core.views.rate_notes import transfer_note


@dataclass(frozen=True, slots=True)
class Tie:
    """`other` comes with its account; `title` goes before its name, `note` behind it."""

    icon: str
    title: str
    other: Transaction
    note: str


def ties_of(user: User, entry: Transaction) -> list[Tie]:
    """What `user` sees of it; four queries at most."""
    found = [*_transfer(entry), *_refunds(entry), *_merged(entry)]
    if not found:
        return []
    seen = Transaction.objects.visible_to(user).select_related("account")
    others = seen.in_bulk([key for _icon, _title, key in found])
    return [
        Tie(icon, title, others[key], transfer_note(entry, others[key])) for icon, title, key in found if key in others
    ]


def _transfer(entry: Transaction) -> Iterator[tuple[str, str, UUID]]:
    for pair in transfers_of([entry.pk]):
        if pair.outgoing_id == entry.pk:
            yield "arrow-right", _("Transfer to"), pair.incoming_id
        else:
            yield "arrow-down-left", _("Transfer from"), pair.outgoing_id


def _refunds(entry: Transaction) -> Iterator[tuple[str, str, UUID]]:
    if entry.refund_of_id is not None:
        yield "undo-2", _("Refund of"), entry.refund_of_id
    elif entry.amount < 0:
        refunds = entry.refunds.filter(deleted_at__isnull=True).order_by("booked_on", "id")
        for key in refunds.values_list("pk", flat=True):
            yield "undo-2", _("Refunded by"), key


def _merged(entry: Transaction) -> Iterator[tuple[str, str, UUID]]:
    merges = Link.objects.filter(kind=Link.Kind.MERGE, entry=entry).order_by("pk")
    for key in merges.values_list("other_id", flat=True):
        yield "git-merge", _("One with"), key

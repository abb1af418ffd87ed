"""Two entries a person puts together, or takes apart, without having been asked."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from ledger.core import errors
from ledger.core.models import Link, Transaction
from ledger.core.services import transfers_of, unlink_refund, unmerge_transactions, unpair_transfer
from ledger.pairing.joining import half_first, join
from ledger.pairing.models import Proposal

Kind = Proposal.Kind
SUREST = 100


@database_transaction.atomic
def put_together(*, entry: Transaction, other: Transaction, kind: str, by: User) -> Proposal:
    """Make the two a transfer, a purchase with its refund, or one entry; which is which is read off their amounts.

    Kept as a proposal that was accepted, so that it is taken back as one. Of two that are one payment `entry` stays,
    unless only `other` is half of a transfer.

    Raises what the services of `ledger.core` raise; FieldError for an unknown kind.
    """
    if kind not in Kind.values:
        raise errors.unknown_kind()
    first, second = sorted((entry, other), key=lambda each: each.amount)
    if kind == Kind.DUPLICATE:
        first, second = half_first(entry, other)
    accepted = {
        "status": Proposal.Status.ACCEPTED,
        "score": SUREST,
        "reason": "by_hand",
        "decided_at": timezone.now(),
    }
    proposal, _created = Proposal.objects.update_or_create(
        person=by, kind=kind, first=first, second=second, defaults=accepted
    )
    join(proposal, by=by)
    return proposal


@database_transaction.atomic
def take_apart(*, entry: Transaction, other: UUID, by: User) -> None:
    """Undo whatever joins the two. Raises NoLongerThere where nothing does that `by` may change."""
    for pair in transfers_of([entry.pk]):
        if other in (pair.outgoing_id, pair.incoming_id):
            return unpair_transfer(pair=pair)
    refunds = Transaction.objects.owned_by(by).live()
    for refund in refunds.filter(pk__in=[entry.pk, other], refund_of__in=[entry.pk, other]):
        unlink_refund(refund=refund)
        return None
    link = Link.objects.filter(kind=Link.Kind.MERGE, entry=entry, other=other).first()
    if link is None:
        raise errors.NoLongerThere
    unmerge_transactions(link=link)
    return None

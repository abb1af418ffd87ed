"""What a proposal means, done and undone; and the memory of what was taken apart."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from ledger.core import parting
from ledger.core.models import Link, MoneyAccountAccess, Transaction, Transfer
from ledger.core.services import (
    link_refund,
    merge_transactions,
    pair_transfer,
    transfers_of,
    unlink_refund,
    unmerge_transactions,
    unpair_transfer,
)
from ledger.pairing.models import Proposal

Kind = Proposal.Kind
Status = Proposal.Status
_KINDS = {Link.Kind.TRANSFER: Kind.TRANSFER, Link.Kind.REFUND: Kind.REFUND, Link.Kind.MERGE: Kind.DUPLICATE}


def join(proposal: Proposal, *, by: User, found_by: str = Transfer.FoundBy.PERSON) -> None:
    """Do what is proposed, and drop the proposals that cannot be any more. Raises what the service does."""
    first, second = proposal.first, proposal.second
    if proposal.kind == Kind.TRANSFER:
        pair_transfer(outgoing=first, incoming=second, paired_by=by, found_by=found_by)
        _drop_open(proposal, [first.pk, second.pk], (Kind.TRANSFER, Kind.REFUND))
    elif proposal.kind == Kind.REFUND:
        link_refund(refund=second, purchase=first, linked_by=by)
        _drop_open(proposal, [second.pk], (Kind.TRANSFER, Kind.REFUND))
    else:
        keep, gone = half_first(first, second)
        merge_transactions(keep=keep, gone=gone, merged_by=by)
        _drop_open(proposal, [gone.pk], tuple(Kind))


def part(proposal: Proposal) -> None:
    """Undo what was joined; nothing where that has been undone elsewhere."""
    first, second = proposal.first, proposal.second
    if proposal.kind == Kind.TRANSFER:
        for pair in Transfer.objects.filter(outgoing=first, incoming=second):
            unpair_transfer(pair=pair)
    elif proposal.kind == Kind.REFUND:
        if second.refund_of_id == first.pk and second.deleted_at is None:
            unlink_refund(refund=second)
    else:
        for link in Link.objects.filter(kind=Link.Kind.MERGE, entry__in=[first, second], other__in=[first, second]):
            unmerge_transactions(link=link)


def half_first(first: Transaction, second: Transaction) -> tuple[Transaction, Transaction]:
    """The one to keep first: half of a transfer must stay, whatever it was when this was proposed."""
    if transfers_of([second.pk]).exists() and not transfers_of([first.pk]).exists():
        return second, first
    return first, second


def _drop_open(joined: Proposal, ids: list[UUID], kinds: tuple[str, ...]) -> None:
    touching = Q(first__in=ids) | Q(second__in=ids)
    Proposal.objects.filter(touching, kind__in=kinds, status=Status.OPEN).exclude(pk=joined.pk).delete()


class ProposalMemory:
    """What `ledger.core` tells when two entries are taken apart, by whatever door."""

    def parted(self, kind: str, first: UUID, second: UUID) -> None:
        """Whoever had the pair proposed has declined it; else the owner of the first entry's account has."""
        ours = _KINDS[Link.Kind(kind)]
        now = timezone.now()
        known = Proposal.objects.filter(kind=ours, first__in=[first, second], second__in=[first, second])
        if known.update(status=Status.DECLINED, decided_at=now):
            return
        owner = MoneyAccountAccess.objects.filter(
            account__transactions=first, role=MoneyAccountAccess.Role.OWNER
        ).values_list("person_id", flat=True)
        for person_id in owner:
            Proposal.objects.create(
                person_id=person_id, kind=ours, first_id=first, second_id=second, score=0, status=Status.DECLINED,
                decided_at=now,
            )  # fmt: skip


def remember() -> None:
    parting.register(ProposalMemory())

"""Deciding about proposals; finding them is `finding`. Doors (pages, API) call these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from ledger.core import errors
from ledger.core.services.together import lock_all
from ledger.pairing.by_hand import put_together, take_apart
from ledger.pairing.finding import find_pairs, find_pairs_later
from ledger.pairing.joining import join, part
from ledger.pairing.models import Proposal

__all__ = [
    "accept_many",
    "accept_proposal",
    "decline_proposal",
    "find_pairs",
    "find_pairs_later",
    "put_together",
    "take_apart",
    "undo_decision",
]

Status = Proposal.Status


@database_transaction.atomic
def accept_proposal(*, proposal: Proposal, accepted_by: User) -> Proposal:
    """Do what is proposed. Of two at once one wins.

    Raises:
        Conflict: it was decided before, or an entry is half of another transfer by now.
        NoLongerThere: an entry is gone or in the bin.
        FieldError: the entries were changed and do not fit any more.
    """
    lock_all([proposal.first_id, proposal.second_id])
    _decide(proposal, [Status.OPEN], Status.ACCEPTED)
    proposal = _fresh(proposal)
    join(proposal, by=accepted_by)
    return proposal


@database_transaction.atomic
def decline_proposal(*, proposal: Proposal) -> Proposal:
    """The two do not belong together: never proposed again. Raises Conflict when it was decided before."""
    _decide(proposal, [Status.OPEN], Status.DECLINED)
    return _fresh(proposal)


@database_transaction.atomic
def undo_decision(*, proposal: Proposal) -> Proposal:
    """Take a decision back. A person's is open again; what was paired by itself is declined for good.

    Raises Conflict: it is open, or was undone before.
    """
    ids = [proposal.first_id, proposal.second_id]
    lock_all(ids, binned=ids)
    proposal = _fresh(proposal)
    was = proposal.status
    now = Status.DECLINED if was == Status.AUTOMATIC else Status.OPEN
    _decide(proposal, [Status.ACCEPTED, Status.AUTOMATIC, Status.DECLINED], now)
    if was != Status.DECLINED:
        part(proposal)
    # Taking two apart is remembered as declined, which a tap that is taken back is not.
    Proposal.objects.filter(pk=proposal.pk).update(status=now)
    return _fresh(proposal)


def accept_many(*, proposals: Iterable[Proposal], accepted_by: User) -> list[Proposal]:
    """Accept each that still can be, in a transaction of its own; returns those."""
    done = []
    for each in proposals:
        try:
            done.append(accept_proposal(proposal=each, accepted_by=accepted_by))
        except (ValidationError, errors.Conflict, Http404):
            continue
    return done


def _decide(proposal: Proposal, before: list[str], now: str) -> None:
    """One conditional UPDATE, so that of two decisions at once one is made."""
    undecided = Proposal.objects.filter(pk=proposal.pk, status__in=before)
    if not undecided.update(status=now, decided_at=None if now == Status.OPEN else timezone.now()):
        raise errors.Conflict(_fresh(proposal))


def _fresh(proposal: Proposal) -> Proposal:
    """As it stands now. Raises NoLongerThere: an entry was joined with another, which this cannot be any more."""
    found = Proposal.objects.select_related("first__account", "second__account").filter(pk=proposal.pk).first()
    if found is None:
        raise errors.NoLongerThere
    return found

"""Proposals as the desk shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger.core.models import Transaction
from ledger.pairing import sentences
from ledger.pairing.models import Proposal

PER_PAGE = 25
# From here on 'accept all likely' takes it along.
LIKELY = 60
TABS = {
    "transfers": Proposal.Kind.TRANSFER.value,
    "refunds": Proposal.Kind.REFUND.value,
    "duplicates": Proposal.Kind.DUPLICATE.value,
    "automatic": "",
}


@dataclass(frozen=True, slots=True)
class DeskPair:
    """Two entries side by side; `made` when it was paired by itself and only can be taken apart."""

    pk: UUID
    kind: str
    first: Transaction
    second: Transaction
    reason: str
    accept: str
    decline: str
    made: bool

    @property
    def icon(self) -> str:
        kinds = Proposal.Kind
        return {kinds.TRANSFER: "arrow-right", kinds.REFUND: "undo-2", kinds.DUPLICATE: "git-merge"}[kinds(self.kind)]


def desk_pairs(proposals: Sequence[Proposal]) -> list[DeskPair]:
    """`proposals` with both entries and their accounts joined."""
    return [
        DeskPair(
            pk=each.pk,
            kind=each.kind,
            first=each.first,
            second=each.second,
            reason=sentences.reason_of(each),
            accept=sentences.accept_label(each.kind),
            decline=sentences.decline_label(each.kind),
            made=each.status == Proposal.Status.AUTOMATIC,
        )
        for each in proposals
    ]

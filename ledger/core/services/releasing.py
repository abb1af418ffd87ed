"""Before entries are erased: whatever they were put together with gets back what that had changed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ledger.core.models import Link
from ledger.core.services.merging import forget_merged, unmerge_transactions
from ledger.core.services.refunds import unlink_refund
from ledger.core.services.transfers import transfers_of, unpair_transfer

_AT_ONCE = 500


def release(ids: Sequence[UUID]) -> None:
    """Part the entries from those that stay: the other half of a transfer, what was merged, refunds of a purchase.

    Three queries per 500 ids where nothing is linked. Must run in the transaction of the erasing.
    """
    going = set(ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for pair in transfers_of(some):
            if not {pair.outgoing_id, pair.incoming_id} <= going:
                unpair_transfer(pair=pair)
        _release_merged(some, going)
        for link in Link.objects.filter(kind=Link.Kind.REFUND, other__in=some).select_related("entry"):
            if link.entry_id not in going and link.entry.refund_of_id == link.other_id and not link.entry.deleted_at:
                unlink_refund(refund=link.entry)


def _release_merged(some: Sequence[UUID], going: set[UUID]) -> None:
    merges = Link.objects.filter(kind=Link.Kind.MERGE)
    for link in [*merges.filter(entry__in=some), *merges.filter(other__in=some)]:
        if link.entry_id in going and link.other_id not in going:
            unmerge_transactions(link=link)
        elif link.other_id in going and link.entry_id not in going:
            forget_merged(link=link)

"""Entries that belonged together where they were exported, put together again as they were, many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Q

from accounts.models import User
from ledger.core.models import Transaction, Transfer

Kind = Transaction.Kind
_AT_ONCE = 400


@database_transaction.atomic
def restore_transfers(*, person: User, pairs: Collection[tuple[UUID, UUID]]) -> int:
    """Make transfers of entries that are both filed as such already, so that no sum moves; how many were made.

    Pairs that do not fit (one half missing, not the person's, paired by now, two directions that do not fit, one
    account, two amounts in one currency) are passed over: doing it twice changes nothing. Three queries per 400.
    """
    ordered = sorted({tuple(sorted(pair)) for pair in pairs})
    made = 0
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        ids = {key for pair in part for key in pair}
        halves = _halves(person, ids)
        taken = _taken(ids)
        fresh = []
        for first, second in part:
            if taken.isdisjoint((first, second)) and first in halves and second in halves:
                pair = _pair(halves[first], halves[second])
                if pair is not None:
                    taken |= {first, second}
                    fresh.append(pair)
        Transfer.objects.bulk_create(fresh)
        made += len(fresh)
    return made


def _halves(person: User, ids: Collection[UUID]) -> dict[UUID, Transaction]:
    rows = Transaction.objects.owned_by(person).live().filter(pk__in=ids, kind=Kind.TRANSFER)
    return {each.pk: each for each in rows.select_for_update(of=("self",)).select_related("account").order_by("pk")}


def _taken(ids: Collection[UUID]) -> set[UUID]:
    pairs = Transfer.objects.filter(Q(outgoing__in=ids) | Q(incoming__in=ids))
    return {key for pair in pairs.values_list("outgoing", "incoming") for key in pair}


def _pair(first: Transaction, second: Transaction) -> Transfer | None:
    outgoing, incoming = (first, second) if first.amount < second.amount else (second, first)
    same_currency = outgoing.account.currency == incoming.account.currency
    if outgoing.account_id == incoming.account_id or not outgoing.amount < 0 < incoming.amount:
        return None
    if same_currency and outgoing.amount != -incoming.amount:
        return None
    return Transfer(outgoing=outgoing, incoming=incoming)


@database_transaction.atomic
def restore_refunds(*, person: User, purchases: Mapping[UUID, UUID]) -> int:
    """Say of refunds what they gave money back for, where nothing is said yet; their kind and category stay.

    What does not fit is passed over, as above. Two queries per 400, and one for each refund.
    """
    refunds: Sequence[UUID] = sorted(purchases)
    made = 0
    for start in range(0, len(refunds), _AT_ONCE):
        part = refunds[start : start + _AT_ONCE]
        live = Transaction.objects.owned_by(person).live()
        known = set(live.filter(pk__in={purchases[key] for key in part}, amount__lt=0).values_list("pk", flat=True))
        for key in part:
            if purchases[key] in known:
                waiting = live.filter(pk=key, kind=Kind.REFUND, refund_of=None)
                made += waiting.update(refund_of=purchases[key])
    return made

"""Whose part a line is, asked anew: of one entry, or of an account from a day on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction as database_transaction

from config.kernel.live import Frame
from ledger.core import shares
from ledger.core.audience import tell
from ledger.core.frames import Told, changed_frame, told
from ledger.core.models import MoneyAccount, Transaction, TransactionLine
from ledger.core.posting import post, postings_of
from ledger.core.services.together import lines_of, lock_all

AT_ONCE = 5_000


def share_again(*, entry: Transaction) -> Transaction:
    """Ask ledger.core.shares anew which part of an entry is the owner's. Nothing where it is that already, or the entry
    is in the bin.

    Raises NoLongerThere: it is gone or in the bin by now.
    """
    if entry.deleted_at is not None or not shares.share(entry, lines_of([entry]).get(entry.pk, [])):
        return entry
    return _store_share(entry.pk)


@database_transaction.atomic
def _store_share(key: UUID) -> Transaction:
    entry = lock_all([key])[key]
    lines = lines_of([entry]).get(key, [])
    before = postings_of(entry, lines)
    shares.share(entry, lines)
    entry.version += 1
    entry.save(update_fields=["own_amount", "version", "updated_at"])
    TransactionLine.objects.bulk_update(lines, ["own_amount"])
    post(postings_of(entry, lines), before)
    news = told(changed_frame(entry.account_id, [key]), entry.withheld)
    tell({entry.account_id: news}, {}, {})
    return entry


def reshare(*, account: MoneyAccount, since: date | None = None) -> int:
    """Ask ledger.core.shares anew for every line of an account booked from `since` on; how many changed.

    Those in the bin too. 5,000 lines a transaction, so that nobody waits long for SQLite's writer; run again, after a
    crash too, it changes what is left. Balances stay as they are.
    """
    changed, behind = 0, None
    while True:
        found, behind = _reshare_piece(account, since, behind)
        changed += found
        if behind is None:
            break
    if changed:
        _tell(account, changed_frame(account.pk, []))
    return changed


@database_transaction.atomic
def _reshare_piece(account: MoneyAccount, since: date | None, behind: UUID | None) -> tuple[int, UUID | None]:
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("account").filter(account=account)
    if since is not None:
        rows = rows.filter(booked_on__gte=since)
    if behind is not None:
        rows = rows.filter(pk__gt=behind)
    entries = list(rows.order_by("pk")[:AT_ONCE])
    lines = lines_of(entries)
    before = {each.pk: postings_of(each, lines.get(each.pk, ())) for each in entries}
    moved = shares.share_all((each, lines.get(each.pk, ())) for each in entries)
    parts = [line for each in moved for line in lines.get(each.pk, ())]
    Transaction.objects.bulk_update(moved, ["own_amount"], batch_size=500)
    TransactionLine.objects.bulk_update(parts, ["own_amount"], batch_size=500)
    post(
        [posting for each in moved for posting in postings_of(each, lines.get(each.pk, ()))],
        [posting for each in moved for posting in before[each.pk]],
    )
    return len(moved), entries[-1].pk if len(entries) == AT_ONCE else None


@database_transaction.atomic
def _tell(account: MoneyAccount, frame: Frame) -> None:
    tell({account.pk: [Told(frame)]}, {}, {})

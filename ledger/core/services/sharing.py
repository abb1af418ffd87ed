"""Whose part a line is, said anew: of one entry, or of an account from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction

from config.kernel.live import Frame
from config.kernel.money import to_stored
from ledger.core import errors, rules, shares
from ledger.core.audience import tell
from ledger.core.frames import Told, changed_frame, told
from ledger.core.models import MoneyAccount, Transaction, TransactionLine
from ledger.core.posting import post, postings_of
from ledger.core.services.together import lock_all, postings_now

AT_ONCE = 5_000


@database_transaction.atomic
def set_own_amount(*, entry: Transaction, own_amount: Decimal) -> Transaction:
    """Say which part of an entry is the owner's: signed as the amount, between nothing and all of it.

    The caller knows why, and gives the same answer through ledger.core.shares from now on: the next change of the
    amount asks there. The parts of a split entry are shared in proportion. Saying it twice changes nothing.

    Raises:
        FieldError: beyond the amount, or with more decimals than the currency has.
        NoLongerThere: it is gone or in the bin.
    """
    fresh = lock_all([entry.pk])[entry.pk]
    lowest, highest = sorted((Decimal(0), fresh.amount))
    if not lowest <= own_amount <= highest:
        raise errors.own_amount_out_of_range()
    rules.check_decimals(own_amount, fresh.account.currency, field="own_amount")
    if own_amount == fresh.own_amount:
        return fresh
    before = postings_now([fresh])
    lines = list(fresh.lines.all()) if fresh.is_split else []
    shares.give_own(fresh, lines, to_stored(own_amount))
    fresh.version += 1
    fresh.save(update_fields=["own_amount", "version", "updated_at"])
    TransactionLine.objects.bulk_update(lines, ["own_amount"])
    post(postings_of(fresh, lines), before)
    news = told(changed_frame(fresh.account_id, [fresh.pk]), fresh.withheld)
    tell({fresh.account_id: news}, {}, {})
    return fresh


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
    rows = Transaction.objects.select_for_update(of=("self",)).filter(account=account)
    if since is not None:
        rows = rows.filter(booked_on__gte=since)
    if behind is not None:
        rows = rows.filter(pk__gt=behind)
    entries = list(rows.order_by("pk")[:AT_ONCE])
    payments = [shares.Payment(each.pk, to_stored(each.amount), each.booked_on) for each in entries]
    owned = shares.current().own_parts(account.pk, payments) if payments else []
    moved = [(each, own) for each, own in zip(entries, owned, strict=True) if to_stored(each.own_amount) != own]
    lines: dict[UUID, list[TransactionLine]] = {}
    for line in TransactionLine.objects.filter(transaction__in=[each.pk for each, _own in moved if each.is_split]):
        lines.setdefault(line.transaction_id, []).append(line)
    before, after = [], []
    for each, own in moved:
        each.account = account
        parts = lines.get(each.pk, [])
        before += postings_of(each, parts)
        shares.give_own(each, parts, own)
        after += postings_of(each, parts)
    Transaction.objects.bulk_update([each for each, _own in moved], ["own_amount"], batch_size=500)
    TransactionLine.objects.bulk_update([line for of in lines.values() for line in of], ["own_amount"], batch_size=500)
    post(after, before)
    return len(moved), entries[-1].pk if len(entries) == AT_ONCE else None


@database_transaction.atomic
def _tell(account: MoneyAccount, frame: Frame) -> None:
    tell({account.pk: [Told(frame)]}, {}, {})

"""What a bank says of an entry that was here before it: the day, the amount, that it is booked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction as database_transaction
from django.utils import timezone

from config.kernel.events import announce
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import changes_told
from ledger.core.models import Transaction, TransactionLine
from ledger.core.posting import post, postings_of
from ledger.core.shares import share


class Booked(NamedTuple):
    """What a bank decides of an entry, and nothing a person would have written."""

    booked_on: date
    amount: Decimal
    is_pending: bool = False


@database_transaction.atomic
def book_entry(*, entry: Transaction, booked: Booked) -> Booked:
    """Give an entry the bank's values; payee, notes and categories stay as they are. Returns what it had before.

    Of a split entry the largest part takes the difference. The entry is not in the bin, and was locked by the caller.
    """
    lines = list(entry.lines.all()) if entry.is_split else []
    before, had = postings_of(entry, lines), Booked(entry.booked_on, entry.amount, entry.is_pending)
    if booked == had:
        return had
    more = booked.amount - entry.amount
    entry.booked_on, entry.amount, entry.is_pending = booked
    entry.version += 1
    entry.updated_at = timezone.now()
    if more and lines:
        largest = max(lines, key=lambda line: (abs(line.amount), line.pk))
        largest.amount += more
    share(entry, lines)
    entry.save()
    TransactionLine.objects.bulk_update(lines, ["amount", "own_amount"])
    balances = post(postings_of(entry, lines), before)
    announce(TransactionsChanged(entry.account_id, (entry.pk,)))
    tell(changes_told([entry]), balances, {entry.account_id: entry.account.currency})
    return had

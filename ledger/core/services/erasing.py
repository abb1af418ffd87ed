"""Deleting for good what never should have been here: the undo of an import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db import transaction as database_transaction
from django.db.models.deletion import Collector

from config.kernel.events import announce
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import Told, removed_frame, told
from ledger.core.models import MoneyAccount, Transaction, TransactionLine
from ledger.core.posting import Balances, post, postings_of
from ledger.core.services.releasing import release

_AT_ONCE = 500
_NAMED = 50
# What a posting is made of; the texts stay where they are.
_COUNTED = ("account", "booked_on", "category", "kind", "withheld", "amount", "own_amount", "is_split", "deleted_at")


@database_transaction.atomic
def erase_transactions(*, ids: Sequence[UUID]) -> None:
    """Delete transactions as if they had never been, those in the bin too; ids that are gone already are passed over.

    What they were paired, merged or linked with stays, and gets back what that had changed. Nothing is left to
    restore. In batches of 500: nine statements or more for each, one frame per account in all.
    """
    # All lines before the first balance: an edit locks in this order too, and neither waits for the other crosswise.
    for start in range(0, len(ids), _AT_ONCE):
        locked = Transaction.objects.select_for_update().filter(pk__in=ids[start : start + _AT_ONCE])
        len(locked.order_by("pk").values_list("pk"))
    release(ids)
    balances: Balances = {}
    gone: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        entries = list(Transaction.objects.filter(pk__in=ids[start : start + _AT_ONCE]).only(*_COUNTED))
        parts: dict[UUID, list[TransactionLine]] = defaultdict(list)
        for line in TransactionLine.objects.filter(transaction__in=[each.pk for each in entries if each.is_split]):
            parts[line.transaction_id].append(line)
        removed = [posting for each in entries for posting in postings_of(each, parts[each.pk])]
        for key, moved in post((), removed).items():
            balances[key] = moved.after(balances.get(key))
        for each in entries:
            gone[each.account_id, each.withheld].append(each.pk)
        _delete(entries)
    accounts = {account_id for account_id, _withheld in gone}
    currencies = dict(MoneyAccount.objects.filter(pk__in=accounts).values_list("pk", "currency"))
    news: dict[UUID, list[Told]] = defaultdict(list)
    for (account_id, withheld), erased in gone.items():
        named = erased if len(erased) <= _NAMED else []
        announce(TransactionsChanged(account_id, tuple(named)))
        news[account_id] += told(removed_frame(account_id, named), withheld)
    tell(news, balances, currencies)


def _delete(entries: Sequence[Transaction]) -> None:
    """As QuerySet.delete(), without loading the rows a second time."""
    collector = Collector(using=connection.alias)
    collector.collect(entries)
    collector.delete()

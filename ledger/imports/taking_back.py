"""Removing what an import brought: its undo, and the end of one that failed half-way."""

from __future__ import annotations

from django.db.models import QuerySet

from config.kernel.money import ZERO
from ledger.core import errors as core_errors
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import delete_money_account, update_money_account
from ledger.core.services.erasing import erase_transactions
from ledger.imports.models import Import, ImportBatch, ImportedLine


def take_back(source: Import) -> None:
    """Erase the transactions and fingerprints of an import and the accounts it made, unless they hold more by now.

    Must run in the caller's transaction.

    Raises FieldError: an account is no longer the person's.
    """
    batches = list(source.batches.filter(account__isnull=False).order_by("account_id"))
    mine = MoneyAccount.objects.owned_by(source.person).in_bulk([batch.account_id for batch in batches])
    if any(batch.account_id not in mine for batch in batches):
        raise core_errors.account_not_found()
    lines = ImportedLine.objects.filter(batch__source=source)
    entries = list(lines.filter(transaction__isnull=False).values_list("transaction_id", flat=True))
    lines.delete()
    erase_transactions(ids=[key for key in entries if key is not None])
    for batch in batches:
        account = MoneyAccount.objects.get(import_batches=batch)
        _put_opening_back(source, batch, account)
        if batch.account_created and not account.transactions.exists() and not account.imported_lines.exists():
            delete_money_account(account=account)


def edited_since(source: Import) -> int:
    """How many of the import's transactions somebody has changed."""
    return _entries(source).filter(version__gt=1).count()


def _entries(source: Import) -> QuerySet[Transaction]:
    return Transaction.objects.filter(pk__in=ImportedLine.objects.filter(batch__source=source).values("transaction"))


def _put_opening_back(source: Import, batch: ImportBatch, account: MoneyAccount) -> None:
    """Give the opening balance back what earlier lines had taken from it."""
    if batch.opening_moved == ZERO and batch.anchored_on in (None, account.opened_on):
        return
    earlier = account.transactions.filter(booked_on__lt=batch.anchored_on).exists() if batch.anchored_on else True
    update_money_account(
        account=account,
        changed_by=source.person,
        opening_balance=account.opening_balance - batch.opening_moved,
        opened_on=account.opened_on if earlier else batch.anchored_on,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(opening_moved=ZERO)

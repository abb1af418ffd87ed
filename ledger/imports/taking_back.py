"""Removing what an import brought: its undo, and the end of one that failed half-way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from config.kernel import jobs
from config.kernel.live import push
from config.kernel.money import ZERO
from ledger.core import errors as core_errors
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import delete_money_account, update_money_account
from ledger.core.services.booking import Booked, book_entry
from ledger.core.services.erasing import erase_transactions
from ledger.imports.models import Import, ImportBatch, ImportedLine
from ledger.reconciling.services import forget_balances

UNDO_JOB = "ledger.import.undo"
# Lines in one database transaction; erasing costs more than adding.
AT_ONCE = 5_000


def check_owned(source: Import) -> None:
    """Raises FieldError: an account is no longer the person's."""
    accounts = set(source.batches.filter(account__isnull=False).values_list("account_id", flat=True))
    if MoneyAccount.objects.owned_by(source.person).filter(pk__in=accounts).count() != len(accounts):
        raise core_errors.account_not_found()


@transaction.atomic
def take_back_piece(source: Import) -> bool:
    """Erase some of the import's transactions with their fingerprints; False once there are none.

    A line that had met an entry gives that back what it was and leaves it. Raises FieldError.
    """
    check_owned(source)
    lines = list(ImportedLine.objects.filter(batch__source=source).order_by("pk")[:AT_ONCE])
    if not lines:
        return False
    _give_back([line for line in lines if line.was_merged])
    own = [line.transaction_id for line in lines if line.transaction_id and not line.was_merged]
    ImportedLine.objects.filter(pk__gte=lines[0].pk, pk__lte=lines[-1].pk, batch__source=source).delete()
    erase_transactions(ids=own)
    Import.objects.filter(pk=source.pk).update(done_count=F("done_count") + len(lines))
    push([source.person_id], "import:progress", {"id": str(source.pk), "done": source.done_count + len(lines)})
    return True


@transaction.atomic
def begin_taking_back(source: Import, status: str, *, error: str = "") -> bool:
    """Take an import that is in `status` back: a small one now, a large one as a job. False: it is not in it any more.

    With an `error` it ends as failed, else as undone. Raises FieldError.
    """
    lines = ImportedLine.objects.filter(batch__source=source).count()
    begun = Import.objects.filter(pk=source.pk, status=status).update(
        status=Import.Status.UNDOING, error=error, done_count=0, total_count=lines, version=F("version") + 1
    )
    if not begun:
        return False
    check_owned(source)
    source.refresh_from_db()
    if lines <= AT_ONCE:
        take_back_piece(source)
        end_taking_back(source)
    else:
        source.job = jobs.enqueue(UNDO_JOB, {"import": str(source.pk), "lines": lines}, person=source.person)
        source.save(update_fields=["job"])
    return True


@transaction.atomic
def end_taking_back(source: Import) -> None:
    """What is left when the lines are gone: opening balances, the bank's balances, accounts that were made for it and
    hold nothing else by now. Doing it twice changes nothing. Raises FieldError.
    """
    status = Import.Status.FAILED if source.error else Import.Status.UNDONE
    now = timezone.now()
    when = {"finished_at": now, "report": {}} if source.error else {"undone_at": now}
    if not Import.objects.filter(pk=source.pk, status=Import.Status.UNDOING).update(status=status, **when):
        return
    check_owned(source)
    batches = list(source.batches.filter(account__isnull=False).order_by("account_id"))
    for batch in batches:
        forget_balances(origin=batch.pk)
        _put_opening_back(source, batch, MoneyAccount.objects.get(import_batches=batch))
    # Only now: two parts of a file may be of one account that it made.
    for made in {batch.account_id for batch in batches if batch.account_created and batch.account_id}:
        account = MoneyAccount.objects.get(pk=made)
        is_used = account.import_batches.filter(source__status=Import.Status.RUNNING).exists()
        if not is_used and not account.transactions.exists() and not account.imported_lines.exists():
            delete_money_account(account=account)
    push([source.person_id], "import:done", {"id": str(source.pk), "status": status})


def edited_since(source: Import) -> QuerySet[Transaction]:
    """The import's transactions that somebody has changed and that are not in the bin, newest day first."""
    own = ImportedLine.objects.filter(batch__source=source, was_merged=False)
    entries = Transaction.objects.live().filter(pk__in=own.values("transaction"), version__gt=1)
    return entries.order_by("-booked_on", "-pk")


def merged_with(source: Import) -> int:
    """How many entries that were here already get back what they were."""
    return ImportedLine.objects.filter(batch__source=source, was_merged=True).count()


def _give_back(lines: Sequence[ImportedLine]) -> None:
    """What an entry was before a line met it; what somebody has changed since stays."""
    before = {line.transaction_id: line.before for line in lines if line.transaction_id and line.before}
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("account")
    for entry in rows.filter(pk__in=before).order_by("pk"):
        kept = before[entry.pk]
        was, became = _booked(kept["was"]), _booked(kept["became"])
        book_entry(
            entry=entry,
            booked=Booked(
                was.booked_on if entry.booked_on == became.booked_on else entry.booked_on,
                was.amount if entry.amount == became.amount else entry.amount,
                was.is_pending if entry.is_pending == became.is_pending else entry.is_pending,
            ),
        )


def _booked(kept: list[Any]) -> Booked:
    return Booked(date.fromisoformat(kept[0]), Decimal(kept[1]), bool(kept[2]))


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

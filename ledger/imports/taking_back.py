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
from config.kernel.events import announce
from config.kernel.live import push
from config.kernel.money import ZERO
from ledger.core import errors as core_errors
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services import delete_money_account, update_money_account
from ledger.core.services.booking import Booked, book_entry
from ledger.core.services.erasing import erase_transactions
from ledger.imports.events import ImportEnded
from ledger.imports.handing_over import (
    READ_AT_MOST,
    Named,
    hand_over,
    leave_to_others,
    locked_in_order,
    named_in,
    note_unreadable,
    others_of,
    size_of,
)
from ledger.imports.models import Import, ImportBatch, ImportedLine
from ledger.imports.readers import FileRefused
from ledger.imports.turns import hold_accounts, imports_are_at_work
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

    A line that had met an entry gives that back what it was and leaves it; an entry that another import's line has met
    is left to that. Raises FieldError.
    """
    check_owned(source)
    lines = list(ImportedLine.objects.filter(batch__source=source).order_by("pk")[:AT_ONCE])
    if not lines:
        return False
    staying = leave_to_others(source, lines)
    _give_back([line for line in lines if line.was_merged])
    own = [
        line.transaction_id
        for line in lines
        if line.transaction_id and not line.was_merged and line.transaction_id not in staying
    ]
    ImportedLine.objects.filter(pk__gte=lines[0].pk, pk__lte=lines[-1].pk, batch__source=source).delete()
    erase_transactions(ids=own)
    Import.objects.filter(pk=source.pk).update(done_count=F("done_count") + len(lines))
    push([source.person_id], "import:progress", {"id": str(source.pk), "done": source.done_count + len(lines)})
    return True


def begin_taking_back(source: Import, status: str, *, error: str = "") -> bool:
    """Take an import that is in `status` back: a small one now, a large one as a job, as one is beside large files and
    beside imports that are at work on its accounts. False: it is not in it any more.

    With an `error` it ends as failed, else as undone. Raises FieldError.
    """
    lines = ImportedLine.objects.filter(batch__source=source).count()
    others = others_of(source)
    size = size_of(others)
    payload = {"import": str(source.pk), "lines": lines, "bytes": size}
    if lines > AT_ONCE or size > READ_AT_MOST:
        return _begin_job(source, status, error, payload)
    # Read before anything is locked.
    named = [(other, _named_in(source, other)) for other in others]
    with transaction.atomic():
        locked_in_order([source.pk, *{other.source_id for other in others}])
        hold_accounts(source)
        # One that has finished since may have left out lines too: the job reads its file.
        if imports_are_at_work(source) or not set(others_of(source)) <= set(others):
            return _begin_job(source, status, error, payload)
        if not _begin(source, status, error, lines):
            return False
        for other, some in named:
            if some is None:
                note_unreadable(source, other.source)
            else:
                hand_over(source, other, some)
        take_back_piece(source)
        end_taking_back(source)
    return True


def hand_over_all(source: Import, job: jobs.JobRun) -> None:
    """Leave to other imports what their files name too; what an earlier attempt handed over is theirs."""
    for other in others_of(source):
        try:
            for some in named_in(source, other):
                hand_over(source, other, some)
                job.extend()
        except (FileRefused, OSError):
            note_unreadable(source, other.source)


@transaction.atomic
def _begin_job(source: Import, status: str, error: str, payload: dict[str, Any]) -> bool:
    if not _begin(source, status, error, payload["lines"]):
        return False
    source.job = jobs.enqueue(UNDO_JOB, payload, person=source.person)
    source.save(update_fields=["job"])
    return True


def _begin(source: Import, status: str, error: str, lines: int) -> bool:
    begun = Import.objects.filter(pk=source.pk, status=status).update(
        status=Import.Status.UNDOING,
        error=error,
        is_at_work=False,
        done_count=0,
        total_count=lines,
        version=F("version") + 1,
    )
    if begun:
        check_owned(source)
        source.refresh_from_db()
    return bool(begun)


def _named_in(source: Import, other: ImportBatch) -> list[Named] | None:
    """None: its file can no longer be read."""
    try:
        return [each for some in named_in(source, other) for each in some]
    except (FileRefused, OSError):
        return None


@transaction.atomic
def end_taking_back(source: Import) -> None:
    """What is left when the lines are gone: opening balances, the bank's balances, accounts that were made for it and
    hold nothing else by now. Doing it twice changes nothing. Raises FieldError.
    """
    status = Import.Status.FAILED if source.error else Import.Status.UNDONE
    now = timezone.now()
    source.refresh_from_db(fields=["report"])
    stays = {name: source.report[name] for name in ("stays", "unreadable") if name in source.report}
    when = {"finished_at": now, "report": stays} if source.error else {"undone_at": now}
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
        is_empty = not account.transactions.exists() and not account.imported_lines.exists()
        if (
            not is_used
            and is_empty
            and account.grants.filter(person=source.person, role=MoneyAccountAccess.Role.OWNER).exists()
        ):
            delete_money_account(account=account, deleted_by=source.person)
    announce(ImportEnded(source.pk))
    push([source.person_id], "import:done", {"id": str(source.pk), "status": status})


def edited_since(source: Import) -> QuerySet[Transaction]:
    """The import's transactions that somebody has changed and that are not in the bin, newest day first; those its
    person may see.
    """
    own = ImportedLine.objects.filter(batch__source=source, was_merged=False)
    seen = Transaction.objects.visible_to(source.person).live()
    entries = seen.filter(pk__in=own.values("transaction"), version__gt=1)
    return entries.order_by("-booked_on", "-pk")


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
    opened_on = account.opened_on
    if batch.anchored_on and opened_on:
        earlier = account.transactions.filter(booked_on__lt=batch.anchored_on).order_by("booked_on")
        first = earlier.values_list("booked_on", flat=True).first()
        opened_on = batch.anchored_on if first is None else max(opened_on, first)
    update_money_account(
        account=account,
        changed_by=source.person,
        opening_balance=account.opening_balance - batch.opening_moved,
        opened_on=opened_on,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(opening_moved=ZERO)

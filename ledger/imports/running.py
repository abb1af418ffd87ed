"""The job that adds a confirmed import's lines, in whole pieces; it goes on after the last one that was written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from config.kernel import jobs, killing
from config.kernel.events import announce
from config.kernel.live import push
from config.kernel.sql import refresh_statistics
from ledger.core.models import MoneyAccount, Transaction
from ledger.exporting.own_format import FORMAT
from ledger.imports import keeping
from ledger.imports.checked import CheckedBatch, CheckedImport
from ledger.imports.checking import check_import
from ledger.imports.events import ImportEnded
from ledger.imports.file_categories import FileCategories
from ledger.imports.handing_over import READ_AT_MOST
from ledger.imports.kinds import Judge
from ledger.imports.models import Import, ImportedLine
from ledger.imports.pieces import Maker, Piece, write_piece
from ledger.imports.reports import Progress, make_report
from ledger.imports.restoring import restore
from ledger.imports.services import JOB
from ledger.imports.taking_back import (
    UNDO_JOB,
    begin_taking_back,
    end_taking_back,
    hand_over_all,
    take_back_piece,
)
from ledger.imports.turns import has_to_wait, take_turn
from ledger.pairing.finding import find_pairs_later
from ledger.reconciling.services import keep_balances

log = logging.getLogger(__name__)
Status = Import.Status
# Lines of the file in one database transaction. On SQLite it holds the one writer for a quarter of a second; who waits
# looks every 100 ms, and the pauses in which the next piece is made are to be longer than that.
AT_ONCE = 10_000 if connection.vendor == "sqlite" else 20_000
IN_CHILD_ABOVE = 5_000


def _is_heavy(payload: dict[str, Any]) -> bool:
    is_large = int(payload["lines"]) > IN_CHILD_ABOVE or int(payload.get("bytes", 0)) > READ_AT_MOST
    return is_large and not has_to_wait(payload)


def _gave_up(job: jobs.JobRun) -> None:
    _fail(job, "could_not_finish")


@jobs.handles(JOB, in_child=_is_heavy, gave_up=_gave_up)
def run_import(job: jobs.JobRun) -> None:
    """Add the lines of a running import; what an earlier attempt has added is passed over. Raises NotYet."""
    source = (
        Import.objects.select_related("person", "file").filter(pk=job.payload["import"], status=Status.RUNNING).first()
    )
    if source is None:
        return
    take_turn(source)
    try:
        _add_everything(source, job)
    except ValidationError as error:
        log.warning("Import %s was refused while it ran: %s", source.pk, error)
        _fail(job, "refused")


def _add_everything(source: Import, job: jobs.JobRun) -> None:
    checked = check_import(source)
    progress = Progress.of(source)
    of_file = FileCategories(source, product=checked.read.product)
    for each in checked.batches:
        if each.batch.account_id is None:
            continue
        judge = Judge(source.person, each.subtype, account_id=each.batch.account_id, of_file=of_file)
        for piece in _pieces(each, Maker(each, judge, of_file), progress):
            job.extend()
            write_piece(source, piece, progress, checked.taken)
            killing.point("import:piece-written")
    if checked.read.product == FORMAT:
        restore(source)
        killing.point("import:restored")
    if sum(progress.taken.values()) > IN_CHILD_ABOVE:
        refresh_statistics(Transaction, ImportedLine)
    finish(source, checked, progress)
    killing.point("import:finished")


def _pieces(each: CheckedBatch, maker: Maker, progress: Progress) -> Iterator[Piece]:
    """What is still to be written of a statement. The pieces begin at the same lines in every attempt."""
    rows, start = each.packed.rows(), 0
    while some := list(islice(rows, AT_ONCE)):
        if not progress.is_past(each.place, start):
            yield maker.piece(start, some)
        start += len(some)
    if each.statement.pending and not progress.is_past(each.place, start):
        yield maker.pending()


@transaction.atomic
def finish(source: Import, checked: CheckedImport, progress: Progress) -> None:
    """Say what happened, once; keep what the bank says its accounts held; look for pairs."""
    report = make_report(checked, progress)
    finished = Import.objects.filter(pk=source.pk, status=Status.RUNNING).update(
        status=Status.DONE,
        finished_at=timezone.now(),
        report=report,
        new_count=report["taken"],
        alike_count=report["alike"],
        duplicate_count=report["duplicate"],
        refused_count=report["refused"],
    )
    if not finished:
        return
    _keep_balances(checked)
    if checked.read.product != FORMAT:
        # Our own file says itself what belongs together; pairs that were taken apart stay so.
        touched = [each.batch.account_id for each in checked.batches if each.batch.account_id]
        find_pairs_later(person=source.person, accounts=touched, since=source.created_at)
    transaction.on_commit(lambda: keeping.forget(source), robust=True)
    counts = {name: report[name] for name in ("taken", "merged", "alike", "duplicate", "refused")}
    announce(ImportEnded(source.pk))
    push([source.person_id], "import:done", {"id": str(source.pk), "status": "done", **counts})


def _keep_balances(checked: CheckedImport) -> None:
    for each in checked.batches:
        if each.batch.account_id and each.statement.balances:
            account = MoneyAccount.objects.get(pk=each.batch.account_id)
            keep_balances(account=account, origin=each.batch.pk, balances=each.statement.balances)


def _fail(job: jobs.JobRun, code: str) -> None:
    """Take back what was added: an import is whole or not there."""
    source = Import.objects.select_related("person").filter(pk=job.payload["import"], status=Status.RUNNING).first()
    if source is not None:
        begin_taking_back(source, Status.RUNNING, error=code)


@jobs.handles(UNDO_JOB, in_child=_is_heavy)
def run_undo(job: jobs.JobRun) -> None:
    """Take an import back piece by piece; what an earlier attempt took back is gone. Raises NotYet."""
    source = Import.objects.select_related("person").filter(pk=job.payload["import"], status=Status.UNDOING).first()
    if source is None:
        return
    take_turn(source)
    hand_over_all(source, job)
    killing.point("import:handed-over")
    while take_back_piece(source):
        killing.point("import:undo-piece")
        job.extend()
    end_taking_back(source)
    killing.point("import:undone")

"""The job that adds a confirmed import's lines, in whole pieces; it can be done again after each."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.kernel import jobs
from config.kernel.live import push
from config.kernel.money import ZERO
from ledger.core.batch import insert_rows
from ledger.core.models import MoneyAccount
from ledger.core.services import TransactionDraft, record_many, update_money_account
from ledger.imports.checking import CheckedBatch, CheckedLine, check_import, known_fingerprints
from ledger.imports.kinds import Judged, judge
from ledger.imports.models import Import, ImportBatch, ImportedLine
from ledger.imports.reports import make_report
from ledger.imports.services import JOB
from ledger.imports.taking_back import take_back
from ledger.pairing.services import find_pairs_later

log = logging.getLogger(__name__)
Status = Import.Status
AT_ONCE = 5_000
IN_CHILD_ABOVE = 5_000
RAW_KEPT = 500


def _is_heavy(payload: dict[str, Any]) -> bool:
    return int(payload["lines"]) > IN_CHILD_ABOVE


def _gave_up(job: jobs.JobRun) -> None:
    _fail(job, "could_not_finish")


@jobs.handles(JOB, in_child=_is_heavy, gave_up=_gave_up)
def run_import(job: jobs.JobRun) -> None:
    """Add the lines of a running import; what an earlier attempt has added is passed over."""
    source = (
        Import.objects.select_related("person", "file").filter(pk=job.payload["import"], status=Status.RUNNING).first()
    )
    if source is None:
        return
    try:
        _add_everything(source, job)
    except ValidationError as error:
        log.warning("Import %s was refused while it ran: %s", source.pk, error)
        _fail(job, "refused")


def _add_everything(source: Import, job: jobs.JobRun) -> None:
    checked = check_import(source)
    total = sum(len(each.taken) for each in checked.batches)
    done = 0
    for each in checked.batches:
        taken = each.taken
        judged = judge(source.person, [line.line for line in taken], each.subtype)
        for start in range(0, len(taken), AT_ONCE):
            job.extend()
            piece = slice(start, start + AT_ONCE)
            done += len(taken[piece])
            add_piece(source, each, taken[piece], judged[piece], done=done, total=total)
    finish(source)


@transaction.atomic
def add_piece(
    source: Import, each: CheckedBatch, lines: Sequence[CheckedLine], judged: Sequence[Judged], *, done: int, total: int
) -> None:
    """Record lines and their fingerprints together. The account's lock makes two imports of one file take turns."""
    batch = each.batch
    account = MoneyAccount.objects.select_for_update(of=("self",)).get(import_batches=batch)
    here = known_fingerprints(account.pk, [line.fingerprint for line in lines])
    fresh = [(line, kind) for line, kind in zip(lines, judged, strict=True) if line.fingerprint not in here]
    drafts = [_draft(line, kind) for line, kind in fresh]
    _keep_anchor(batch, account, [line for line, _ in fresh], source)
    record_many(account=account, recorded_by=source.person, drafts=drafts)
    insert_rows(
        ImportedLine,
        [
            ImportedLine(
                account=account,
                fingerprint=line.fingerprint,
                batch=batch,
                transaction_id=draft.id,
                line_no=line.line.line_no,
                raw=line.line.raw[:RAW_KEPT],
            )
            for (line, _), draft in zip(fresh, drafts, strict=True)
        ],
    )
    Import.objects.filter(pk=source.pk).update(done_count=done)
    push([source.person_id], "import:progress", {"id": str(source.pk), "done": done, "total": total})


def _draft(line: CheckedLine, judged: Judged) -> TransactionDraft:
    suggested = judged.suggested
    return TransactionDraft(
        amount=line.amount,
        booked_on=line.line.booked_on,
        payee=line.line.payee,
        notes=line.line.notes,
        kind=judged.kind,
        occurred_at=line.line.occurred_at,
        category_id=suggested.category_id if suggested else None,
        category_source=suggested.source if suggested else "",
        category_confidence=suggested.confidence if suggested else None,
        category_reason=suggested.reason if suggested else "",
        raw_kind=line.line.raw_kind[:40],
    )


def _keep_anchor(batch: ImportBatch, account: MoneyAccount, lines: Sequence[CheckedLine], source: Import) -> None:
    """Lines older than the account's opening balance lower it, so that what it held on its day stays as it was."""
    if batch.anchored_on is None or account.opened_on is None:
        return
    earlier = [line for line in lines if line.line.booked_on < batch.anchored_on]
    if not earlier:
        return
    moved = -sum((line.amount for line in earlier), ZERO)
    first: Any = min(line.line.booked_on for line in earlier)
    update_money_account(
        account=account,
        changed_by=source.person,
        opening_balance=account.opening_balance + moved,
        opened_on=min(first, account.opened_on),
    )
    batch.opening_moved += moved
    batch.save(update_fields=["opening_moved"])


@transaction.atomic
def finish(source: Import) -> None:
    """Say what happened, once."""
    report = make_report(source)
    finished = Import.objects.filter(pk=source.pk, status=Status.RUNNING).update(
        status=Status.DONE,
        finished_at=timezone.now(),
        report=report,
        new_count=report["taken"],
        alike_count=report["alike"],
        duplicate_count=report["duplicate"],
        refused_count=report["refused"],
    )
    if finished:
        counts = {name: report[name] for name in ("taken", "alike", "duplicate", "refused")}
        push([source.person_id], "import:done", {"id": str(source.pk), "status": "done", **counts})
        accounts = source.batches.filter(account__isnull=False).values_list("account_id", flat=True)
        find_pairs_later(person=source.person, accounts=[key for key in accounts if key], since=source.created_at)


def _fail(job: jobs.JobRun, code: str) -> None:
    """Take back what was added: an import is whole or not there."""
    with transaction.atomic():
        source = (
            Import.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(pk=job.payload["import"], status=Status.RUNNING)
            .first()
        )
        if source is None:
            return
        try:
            with transaction.atomic():
                take_back(source)
        except ValidationError:
            log.exception("Import %s could not be taken back", source.pk)
        Import.objects.filter(pk=source.pk).update(
            status=Status.FAILED, error=code, finished_at=timezone.now(), done_count=0
        )
        push([source.person_id], "import:done", {"id": str(source.pk), "status": "failed"})

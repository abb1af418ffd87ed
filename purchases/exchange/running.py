"""The job that takes a file of things in, batch by batch; it goes on after the last one that was written."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from config.kernel import files, jobs, killing, schedule
from config.kernel.giving_way import Turns
from config.kernel.live import push
from config.kernel.sql import refresh_statistics
from ledger.imports.readers.types import FileRefused
from purchases.core.models import Purchase, Warranty
from purchases.exchange.models import ThingImport
from purchases.exchange.reading.archive import open_archive
from purchases.exchange.reading.files import read_things
from purchases.exchange.reading.records import ReadThings
from purchases.exchange.sentences import file_sentence
from purchases.exchange.services import JOB, forget_unconfirmed
from purchases.exchange.taking.batches import EVENT, Stopped, take_batch
from purchases.exchange.taking.naming import Names
from purchases.exchange.taking.papers import report_missing, take_papers
from purchases.exchange.taking.recognising import Recogniser

log = logging.getLogger(__name__)
Status = ThingImport.Status
AT_ONCE = 250
IN_CHILD_ABOVE = 300_000
FORGET = "forget_thing_imports"

schedule.daily(hour=3, name="Forget files of things that nobody confirmed", kind=FORGET)


@jobs.handles(FORGET)
def run_forget(job: jobs.JobRun) -> None:
    forget_unconfirmed()


def _is_heavy(payload: dict[str, Any]) -> bool:
    return int(payload["bytes"]) > IN_CHILD_ABOVE


def _gave_up(job: jobs.JobRun) -> None:
    _end(job.payload["import"], Status.FAILED, "could_not_finish")


@jobs.handles(JOB, in_child=_is_heavy, gave_up=_gave_up)
def run_import(job: jobs.JobRun) -> None:
    """Take in what an earlier attempt has not; what was taken stays where it fails for good."""
    source = ThingImport.objects.select_related("owner", "file").filter(pk=job.payload["import"]).first()
    if source is None or source.status != Status.RUNNING or source.file is None:
        return
    with translation.override(source.owner.locale.lower()):
        try:
            _take_everything(source, job)
        except FileRefused as refusal:
            _end(str(source.pk), Status.FAILED, refusal.code, **refusal.params)
        except Stopped:
            log.warning("An import of things was taken away while it ran")


def _take_everything(source: ThingImport, job: jobs.JobRun) -> None:
    assert source.file is not None
    owner = source.owner
    with files.open_file(source.file) as opened:
        choices = dict(job.payload.get("choices", {}))
        read = read_things(opened, source.kind, currency=owner.currency, today=owner.today, choices=choices)
        ThingImport.objects.filter(pk=source.pk).update(total=len(read.things))
        _take_things(source, owner, read, job)
        if source.kind == ThingImport.Kind.ZIP:
            with open_archive(opened) as archive:
                take_papers(source, read.things, archive, job.extend)
        else:
            report_missing(source, read.things)
    if len(read.things) > 1_000:
        refresh_statistics(Purchase, Warranty)
    killing.point("things:taken")
    _end(str(source.pk), Status.DONE)


def _take_things(source: ThingImport, owner: User, read: ReadThings, job: jobs.JobRun) -> None:
    recogniser, turns = Recogniser(owner, read.things), Turns()
    for start in range(source.done, len(read.things), AT_ONCE):
        job.extend()
        take_batch(source, start, read.things[start : start + AT_ONCE], recogniser, read.names)
        killing.point("things:batch")
        turns.give_way()
    with transaction.atomic():
        Names(owner, read.names).keep(read.names)


@transaction.atomic
def _end(key: str, status: str, code: str = "", **params: str) -> None:
    """Once; the file goes, the report stays."""
    held = ThingImport.objects.select_for_update().filter(pk=key, status=Status.RUNNING).first()
    if held is None:
        return
    held.status, held.finished_at = status, timezone.now()
    if code:
        text = file_sentence(code, params)
        held.report = [
            {"line": 0, "name": "", "outcome": "failed", "field": "file", "code": code, "text": text, "about": ""},
            *held.report,
        ]
    reference, held.file = held.file, None
    held.save(update_fields=["status", "finished_at", "report", "file"])
    if reference is not None:
        files.release(reference)
    push([held.owner_id], EVENT, {"id": str(held.pk), "status": status, "done": held.done, "total": held.total})

"""Files of things: kept, confirmed, forgotten. What they say is taken in by `running`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.kernel import files, jobs
from ledger.imports.readers.types import FileRefused
from purchases.exchange import errors
from purchases.exchange.models import ThingImport
from purchases.exchange.reading.archive import open_archive
from purchases.exchange.reading.csv_reader import read_sheet
from purchases.exchange.reading.files import Kind, head_in, text_in, told_kind
from purchases.exchange.reading.json_reader import read_json

JOB, PURPOSE = "take_things_in", "things"
UNCONFIRMED_FOR = timedelta(days=7)
# A JSON of this size is looked through before it is kept; a larger one by the job.
_LOOKED_THROUGH = 2_000_000
_TYPES = {Kind.CSV: "text/csv", Kind.JSON: "application/json", Kind.ZIP: "application/zip"}
Status = ThingImport.Status


def look_through(
    upload: IO[bytes], owner: User, *, asks_nobody: bool = False, choices: Mapping[str, str] | None = None
) -> str:
    """What kind of file it is. What is cheap to see is said at once: a table of something else, an archive without
    things, a short JSON that is none. `asks_nobody`: no page will ask which column holds what, and which of day and
    month comes first.

    Raises FileRefused.
    """
    kind = told_kind(upload)
    if kind == Kind.ZIP:
        with open_archive(upload) as archive:
            archive.look()
    elif kind == Kind.CSV:
        sheet = read_sheet(head_in(upload), currency=owner.currency, today=owner.today, choices=choices)
        if sheet.missing and asks_nobody:
            raise FileRefused("missing_columns", columns=",".join(sheet.missing))
        if asks_nobody and not sheet.is_order_sure and "day_order" not in (choices or {}):
            raise FileRefused("day_order_unclear")
    else:
        text = text_in(upload)
        if len(text) <= _LOOKED_THROUGH:
            read_json(text, currency=owner.currency)
    upload.seek(0)
    return kind


@transaction.atomic
def keep_import(*, owner: User, upload: File[Any], name: str, kind: str) -> ThingImport:
    """A file of the kind `look_through` told, which waits for its person to confirm. Nothing is taken in yet."""
    reference = files.store(owner, upload, name=name, content_type=_TYPES[Kind(kind)], purpose=PURPOSE)
    return ThingImport.objects.create(
        owner=owner, file=reference, name=_tidy_name(name), kind=kind, duplicates=ThingImport.Duplicates.SKIP
    )


@transaction.atomic
def start_import(*, source: ThingImport, duplicates: str, choices: Mapping[str, str] | None = None) -> ThingImport:
    """Have it taken in. `choices` are of columns, see `read_sheet`. Twice is once. Raises NotWaiting."""
    held = ThingImport.objects.select_for_update(of=("self",)).select_related("file").filter(pk=source.pk).first()
    if held is None or held.status not in (Status.WAITING, Status.RUNNING):
        raise errors.not_waiting()
    if held.status == Status.WAITING and held.file is not None:
        held.status, held.duplicates = Status.RUNNING, duplicates
        held.save(update_fields=["status", "duplicates"])
        size = held.file.file.size
        payload = {"import": str(held.pk), "bytes": size, "choices": dict(choices or {})}
        jobs.enqueue(JOB, payload, person=held.owner)
    return held


@transaction.atomic
def delete_import(*, source: ThingImport) -> None:
    """The record, and the file where it waits still; things stay. Raises StillRunning."""
    held = ThingImport.objects.select_for_update().filter(pk=source.pk).first()
    if held is None:
        return
    if held.status == Status.RUNNING:
        raise errors.still_running()
    reference = held.file
    held.delete()
    if reference is not None:
        files.release(reference)


def forget_unconfirmed() -> int:
    """How many files nobody confirmed for a week were let go."""
    waiting = ThingImport.objects.filter(status=Status.WAITING, created_at__lt=timezone.now() - UNCONFIRMED_FOR)
    gone = list(waiting)
    for each in gone:
        delete_import(source=each)
    return len(gone)


def _tidy_name(name: str) -> str:
    return " ".join(name.split())[-255:] or "file"

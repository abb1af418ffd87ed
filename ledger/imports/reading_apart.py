"""Large files are kept at once, and read and checked by a job in a process of its own: no page waits for that.

The import is `reading` meanwhile. It then waits to be confirmed like any other, or has failed and says why.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from config.kernel import files, jobs, killing
from config.kernel.live import push
from config.kernel.models import FileReference
from ledger.core import errors as core_errors
from ledger.core.errors import Conflict, FieldError, NoLongerThere
from ledger.core.models import MoneyAccount
from ledger.imports import keeping
from ledger.imports.batches import check_chosen, make_batches, planned_batches, store_counts
from ledger.imports.file_categories import suggested_categories
from ledger.imports.models import Import
from ledger.imports.previewing import is_at_hand, look_anew
from ledger.imports.readers import FileRefused, ReadFile
from ledger.imports.spool import spooled

JOB = "ledger.import.read"
# Bytes; some 15,000 lines, which take as long to read as a process takes to start.
APART_ABOVE = 1_000_000
IN_CHILD_ABOVE = 1_000_000
Status = Import.Status
# Called with an import that was read and waits now; the watched folder goes on with its own.
when_read: list[Callable[[Import], None]] = []


def is_large(data: bytes | File[Any]) -> bool:
    return (len(data) if isinstance(data, bytes) else data.size) > APART_ABOVE


def keep_unread(
    *,
    person: User,
    data: bytes | File[Any],
    filename: str,
    account: MoneyAccount | None = None,
    came_by: Import.CameBy = Import.CameBy.PERSON,
) -> Import:
    """Keep a dropped file to be read by a job, as an import that is `reading`."""
    content = ContentFile(data) if isinstance(data, bytes) else data
    name = clean_name(filename)
    with transaction.atomic():
        source = Import.objects.create(
            person=person,
            file=keep_file(person, content, name),
            filename=name,
            read_on=person.today,
            status=Status.READING,
            read_apart=True,
            reading={"account": str(account.pk)} if account else {},
            came_by=came_by,
        )
        _send(source, content.size)
    killing.point("import:kept-unread")
    return source


def keep_file(person: User, data: bytes | File[Any], name: str) -> FileReference:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return files.store(person, data, name=name, content_type=kind, purpose="import")


def clean_name(filename: str) -> str:
    """The name without a path or control characters; it is shown and never opened."""
    plain = "".join(each for each in filename if each.isprintable())
    return PurePath(plain.replace("\\", "/")).name[-255:] or "file"


@transaction.atomic
def read_later(source: Import, *, refusal: str = "", **changes: Any) -> Import:
    """Have a waiting import read again by a job, under changed terms if any. `refusal` is the error it gets where
    nothing can be read so; then everything stays as it was. Raises Conflict.
    """
    fresh = locked(source)
    if fresh.status != Status.PREVIEW:
        raise Conflict(fresh)
    fresh.status, fresh.error, fresh.version = Status.READING, "", fresh.version + 1
    fresh.reading = {"changes": changes, "refusal": refusal, "look": fresh.reading.get("look")}
    fresh.save(update_fields=["status", "error", "version", "reading"])
    _send(fresh, fresh.file.file.size if fresh.file else 0)
    return fresh


def read_if_gone(source: Import) -> Import:
    """What was found in a large file is kept for days, not for ever: it is looked for again where it is gone."""
    if source.status != Status.PREVIEW or is_at_hand(source):
        return source
    try:
        return read_later(source)
    except Conflict:
        return locked(source)


def need_reading(source: Import) -> None:
    """Raises Conflict where a large file is being read, will be now, or is not needed any more."""
    if source.read_apart and (source.status != Status.PREVIEW or not is_at_hand(source)):
        raise Conflict(read_if_gone(source))


def locked(source: Import) -> Import:
    """Raises NoLongerThere where it was removed, with its person or without."""
    rows = Import.objects.select_for_update(of=("self",)).select_related("person", "file__file")
    with transaction.atomic():
        found = rows.filter(pk=source.pk).first()
    if found is None:
        raise NoLongerThere
    return found


def changed(source: Import, changes: Mapping[str, Any]) -> Import:
    other = copy(source)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def question_code(read: ReadFile) -> str:
    return read.question.code if read.question else ""


def _send(source: Import, size: int) -> None:
    source.job = jobs.enqueue(JOB, {"import": str(source.pk), "bytes": size}, person=source.person)
    source.save(update_fields=["job"])


def _is_heavy(payload: dict[str, Any]) -> bool:
    return int(payload["bytes"]) > IN_CHILD_ABOVE


def _gave_up(job: jobs.JobRun) -> None:
    """It failed every time: that is ours, so the file stays."""
    source = _being_read(job)
    if source is not None:
        with transaction.atomic():
            if _is_still_read(source):
                source.status, source.error, source.finished_at = Status.FAILED, "could_not_finish", timezone.now()
                source.save(update_fields=["status", "error", "finished_at"])
                _tell(source)


@jobs.handles(JOB, in_child=_is_heavy, gave_up=_gave_up)
def run_reading(job: jobs.JobRun) -> None:
    """Read a file and hold it against the ledger. Doing it twice changes nothing."""
    source = _being_read(job)
    if source is None:
        return
    try:
        _read_and_show(source, job)
    finally:
        _forget_if_removed(source)


def _forget_if_removed(source: Import) -> None:
    """Whoever removed it meanwhile, or left, forgot what was kept of it then."""
    if source.file is not None and not Import.objects.filter(pk=source.pk).exists():
        keeping.forget_file(source.file.file_id)


def _read_and_show(source: Import, job: jobs.JobRun) -> None:
    with translation.override(source.person.locale.lower()):
        try:
            (_read_anew if source.format else _read_first)(source)
        except FileRefused as refusal:
            _refuse(source, refusal.code, dict(refusal.params))
            return
        except FieldError as refusal:
            _refuse(source, refusal.stable_code)
            return
        killing.point("import:read")
        job.extend()
        waiting = _show(source)
    killing.point("import:shown")
    for act in when_read if waiting else ():
        act(source)


def _being_read(job: jobs.JobRun) -> Import | None:
    """The import, if this is the job it waits for."""
    found = Import.objects.filter(pk=job.payload["import"], status=Status.READING, job=job.id)
    return found.select_related("person", "file__file").first()


def _is_still_read(source: Import) -> bool:
    """Locks it, if nobody has removed it."""
    rows = Import.objects.select_for_update(of=("self",)).filter(pk=source.pk, status=Status.READING, job=source.job_id)
    return rows.first() is not None


def _read_first(source: Import) -> None:
    """Raises FileRefused; FieldError: the account that was named does not fit."""
    person = source.person
    read, mapping = keeping.read_first(person, keeping.data_of(source), source.filename, source.read_on)
    account = _named_account(source)
    if account is not None:
        check_chosen(account, read.statements)
    source.shape, source.mapping, source.format = keeping.shape_of(read), mapping, read.format
    source.question = question_code(read)
    kept = spooled(read)
    keeping.keep(source, kept)
    planned = planned_batches(person, kept, source.shape, account)
    source.categories = suggested_categories(person, read, source.shape)
    with transaction.atomic():
        if not _is_still_read(source):
            return
        source.save(update_fields=["shape", "mapping", "format", "question", "categories"])
        make_batches(source, planned)


def _named_account(source: Import) -> MoneyAccount | None:
    key = source.reading.get("account")
    if key is None:
        return None
    account = MoneyAccount.objects.owned_by(source.person).filter(pk=key).first()
    if account is None:
        raise core_errors.account_not_found()
    return account


def _read_anew(source: Import) -> None:
    """Under the terms that `read_later` was given. Raises FileRefused."""
    changes = source.reading.get("changes", {})
    proposed = changed(source, changes)
    kept = keeping.read_again(proposed)
    proposed.question = question_code(kept.read)
    planned = planned_batches(source.person, kept, source.shape, None)
    with transaction.atomic():
        if not _is_still_read(source):
            return
        proposed.save(update_fields=[*changes, "question"])
        if len(kept.read.statements) != source.batches.count():
            source.batches.all().delete()
            make_batches(source, planned)
    source.refresh_from_db()


def _show(source: Import) -> bool:
    """Say what would happen to the lines. False: it was removed in the meantime."""
    checked = look_anew(source)
    with transaction.atomic():
        shown = Import.objects.filter(pk=source.pk, status=Status.READING, job=source.job_id).update(
            status=Status.PREVIEW, reading={"look": str(source.job_id)}
        )
        if shown:
            store_counts(source, checked)
            source.refresh_from_db()
            _tell(source)
    return bool(shown)


@transaction.atomic
def _refuse(source: Import, code: str, params: Mapping[str, str] | None = None) -> None:
    """A file that cannot be read is not kept; what cannot be read otherwise stays as it was."""
    if not _is_still_read(source):
        return
    is_first, kept = not source.format, source.file
    source.status = Status.FAILED if is_first else Status.PREVIEW
    source.error = code if is_first else source.reading.get("refusal") or code
    source.reading = {"look": source.reading.get("look")}
    if is_first:
        source.finished_at, source.report = timezone.now(), {"refused_file": {"code": code, "params": params or {}}}
        source.file = None
    source.save(update_fields=["status", "error", "reading", "finished_at", "report", "file"])
    if is_first and kept is not None:
        files.release(kept)
    _tell(source)


def _tell(source: Import) -> None:
    push([source.person_id], "import:read", {"id": str(source.pk), "status": source.status, "error": source.error})

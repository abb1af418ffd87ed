"""The watched folder (IMPORT_FOLDER): files that lie there are taken as if their person had dropped them.

A file is taken once it was the same at two looks, a minute apart. What needs nobody's decision is imported by itself:
its form is known, no question is open, every line can be read, and its account is known. Anything else waits on the
import page. The file then lies in `done` or, with the reason beside it, in `refused`.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.context import shell_count
from config.kernel.live import push
from ledger.core.errors import Conflict, NoLongerThere
from ledger.imports import reading_apart, sentences, services
from ledger.imports.folders import Folder, Seen, open_folder
from ledger.imports.models import Import, ImportMapping
from ledger.imports.readers import FileRefused
from ledger.imports.readers.formats import MAX_BYTES

LOOK = "tuppence.look_into_import_folder"
TAKE = "ledger.import.folder"
DONE, REFUSED = "done", "refused"
NAME_KEPT = 200
Status = Import.Status
log = logging.getLogger(__name__)
# What lay there at the last look, and what of it at the one before as well; for as long as a worker may be late.
_LOOK, _READY = "import-folder-look", "import-folder-ready"
_KEPT = 600


@shared_task(name=LOOK)
def look() -> None:
    """Remember what lies there; where something lies there as it lay at the last look, have it taken."""
    here = _here()
    ready = here & (cache.get(_LOOK) or set())
    cache.set(_LOOK, here, timeout=_KEPT)
    cache.set(_READY, ready, timeout=_KEPT)
    if ready:
        schedule.enqueue_periodic(TAKE)


if settings.IMPORT_FOLDER:
    schedule.every(seconds=60, name="Look into the import folder", task=LOOK)


@jobs.handles(TAKE)
def run_take(job: jobs.JobRun) -> None:
    take_ready(job)


@shell_count("imports")
def count_waiting(person: User) -> int:
    """Files of the folder that wait for a decision."""
    found = Import.objects.visible_to(person).filter(status=Status.PREVIEW, came_by=Import.CameBy.FOLDER)
    return found.count()


def take_ready(job: jobs.JobRun | None = None) -> None:
    """Take every file that was the same at two looks. Running it twice changes nothing."""
    for email, seen in sorted(_ready()):
        person = _person(email)
        if person is None:
            log.warning("The import folder holds files of nobody who is here.")
            continue
        if job is not None:
            job.extend()
        try:
            with _opened(email) as folder:
                _take(person, folder, seen)
        except (OSError, Conflict, NoLongerThere) as error:
            log.warning("A file in the import folder could not be taken: %s", type(error).__name__)


def _take(person: User, folder: Folder, seen: Seen) -> None:
    with translation.override(person.locale.lower()):
        if seen.size > MAX_BYTES:
            limit = str(MAX_BYTES // 1_048_576)
            _refuse(person, folder, seen, sentences.refused_file(FileRefused("too_large", limit=limit)))
            return
        data = folder.read(seen)
        if data is None:
            return
        if not _is_here(person, data):
            try:
                _import(person, data, seen.name)
            except FileRefused as refusal:
                _refuse(person, folder, seen, sentences.refused_file(refusal))
                return
            except ValidationError as error:
                _refuse(person, folder, seen, " ".join(error.messages))
                return
    with folder.inside(DONE, make=True) as done:
        folder.move(seen.name, done, _dated(person, seen.name))


def _refuse(person: User, folder: Folder, seen: Seen, why: str) -> None:
    with folder.inside(REFUSED, make=True) as refused:
        name = folder.move(seen.name, refused, _dated(person, seen.name))
        refused.write(f"{name}.txt", f"{why}\n")
    shown = "".join(each for each in seen.name if each.isprintable())
    push([person.pk], "import:refused", {"filename": shown, "detail": why})


def _dated(person: User, name: str) -> str:
    """The name with today before it, cut to what a disk takes with a number and '.txt' behind it."""
    return f"{person.today.isoformat()}-{os.fsdecode(os.fsencode(name)[-NAME_KEPT:])}"


def _is_here(person: User, data: bytes) -> bool:
    """Whether the very same file was taken before and not undone."""
    same = Import.objects.filter(person=person, file__file=sha256(data).hexdigest())
    return same.exclude(status__in=[Status.UNDONE, Status.FAILED]).exists()


def _import(person: User, data: bytes, name: str) -> None:
    source = services.start_import(person=person, data=data, filename=name, came_by=Import.CameBy.FOLDER)
    if source.status != Status.READING:
        _go_on(source)


def _go_on(source: Import) -> None:
    """With a file that was read, at once or by the job of a large one."""
    if _needs_nobody(source):
        services.confirm_import(source=source)
    elif not source.question and not (source.new_count or source.alike_count or source.refused_count):
        services.discard_import(source=source)
    else:
        push([source.person_id], "import:waiting", {"id": str(source.pk), "filename": source.filename})


def _go_on_later(source: Import) -> None:
    if source.came_by != Import.CameBy.FOLDER:
        return
    try:
        _go_on(source)
    except (Conflict, ValidationError) as error:
        log.warning("A file of the import folder waits for its person: %s", type(error).__name__)


reading_apart.when_read.append(_go_on_later)


def _needs_nobody(source: Import) -> bool:
    """Its form was confirmed before, every account is known, every line was read, and there is something to add."""
    known = ImportMapping.objects.filter(person=source.person, shape=source.shape).exists()
    accounts_known = not source.batches.filter(account__isnull=True).exists()
    return known and accounts_known and not source.question and not source.refused_count and source.new_count > 0


_Files = set[tuple[str, Seen]]


def _ready() -> _Files:
    """What lay there at two looks and lies there as it did."""
    return _here() & (cache.get(_READY) or set())


def _here() -> _Files:
    """Every file and whose folder it lies in; '' is the one folder of a person who is alone here."""
    try:
        with open_folder(_root()) as root:
            found: _Files = set()
            for name in root.folders():
                if name not in (DONE, REFUSED):
                    with root.inside(name) as folder:
                        found |= {(name, seen) for seen in folder.files()}
            return found | {("", seen) for seen in root.files()}
    except OSError as error:
        log.warning("The import folder cannot be looked into: %s", error.strerror)
        return set()


def _root() -> Path:
    """Raises FileNotFoundError: no folder is configured, which a task from before a restart may not know."""
    if settings.IMPORT_FOLDER is None:
        raise FileNotFoundError(errno.ENOENT, "not configured")
    return Path(settings.IMPORT_FOLDER)


@contextmanager
def _opened(email: str) -> Iterator[Folder]:
    with open_folder(_root()) as root:
        if not email:
            yield root
            return
        with root.inside(email) as folder:
            yield folder


def _person(email: str) -> User | None:
    """Whose folder it is: by e-mail, or the only person there is."""
    people = User.objects.filter(is_active=True)
    found = list((people.filter(email__iexact=email) if email else people)[:2])
    return found[0] if len(found) == 1 else None

"""An instance out of an archive: all of it or, whatever happens on the way, what was there before.

A journal in DATA_DIR says that a restore is under way. Whoever starts next finds it: where the database is still the
old one, what was brought for the new one goes; where it is the new one, what only the old one needed goes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _

from config.kernel import audit, files, killing, locks
from config.kernel.backup import figures, keeping
from config.kernel.backup.archive import Reader
from config.kernel.backup.destinations import first
from config.kernel.backup.errors import RestoreRefused
from config.kernel.backup.keeping import Kept
from config.kernel.backup.making import WAIT_SECONDS, free_bytes, write_archive
from config.kernel.backup.manifest import FileEntry, Manifest
from config.kernel.backup.replacing import forget_unfinished, nobody_else_writes, replace_contents
from config.kernel.backup.schemas import applied_migrations
from config.kernel.backup.verifying import verify_contents
from config.kernel.models import AuditEntry, Job, StoredFile
from config.kernel.storage import flush_folder

# A row with its indexes takes about three times its line in the archive.
_ROOM_OF_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """`restore_point` is the archive of what was there; None where nothing was."""

    manifest: Manifest
    restore_point: Path | None


def restore(archive: Path | Kept, *, accept_differences: bool = False) -> Restored:
    """Put what an archive holds in the place of what is here. Everybody logs in again afterwards.

    `accept_differences`: also of a ledger that did not agree with its own lines when it was backed up.

    Raises:
        ArchiveRefused, RestoreRefused, CannotBackUp: nothing was changed.
    """
    try:
        with locks.held(locks.SERVING):
            recover()
            try:
                with locks.held(locks.BACKUP, wait_seconds=WAIT_SECONDS):
                    return _restore(archive if isinstance(archive, Kept) else keeping.at(archive), accept_differences)
            finally:
                recover()
    except locks.Taken as error:
        words = {
            locks.SERVING: _("The server is running; stop it first."),
            locks.BACKUP: _("A backup is running; wait for its end."),
        }
        raise RestoreRefused("busy", words[str(error)]) from error


def recover() -> str:
    """Bring a restore that was cut off to the one end or the other; says which: `finished`, `undone` or nothing.

    May run as often as it likes, beside a server too.
    """
    journal = _read_journal()
    if journal is None:
        return ""
    forget_unfinished()
    entry = journal.get("entry")
    finished = False
    if StoredFile._meta.db_table in connection.introspection.table_names():
        finished = entry is not None and AuditEntry.objects.filter(pk=entry).exists()
        files.collect_strays()
    killing.point("restore:cleared")
    _journal_path().unlink(missing_ok=True)
    return "finished" if finished else "undone"


def recover_before_serving() -> Iterator[str]:
    match recover():
        case "finished":
            yield _("A restore that was cut off is done: the data is that of the backup.")
        case "undone":
            yield _("A restore that was cut off was undone: the data is as it was before.")


def _restore(kept: Kept, accept_differences: bool) -> Restored:
    with keeping.opened(kept) as reader:
        tables = verify_contents(reader)
        _check_room(reader.manifest)
        with nobody_else_writes() as let_others_write:
            point = write_archive(keeping.RESTORE_POINT, [first()]).path if applied_migrations(connection) else None
            names: dict[str, Any] = {
                "restore_point": point.name if point else "",
                "made_at": reader.manifest.created_at,
            }
            _write_journal(names)
            killing.point("restore:journalled")
            _bring_files(reader)
            killing.point("restore:files")

            def check() -> None:
                _check(reader.manifest, accept_differences)
                Job.objects.filter(status=Job.Status.RUNNING).update(status=Job.Status.QUEUED)
                entry = audit.record("backup.restored", person=None, **names)
                _write_journal({**names, "entry": str(entry.pk)})

            replace_contents(reader, tables, check, let_others_write)
    # Not before: what is restored, or its files, could be among what goes.
    with suppress(OSError):
        keeping.let_go_of_restore_points()
    return Restored(reader.manifest, point)


def _check_room(manifest: Manifest) -> None:
    needed = sum(entry.size for entry in manifest.files)
    if connection.vendor == "sqlite":
        needed += _ROOM_OF_A_ROW * sum(entry.size for entry in manifest.tables)
    if needed > free_bytes(settings.DATA_DIR):
        raise RestoreRefused("no_room", _("The archive needs %d MB of free disk.") % (needed // 1_000_000 + 1))


def _bring_files(reader: Reader) -> None:
    """Those that are missing or damaged; none goes before the database is the new one."""
    for entry in reader.manifest.files:
        file = StoredFile(digest=entry.sha256, size=entry.size)
        if not files.is_whole(file):
            default_storage.save(file.path, _Contents(reader, entry))  # type: ignore[arg-type]
        killing.point("restore:file")


class _Contents:
    """A file of the archive, as the storage wants to have it."""

    def __init__(self, reader: Reader, entry: FileEntry) -> None:
        self.reader = reader
        self.entry = entry

    def chunks(self) -> Iterator[bytes]:
        return self.reader.chunks(self.entry)


def _check(manifest: Manifest, accept_differences: bool) -> None:
    """The filled database against the manifest, the ledger's own checks and the disk."""
    if changed := figures.unlike(manifest.figures, figures.count(connection)):
        raise RestoreRefused("wrong_figures", _("The figures of %s are not the archive's.") % changed[0])
    if not accept_differences and (difference := next(figures.differences(), None)):
        raise RestoreRefused("differences", _("What was backed up does not agree with itself: %s") % difference)
    promised_files = {entry.sha256: entry for entry in manifest.files}
    for digest in StoredFile.objects.values_list("pk", flat=True):
        entry = promised_files.get(digest)
        if entry is None and digest not in manifest.missing:
            raise RestoreRefused("missing_file", _("The archive lacks the file %s.") % digest)
        if entry and not files.is_whole(StoredFile(digest=digest, size=entry.size)):
            raise RestoreRefused("missing_file", _("The file %s could not be brought.") % digest)


def _journal_path() -> Path:
    return Path(settings.DATA_DIR, "restore.json")


def _read_journal() -> dict[str, Any] | None:
    with suppress(FileNotFoundError):
        found: dict[str, Any] = json.loads(_journal_path().read_text())
        return found
    return None


def _write_journal(told: dict[str, Any]) -> None:
    """Whole and on the disk before what it speaks of begins."""
    path = _journal_path()
    aside = path.with_suffix(".new")
    with aside.open("w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)

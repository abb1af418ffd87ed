"""An archive of this instance, consistent while people go on writing, whole or not there, in every place there is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from config.kernel import audit, jobs, killing, locks
from config.kernel.backup import archive, encryption, keeping, pool
from config.kernel.backup.copying import Copied, bring_to, let_go_there
from config.kernel.backup.destinations import Destination, destinations
from config.kernel.backup.drawing import database_of, on_disk
from config.kernel.backup.errors import CannotBackUp
from config.kernel.backup.keeping import Kept, archives
from config.kernel.backup.ladder import Ladder
from config.kernel.backup.manifest import Manifest
from config.kernel.backup.verifying import verify_contents

# A file being removed is not waited for longer than this; the collector holds the lock for one file at a time.
WAIT_SECONDS = 30
BRING = "kernel.bring_backup"


@dataclass(frozen=True, slots=True)
class Made:
    """An archive, in at least one place."""

    manifest: Manifest
    copies: tuple[Copied, ...]

    @property
    def kept(self) -> Kept:
        """The first that was kept: the one in BACKUP_DIR, unless that failed."""
        return next(copy.kept for copy in self.copies if copy.kept)

    @property
    def path(self) -> Path:
        return self.kept.path

    @property
    def failed(self) -> tuple[Copied, ...]:
        return tuple(copy for copy in self.copies if copy.code)


def make_backup(ladder: Ladder | None = None) -> Made:
    """Write an archive into every place, and let go of those that no rung of the ladder holds (BACKUP_KEEP else).

    Reads every row once in one snapshot; nobody who writes waits. Files are not removed meanwhile. A place that
    fails leaves the others as they are; a job brings the archive there later.

    Raises:
        CannotBackUp: another backup or a restore is running, or no place at all takes it.
    """
    with alone():
        keeping.clear_rooms()
        made = write_archive(keeping.BACKUP, destinations(), ladder)
    name = made.kept.name
    audit.record("backup.made", person=None, name=name, failed=[copy.destination.name for copy in made.failed])
    for copy in made.failed:
        jobs.enqueue(BRING, {"name": name, "destination": copy.destination.name})
    return made


def bring(name: str, to: str) -> Copied | None:
    """Copy an archive from whichever place has it to the one that has that address.

    None where it is there already, is kept nowhere any longer, or the place is no longer one of ours.

    Raises:
        CannotBackUp: a backup or a restore is running, or the place fails again.
        ArchiveRefused: the archive it is copied from is damaged.
    """
    destination = next((each for each in destinations() if each.name == to), None)
    kept = keeping.find(_plain(name)) or keeping.find(_plain(name) + encryption.END)
    if destination is None or kept is None or _has(destination, name):
        return None
    with alone(), keeping.opened(kept) as reader, keeping.room() as folder:
        database = folder / "database.zip"
        pool.write_database_only(reader, database)
        with archive.opened(database, reader.found) as light:
            copied = bring_to(destination, database, light, kept.sort, kept.made_at)
    if copied.code:
        raise CannotBackUp(copied.code, copied.words)
    audit.record("backup.brought", person=None, name=name, to=to)
    return copied


def _has(destination: Destination, name: str) -> bool:
    try:
        return any(_plain(kept.name) == _plain(name) for kept in archives(destination))
    except OSError as error:
        raise CannotBackUp("away", f"{destination.name}: {error.strerror or error}") from error


def write_archive(sort: str, places: list[Destination], ladder: Ladder | None = None) -> Made:
    """As make_backup, for a caller who holds the lock; `sort` is one of `keeping`. A restore point lets go of none."""
    now = timezone.now()
    for destination in places:
        # One that does not answer says so again when it is written to.
        with suppress(OSError):
            destination.place.clear()
    with database_of(now) as path, archive.opened(path, on_disk) as reader:
        verify_contents(reader, files=False)
        copies = []
        for destination in places:
            copied = bring_to(destination, path, reader, sort, now)
            if sort == keeping.BACKUP and copied.kept:
                copied = let_go_there(copied, ladder)
            copies.append(copied)
            killing.point("backup:place")
        made = Made(reader.manifest, tuple(copies))
    if len(made.failed) == len(copies):
        raise CannotBackUp(copies[0].code, copies[0].words)
    return made


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of backups. Raises CannotBackUp where somebody else keeps it for half a minute."""
    try:
        with locks.held(locks.BACKUP, wait_seconds=WAIT_SECONDS):
            yield
    except locks.Taken as error:
        raise CannotBackUp("busy", _("Another backup or a restore is running.")) from error


def _plain(name: str) -> str:
    return name.removesuffix(encryption.END)


def free_bytes(folder: Path) -> int:
    """What may still be written where `folder` is."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize

"""The archives there are, in each place: their names, how old, which of them go, and the way to one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from config.kernel import killing, locks
from config.kernel.backup import archive, encryption, pool
from config.kernel.backup.archive import Beside, Reader
from config.kernel.backup.destinations import Destination, destinations, first
from config.kernel.backup.errors import ArchiveRefused, BackupProblem
from config.kernel.backup.ladder import Ladder, staying
from config.kernel.backup.places import UNFINISHED, Folder, copy

BACKUP = "tuppence"
RESTORE_POINT = "before-restore"
# One night may fail; the second is told.
FRESH = timedelta(hours=36)
_IN_ROOMS = "rooms"
_CLEARING_SECONDS = 30
_NAME = re.compile(rf"({BACKUP}|{RESTORE_POINT})-(\d{{4}}-\d\d-\d\d-\d{{6}}-\d{{6}})\.zip(?:\.age)?")
_TIME = "%Y-%m-%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Kept:
    """An archive in a place: whole and read again once written, or it would not have its name.

    `size` in bytes is the archive's own, without the files that lie beside it.
    """

    destination: Destination
    name: str
    sort: str
    made_at: datetime
    size: int

    @property
    def path(self) -> Path:
        """Of one in a folder; `fetch` gives a path to any."""
        place = self.destination.place
        if not isinstance(place, Folder):
            raise FileNotFoundError(f"{self.name} is in {self.destination.name}")
        return place.path / self.name

    @property
    def is_encrypted(self) -> bool:
        return self.name.endswith(encryption.END)


def name_of(sort: str, made_at: datetime, *, encrypted: bool = False) -> str:
    """In UTC, so that names sort as the archives were made."""
    return f"{sort}-{made_at.astimezone(UTC).strftime(_TIME)}.zip{encryption.END if encrypted else ''}"


def archives(destination: Destination | None = None) -> list[Kept]:
    """Newest first, of BACKUP_DIR unless another is named. What has another name is not ours and is left alone.

    One folder is read, or two lists are asked of a bucket. Raises OSError where the place does not answer.
    """
    destination = destination or first()
    listed = {name: size for sort in (BACKUP, RESTORE_POINT) for name, size in _listing(destination, sort)}
    found = []
    for name, size in listed.items():
        if match := _NAME.fullmatch(name):
            made_at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
            found.append(Kept(destination, name, match[1], made_at, size))
    return sorted(found, key=lambda kept: kept.made_at, reverse=True)


def _listing(destination: Destination, sort: str) -> Iterable[tuple[str, int]]:
    return destination.place.listing(f"{sort}-").items()


def find(name: str, destination: str | None = None) -> Kept | None:
    """An archive by its name, in the first place that has it, or in the one of that address; None where none has.

    A place that does not answer is passed over: another may have it.
    """
    for each in destinations():
        if destination in (None, each.name):
            try:
                found = [kept for kept in archives(each) if kept.name == name]
            except OSError:
                continue
            if found:
                return found[0]
    return None


def at(path: Path) -> Kept:
    """An archive that lies anywhere, with its files beside it where it has any. Raises OSError where none is."""
    told = path.stat()
    made_at = datetime.fromtimestamp(told.st_mtime, UTC)
    return Kept(Destination(str(path.parent), Folder(path.parent)), path.name, BACKUP, made_at, told.st_size)


def named(given: str | Path) -> Kept:
    """What somebody at a terminal means: a path, else the name of an archive in any place.

    Raises OSError where there is neither.
    """
    path = Path(given)
    if path.is_file() or path.name != str(given):
        return at(path)
    return find(path.name) or at(path)


@contextmanager
def fetch(kept: Kept) -> Iterator[Path]:
    """The archive itself as a plain file on this machine while the block lasts; its files are where they were.

    What is in a bucket or encrypted lies in DATA_DIR meanwhile, mode 600.

    Raises:
        ArchiveRefused: the passphrase is missing or wrong, or the archive damaged.
        OSError: the place does not answer, or has it no longer.
    """
    if isinstance(kept.destination.place, Folder) and not kept.is_encrypted:
        yield kept.path
        return
    with room() as folder:
        path = folder / "archive.zip"
        place = kept.destination.place
        cipher = encryption.cipher_to_read(place) if kept.is_encrypted else None
        with place.reading(kept.name) as source, path.open("xb") as sink:
            if cipher:
                cipher.decrypt(source, sink)
            else:
                copy(source, sink)
        yield path


@contextmanager
def opened(kept: Kept) -> Iterator[Reader]:
    """To be read, files included wherever they lie. Raises as `fetch`, and for what is no archive of ours."""
    with fetch(kept) as path, archive.opened(path, beside(kept)) as reader:
        yield reader


def beside(kept: Kept) -> Beside:
    """The files of an archive that does not hold them itself."""
    return pool.reading(kept.destination.place, encrypted=kept.is_encrypted)


@contextmanager
def fetch_whole(kept: Kept) -> Iterator[Path]:
    """One plain file with everything in it, to hand on; it is removed at the end of the block unless it is kept so.

    Raises as `fetch`.
    """
    with fetch(kept) as path, archive.opened(path, beside(kept)) as reader:
        if reader.is_whole:
            yield path
            return
        with room() as folder:
            whole = folder / "whole.zip"
            pool.write_whole(path, reader, whole)
            yield whole


@contextmanager
def room() -> Iterator[Path]:
    """A folder in DATA_DIR, mode 700, that goes with the block."""
    with (
        locks.held(_IN_ROOMS, shared=True, wait_seconds=_CLEARING_SECONDS),
        TemporaryDirectory(prefix=UNFINISHED, dir=settings.DATA_DIR) as name,
    ):
        yield Path(name)


def clear_rooms() -> None:
    """Remove the rooms of those that were killed; where somebody is in one, all of them wait for another time."""
    with suppress(locks.Taken), locks.held(_IN_ROOMS):
        for left in Path(settings.DATA_DIR).glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)


def ladder_of_settings() -> Ladder:
    return Ladder(last=settings.BACKUP_KEEP)


def let_go(ladder: Ladder | None = None, destination: Destination | None = None) -> list[str]:
    """Remove what the ladder lets go, and files no archive names any longer; the names of the archives that went.

    Of restore points the newest `last` stay. For a caller who holds the lock of backups. Raises OSError.
    """
    ladder = ladder or ladder_of_settings()
    return _let_go({BACKUP: ladder, RESTORE_POINT: Ladder(last=ladder.last)}, destination or first())


def let_go_of_restore_points() -> list[str]:
    """As `let_go`, in BACKUP_DIR, of those alone: BACKUP_KEEP stay."""
    return _let_go({RESTORE_POINT: ladder_of_settings()}, first())


def _let_go(ladders: Mapping[str, Ladder], destination: Destination) -> list[str]:
    there = archives(destination)
    gone = []
    for sort, ladder in ladders.items():
        stay = staying((kept.made_at for kept in there if kept.sort == sort), ladder)
        gone += [kept for kept in there if kept.sort == sort and kept.made_at not in stay]
    for kept in gone:
        remove(kept)
    collect(destination)
    return [kept.name for kept in gone]


def remove(kept: Kept) -> None:
    """For a caller who holds the lock of backups. Its files stay until `collect`."""
    kept.destination.place.remove(kept.name)
    killing.point("backup:removed")
    pool.remove_list(kept.destination.place, kept.name)


def collect(destination: Destination) -> int:
    """Remove the files beside the archives that none of them names; how many went.

    None where an archive cannot say what it needs. For a caller who holds the lock of backups.
    """
    place = destination.place
    _remove_orphaned_lists(destination)
    lying = pool.lying(place)
    if not lying:
        return 0
    needed: set[str] = set()
    for kept in archives(destination):
        names = pool.read_list(place, kept.name)
        if names is None:
            try:
                with opened(kept) as reader:
                    names = pool.names_of(place, reader, encrypted=kept.is_encrypted)
            except BackupProblem:
                return 0
        needed |= names
    unneeded = lying.keys() - needed
    for name in sorted(unneeded):
        place.remove(name)
        killing.point("backup:collected")
    return len(unneeded)


def _remove_orphaned_lists(destination: Destination) -> None:
    """A list is written before its archive and goes after it: what was cut off between leaves one alone."""
    names = {name for sort in (BACKUP, RESTORE_POINT) for name, _size in _listing(destination, sort)}
    for name in names:
        archive_name = name.removesuffix(pool.LIST)
        if archive_name not in names and _NAME.fullmatch(archive_name):
            pool.remove_list(destination.place, archive_name)


def freshness() -> str:
    """A word for monitors: `fresh`, `old` (more than a night was missed) or `none`. Reads one folder."""
    newest = next((kept for kept in archives() if kept.sort == BACKUP), None)
    if newest is None:
        return "none"
    return "fresh" if timezone.now() - newest.made_at <= FRESH else "old"


def not_found(name: str) -> ArchiveRefused:
    return ArchiveRefused("not_found", _("No backup is called %s, in any place.") % name[:200])

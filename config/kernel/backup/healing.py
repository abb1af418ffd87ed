"""Files of people that are gone or damaged on the disk, found by reading all of them, and brought back from backups."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from config.kernel import audit, killing
from config.kernel.backup import archive, encryption, keeping, pool
from config.kernel.backup.archive import CHUNK, Beside
from config.kernel.backup.destinations import Destination, destinations
from config.kernel.backup.drawing import on_disk
from config.kernel.backup.encryption import Cipher
from config.kernel.backup.errors import ArchiveRefused, BackupProblem
from config.kernel.backup.making import alone
from config.kernel.backup.manifest import FileEntry
from config.kernel.backup.places import Place, digest_of
from config.kernel.files import is_whole
from config.kernel.models import StoredFile

_ROWS_AT_ONCE = 500
_BYTES_AT_ONCE = 32_000_000
_PAUSE_SECONDS = 0.05


class _Otherwise(Exception):
    """A copy does not hold the bytes its name promises."""


@dataclass(frozen=True, slots=True)
class Healed:
    """`healed` says of each digest which place it came from; `lost` are in no place that answered.

    `refilled` are files written anew into places whose archives need them; `away` are places that did not answer.
    """

    read: int
    healed: dict[str, str]
    lost: tuple[str, ...]
    refilled: int
    away: tuple[str, ...]


def heal(*, copies: bool = False, give_way: Callable[[], None] | None = None) -> Healed:
    """Read every file, bring those that are gone or damaged back from any place that has them, and mark the others.

    Places whose archives need a file they lack are given it again; with `copies` each of theirs is read for that, too,
    which fetches all of a bucket. `give_way` is called every 32 MB, or 500 files; without it a moment is waited.
    One query for each 500 files, and some at the end.

    Raises:
        CannotBackUp: something was found, and a backup or a restore is running.
        StorageAway: the bucket that keeps the files of people does not answer.
    """
    pause = give_way or _wait
    read, found = _read_all(pause)
    with alone():
        # Again: what was let go of meanwhile needs nothing.
        found = list(StoredFile.objects.in_bulk([file.digest for file in found]).values())
        brought, away = _bring(found)
        lost = tuple(file.digest for file in found if file.digest not in brought)
        _mark(set(lost))
        refilled, silent = _refill(copies, pause)
    if found or refilled:
        audit.record("files.healed", person=None, healed=len(brought), lost=len(lost), refilled=refilled)
    return Healed(read, brought, lost, refilled, tuple(dict.fromkeys([*away, *silent])))


def _wait() -> None:
    time.sleep(_PAUSE_SECONDS)


def _read_all(pause: Callable[[], None]) -> tuple[int, list[StoredFile]]:
    """How many there are, and those that are gone or not what their name says."""
    count, since, after = 0, 0, ""
    found: list[StoredFile] = []
    while page := list(StoredFile.objects.filter(pk__gt=after).order_by("pk")[:_ROWS_AT_ONCE]):
        for file in page:
            if not is_whole(file):
                found.append(file)
            count, since = count + 1, since + file.size
            if since >= _BYTES_AT_ONCE:
                pause()
                since = 0
        after = page[-1].digest
        pause()
    return count, found


def _mark(lost: set[str]) -> None:
    """Those and no others."""
    marked = {file.digest: file for file in StoredFile.objects.exclude(lost_at=None)}
    new = StoredFile.objects.in_bulk(lost - marked.keys()).values()
    for file in (*new, *marked.values()):
        file.lost_at = (file.lost_at or timezone.now()) if file.digest in lost else None
    StoredFile.objects.bulk_update([*new, *marked.values()], ["lost_at"], batch_size=_ROWS_AT_ONCE)


def _bring(found: list[StoredFile]) -> tuple[dict[str, str], list[str]]:
    """Which came from where, and who did not answer."""
    brought: dict[str, str] = {}
    away = []
    for destination in destinations() if found else ():
        try:
            for source in _sources(destination):
                for file in found:
                    if file.digest not in brought and _take(file, source):
                        brought[file.digest] = destination.name
                        killing.point("backup:healed")
        except (OSError, BackupProblem):
            away.append(destination.name)
    return brought, away


def _sources(destination: Destination) -> Iterator[Beside]:
    """What may have a file: those that lie once for all archives, then each archive that holds its own."""
    place = destination.place
    lying = pool.lying(place)
    if lying:
        yield pool.reading(place, encrypted=False)
    if any(name.endswith(encryption.END) for name in lying):
        yield pool.reading(place, encrypted=True)
    for kept in keeping.archives(destination):
        if not kept.is_encrypted:
            with suppress(ArchiveRefused), keeping.fetch(kept) as path, archive.files_of(path) as source:
                yield source


def _take(file: StoredFile, source: Beside) -> bool:
    """Bring one file; False where that source does not have it, or has it damaged too."""
    try:
        with source(FileEntry(file.digest, file.size)) as opened:
            default_storage.save(file.path, cast("File[bytes]", _Checked(opened, file.digest)))
    except (FileNotFoundError, ArchiveRefused, _Otherwise):
        return False
    return True


class _Checked:
    """Bytes as the storage wants to have them, which end in an exception where they are not the promised ones."""

    def __init__(self, source: IO[bytes], digest: str) -> None:
        self._source = source
        self._digest = digest

    def chunks(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        while chunk := self._source.read(CHUNK):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self._digest:
            raise _Otherwise(self._digest)


def _refill(copies: bool, pause: Callable[[], None]) -> tuple[int, list[str]]:
    """Files that archives of a place need and that are missing there, from the disk; how many, and who was away."""
    refilled, away = 0, []
    for destination in destinations():
        try:
            refilled += _refill_place(destination.place, copies, pause)
        except (OSError, BackupProblem):
            away.append(destination.name)
    return refilled, away


def _refill_place(place: Place, copies: bool, pause: Callable[[], None]) -> int:
    lying = pool.lying(place)
    needed = pool.needed_by_lists(place)
    ciphers = {name.endswith(encryption.END): None for name in needed}
    refilled = 0
    for is_encrypted in ciphers:
        cipher = encryption.cipher_to_read(place) if is_encrypted else None
        for file in StoredFile.objects.order_by("pk").iterator(_ROWS_AT_ONCE):
            name = pool.name_in(file.digest, cipher)
            if name not in needed or (name in lying and not copies):
                continue
            if name not in lying or not _is_right(place, file, is_encrypted):
                refilled += _give(place, name, file, cipher)
            pause()
    return refilled


def _give(place: Place, name: str, file: StoredFile, cipher: Cipher | None) -> bool:
    """False where the disk does not have it either."""
    try:
        with on_disk(FileEntry(file.digest, file.size)) as contents:
            pool.write(place, name, _Checked(contents, file.digest).chunks(), cipher)
    except (FileNotFoundError, _Otherwise):
        return False
    killing.point("backup:refilled")
    return True


def _is_right(place: Place, file: StoredFile, is_encrypted: bool) -> bool:
    try:
        with pool.opened(place, file.digest, encrypted=is_encrypted) as contents:
            return digest_of(contents) == file.digest
    except (FileNotFoundError, ArchiveRefused):
        return False

"""The ZIP itself: written in a stream, read with every claim checked before and while it is followed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from config.kernel.backup import manifest as manifests
from config.kernel.backup.errors import ArchiveRefused
from config.kernel.backup.manifest import FileEntry, Manifest, TableEntry

CHUNK = 1 << 20
SEAL_LENGTH = 64
LARGEST_MANIFEST = 64 << 20
LONGEST_LINE = 64 << 20
# Rows hold random ids and pack to a tenth at best; files are not packed at all, since what people hand in may be
# made to unpack to a thousand times its size.
MOST_PACKED = 200
_SMALL = 10 << 20
_LOCAL_HEADER = 30
_ALLOWED_NAME = re.compile(r"manifest\.json|database/[a-z][a-z0-9_]{0,62}\.ndjson|files/[0-9a-f]{64}")
# A file that is kept once for many archives, to be read from where they lie. Raises FileNotFoundError.
Beside = Callable[[FileEntry], AbstractContextManager[IO[bytes]]]
_DAMAGE_INSIDE = (BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError, ValueError)
_DAMAGE = (*_DAMAGE_INSIDE, OSError)


@dataclass(frozen=True, slots=True)
class Written:
    size: int
    sha256: str


class Writer:
    """Members one after the other into a new file of mode 0600, which must not be there yet.

    `begun` is an archive whose members it begins with: what is added follows them as if it had been there.
    """

    def __init__(self, path: Path, begun: Path | None = None) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "w+b")
        if begun:
            with begun.open("rb") as source:
                shutil.copyfileobj(source, self._file, CHUNK)
        self._zip = ZipFile(self._file, "a" if begun else "w", allowZip64=True)

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool) -> Written:
        digest, size = hashlib.sha256(), 0
        # 1980 is where a ZIP's time begins: when something was written is in the manifest.
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = (stat.S_IFREG | 0o600) << 16
        with self._zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        return Written(size, digest.hexdigest())

    def finish(self, manifest: Manifest | None = None) -> None:
        """Close the archive, seal it, and bring it to the disk. One that was begun has its manifest."""
        if manifest:
            self.add(manifests.NAME, [manifest.as_json()], packed=True)
        self._zip.comment = b"0" * SEAL_LENGTH
        self._zip.close()
        self._file.seek(0)
        seal = _digest_before_seal(self._file)
        self._file.seek(-SEAL_LENGTH, os.SEEK_END)
        self._file.write(seal.encode())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Let go of an archive that was not finished; the file is the caller's to remove."""
        with suppress(ValueError, OSError):
            self._zip.close()
        self._file.close()


class Reader:
    """An archive whose seal, structure and manifest hold; a member is checked as it is read, to its end."""

    def __init__(self, file: IO[bytes], archive: ZipFile, beside: Beside | None = None) -> None:
        self._zip = archive
        self._beside = beside
        self._infos = _checked_members(file, archive)
        self.manifest = manifests.read_manifest(self._manifest_bytes())
        self._compare_with_manifest()

    def chunks(self, entry: TableEntry | FileEntry) -> Iterator[bytes]:
        """Raises ArchiveRefused, at the latest after the last chunk; OSError where what lies beside is away."""
        digest, size = hashlib.sha256(), 0
        with self.found(entry) as member:
            while size <= entry.size and (chunk := member.read(CHUNK)):
                size += len(chunk)
                digest.update(chunk)
                yield chunk
        if size != entry.size or digest.hexdigest() != entry.sha256:
            raise ArchiveRefused("wrong_contents", _("%s is not what the manifest says.") % entry.member)

    def read_through(self) -> None:
        """Every member and every file against its hash; rows are not looked at."""
        for entry in self.manifest.entries:
            for _chunk in self.chunks(entry):
                pass

    def lines(self, entry: TableEntry) -> Iterator[bytes]:
        rest = b""
        for chunk in self.chunks(entry):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
            if len(rest) > LONGEST_LINE:
                raise ArchiveRefused("bad_row", _("%s has a row that is too long.") % entry.member)
        if rest:
            raise ArchiveRefused("bad_row", _("%s ends within a row.") % entry.member)

    @property
    def is_whole(self) -> bool:
        """Whether every file is in the archive itself."""
        return all(entry.member in self._infos for entry in self.manifest.files)

    def found(self, entry: TableEntry | FileEntry) -> AbstractContextManager[IO[bytes]]:
        """A member or what lies beside, not yet held against its hash."""
        if entry.member in self._infos or self._beside is None or isinstance(entry, TableEntry):
            return self._opened(entry.member)
        return self._opened_beside(self._beside, entry)

    @contextmanager
    def _opened_beside(self, beside: Beside, entry: FileEntry) -> Iterator[IO[bytes]]:
        try:
            with beside(entry) as found:
                yield found
        except FileNotFoundError as error:
            raise ArchiveRefused("missing_member", _("%s is missing beside the archive.") % entry.member) from error

    def _manifest_bytes(self) -> bytes:
        info = self._infos.get(manifests.NAME)
        if info is None:
            raise ArchiveRefused("no_manifest", _("The archive has no manifest: it is no backup of Tuppence."))
        if info.file_size > LARGEST_MANIFEST:
            raise ArchiveRefused("bad_manifest", _("The archive's manifest is too large."))
        with self._opened(manifests.NAME) as member:
            return member.read()

    def _compare_with_manifest(self) -> None:
        promised = {entry.member: entry.size for entry in self.manifest.entries}
        there = {name: info.file_size for name, info in self._infos.items() if name != manifests.NAME}
        beside = {entry.member for entry in self.manifest.files} if self._beside else set()
        if missing := sorted(promised.keys() - there.keys() - beside):
            raise ArchiveRefused("missing_member", _("%s is missing from the archive.") % missing[0])
        if unknown := sorted(there.keys() - promised.keys()):
            raise ArchiveRefused("unknown_member", _("The manifest knows nothing of %s.") % unknown[0])
        if wrong := sorted(name for name in there if there[name] != promised[name]):
            raise ArchiveRefused("wrong_size", _("%s has not the size the manifest says.") % wrong[0])

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._zip.open(self._infos[name]) as member:
                yield member
        except _DAMAGE as error:
            raise ArchiveRefused("damaged", _("%s cannot be read.") % name) from error


@contextmanager
def opened(path: Path, beside: Beside | None = None) -> Iterator[Reader]:
    """`beside` finds the files that are not in the archive itself; without it all of them must be.

    Raises ArchiveRefused for what is not an undamaged archive of ours.
    """
    with path.open("rb") as file:
        _check_seal(file)
        try:
            archive = ZipFile(file)
        except _DAMAGE as error:
            raise ArchiveRefused("damaged", _("The archive is damaged: its directory cannot be read.")) from error
        with archive:
            yield Reader(file, archive, beside)


@contextmanager
def files_of(path: Path) -> Iterator[Beside]:
    """The files an archive holds, whether or not the rest of it is whole; nothing is held against its hash."""

    @contextmanager
    def found(entry: FileEntry) -> Iterator[IO[bytes]]:
        try:
            with archive.open(entry.member) as member:
                yield member
        except KeyError as error:
            raise FileNotFoundError(entry.member) from error
        except _DAMAGE_INSIDE as error:
            raise ArchiveRefused("damaged", _("%s cannot be read.") % entry.member) from error

    try:
        archive = ZipFile(path)
    except BadZipFile as error:
        raise ArchiveRefused("damaged", _("The archive is damaged: its directory cannot be read.")) from error
    with archive:
        yield found


def _check_seal(file: IO[bytes]) -> None:
    if file.seek(0, os.SEEK_END) <= SEAL_LENGTH:
        raise ArchiveRefused("damaged", _("This is no backup of Tuppence, or it was cut off."))
    file.seek(-SEAL_LENGTH, os.SEEK_END)
    seal = file.read()
    file.seek(0)
    if _digest_before_seal(file).encode() != seal:
        raise ArchiveRefused("damaged", _("The archive is damaged or was cut off, or it is no backup of Tuppence."))


def _digest_before_seal(file: IO[bytes]) -> str:
    """Of everything from where the file stands to its last 64 bytes."""
    digest = hashlib.sha256()
    left = os.fstat(file.fileno()).st_size - SEAL_LENGTH
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def _checked_members(file: IO[bytes], archive: ZipFile) -> dict[str, ZipInfo]:
    infos = archive.infolist()
    for info in infos:
        # Of the names as they were written: the library has cut `filename` at a NUL.
        if not _ALLOWED_NAME.fullmatch(info.orig_filename) or info.filename != info.orig_filename:
            raise ArchiveRefused("bad_name", _("The archive holds something that is not ours: %r") % info.filename[:80])
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 1:
            raise ArchiveRefused("bad_member", _("%s is encrypted or packed in a way we do not use.") % info.filename)
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise ArchiveRefused("bad_member", _("%s is not a plain file.") % info.filename)
        if info.file_size > max(_SMALL, MOST_PACKED * info.compress_size):
            raise ArchiveRefused("bomb", _("%s claims to unpack to far more than it is.") % info.filename)
    found = {info.filename: info for info in infos}
    if len(found) != len(infos):
        raise ArchiveRefused("duplicate_name", _("The archive holds two members of the same name."))
    _check_no_overlap(infos, os.fstat(file.fileno()).st_size)
    return found


def _check_no_overlap(infos: list[ZipInfo], size: int) -> None:
    """Members that share bytes make a small archive unpack to a large one."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise ArchiveRefused("bomb", _("%s shares its bytes with another member.") % info.filename)
        end = info.header_offset + _LOCAL_HEADER + len(info.orig_filename) + info.compress_size
    if end > size:
        raise ArchiveRefused("damaged", _("The archive is shorter than it claims."))

"""The files of a place that lie once for all its archives, under the hash of their contents.

`files/ab/HASH`, or `files/ab/OTHER.age` where they are encrypted: the other is made of the hash and the key. Beside
each archive `ARCHIVE.files` lists what it needs, so that letting go of others opens no archive.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, cast

from config.kernel import killing
from config.kernel.backup.archive import Beside, Reader, Writer
from config.kernel.backup.encryption import END, Cipher, cipher_to_read
from config.kernel.backup.manifest import FileEntry
from config.kernel.backup.places import Place

FILES = "files/"
LIST = ".files"
_NAME = re.compile(r"files/([0-9a-f]{2})/\1[0-9a-f]{62}(?:\.age)?")


def name_in(digest: str, cipher: Cipher | None) -> str:
    name = cipher.name_of(digest) if cipher else digest
    return f"{FILES}{name[:2]}/{name}{END if cipher else ''}"


def lying(place: Place) -> dict[str, int]:
    """Names and sizes of all files there; what has another name is not ours."""
    return {name: size for name, size in place.listing(FILES).items() if _NAME.fullmatch(name)}


def reading(place: Place, *, encrypted: bool) -> Beside:
    """How an archive of `place` reads a file that lies beside it."""

    def found(entry: FileEntry) -> AbstractContextManager[IO[bytes]]:
        return opened(place, entry.sha256, encrypted=encrypted)

    return found


def opened(place: Place, digest: str, *, encrypted: bool) -> AbstractContextManager[IO[bytes]]:
    """What lies there for that hash, whether it is it or not. Raises FileNotFoundError, ArchiveRefused."""
    cipher = cipher_to_read(place) if encrypted else None
    source = place.reading(name_in(digest, cipher))
    return cipher.reading(source) if cipher else source


def write_missing(place: Place, reader: Reader, cipher: Cipher | None) -> tuple[list[str], int, int]:
    """The names of all files the archive needs, after those were written that are not there, how many and bytes."""
    there, names, files, size = lying(place), [], 0, 0
    for entry in reader.manifest.files:
        name = name_in(entry.sha256, cipher)
        names.append(name)
        # An encrypted file is larger by what its key takes; a smaller one was cut off by whoever keeps it.
        if not _is_there(there.get(name), entry, cipher):
            write(place, name, reader.chunks(entry), cipher)
            files, size = files + 1, size + entry.size
            killing.point("backup:file")
    return names, files, size


def _is_there(size: int | None, entry: FileEntry, cipher: Cipher | None) -> bool:
    return size is not None and (size > entry.size if cipher else size == entry.size)


def write(place: Place, name: str, chunks: Iterable[bytes], cipher: Cipher | None) -> None:
    with place.writing(name) as sink:
        if cipher:
            cipher.encrypt(cast(IO[bytes], _Chunks(chunks)), sink)
        else:
            for chunk in chunks:
                sink.write(chunk)


class _Chunks:
    """Chunks as the file that encryption reads."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def read(self, size: int) -> bytes:
        if not self._rest:
            self._rest = next(self._chunks, b"")
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


def write_list(place: Place, archive: str, names: Iterable[str]) -> None:
    text = "".join(f"{name}\n" for name in names).encode()
    with place.writing(archive + LIST) as sink:
        sink.write(text + hashlib.sha256(text).hexdigest().encode() + b"\n")


def read_list(place: Place, archive: str) -> set[str] | None:
    """What an archive needs; None where its list is missing or damaged."""
    try:
        with place.reading(archive + LIST) as source:
            text, _end, seal = source.read().rstrip(b"\n").rpartition(b"\n")
    except FileNotFoundError:
        return None
    text = text + b"\n" if text else b""
    names = set(text.decode("ascii", "replace").splitlines())
    if hashlib.sha256(text).hexdigest().encode() != seal or not all(map(_NAME.fullmatch, names)):
        return None
    return names


def needed_by_lists(place: Place) -> set[str]:
    """What all lists of a place name together. One that is damaged says nothing."""
    lists = (name for name in place.listing("") if name.endswith(LIST))
    return {name for each in lists for name in read_list(place, each.removesuffix(LIST)) or ()}


def remove_list(place: Place, archive: str) -> None:
    place.remove(archive + LIST)


def names_of(place: Place, reader: Reader, *, encrypted: bool) -> set[str]:
    """As its list has them; nothing for an archive that holds its files itself."""
    if reader.is_whole:
        return set()
    cipher = cipher_to_read(place) if encrypted else None
    return {name_in(entry.sha256, cipher) for entry in reader.manifest.files}


def write_whole(begun: Path, reader: Reader, path: Path) -> None:
    """An archive at `path` with everything in it: what `begun` holds, and the files that lie elsewhere."""
    writer = Writer(path, begun=begun)
    try:
        for entry in reader.manifest.files:
            writer.add(entry.member, reader.chunks(entry), packed=False)
            killing.point("backup:packed")
        writer.finish()
    finally:
        writer.abandon()


def write_database_only(reader: Reader, path: Path) -> None:
    """The other way round: an archive at `path` without the files that `reader` has."""
    writer = Writer(path)
    try:
        for entry in reader.manifest.tables:
            writer.add(entry.member, reader.chunks(entry), packed=True)
        writer.finish(reader.manifest)
    finally:
        writer.abandon()

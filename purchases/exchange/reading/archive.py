"""A ZIP of ours: the JSON inside and its documents. Nothing is unpacked to a path, nor beyond its bounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from zipfile import ZipFile, ZipInfo

from django.conf import settings

from config.kernel.zip_directory import BROKEN, directory_size
from ledger.imports.readers.types import FileRefused
from purchases.exchange.own_format import DOCUMENTS, MANIFEST
from purchases.exchange.reading.records import Paper

MOST_MEMBERS = 100_000
LARGEST_MANIFEST = 60_000_000
# The list of members stands at the end; ZipFile would read all of it into memory.
LARGEST_DIRECTORY = 20_000_000
LARGEST_DOCUMENT: int = settings.DOCUMENT_LIMIT
_PIECE = 256 * 1024


class Missing(Exception):
    """A document is not in the archive as the JSON says. `code`: `document_missing`, `wrong_hash`, `unreadable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Archive:
    """Members are looked up by the names we give them; others are never looked at."""

    def __init__(self, opened: ZipFile) -> None:
        self._opened = opened
        self._members = {each.filename: each for each in opened.infolist()}

    def manifest(self) -> bytes:
        """Raises FileRefused: `no_things`, `too_large`, `broken_archive`."""
        member = self._members.get(MANIFEST)
        if member is None:
            raise FileRefused("no_things")
        try:
            return self._read(member, LARGEST_MANIFEST)
        except _TooLarge as error:
            raise FileRefused("too_large", limit=str(LARGEST_MANIFEST // 1_000_000)) from error
        except BROKEN as error:
            raise FileRefused("broken_archive") from error

    def look(self) -> None:
        """Raises FileRefused (`no_things`)."""
        if MANIFEST not in self._members:
            raise FileRefused("no_things")

    @property
    def manifest_size(self) -> int:
        """As the archive says."""
        member = self._members.get(MANIFEST)
        return member.file_size if member else 0

    def document(self, paper: Paper) -> bytes:
        """Its bytes, which are what their hash says. Raises Missing."""
        member = self._members.get(f"{DOCUMENTS}{paper.digest}")
        if member is None:
            raise Missing("document_missing")
        try:
            found = self._read(member, LARGEST_DOCUMENT)
        except (_TooLarge, *BROKEN) as error:
            raise Missing("unreadable") from error
        if hashlib.sha256(found).hexdigest() != paper.digest:
            raise Missing("wrong_hash")
        return found

    def _read(self, member: ZipInfo, most: int) -> bytes:
        """What the archive says of its sizes is not believed."""
        pieces, size = [], 0
        with self._opened.open(member) as opened:
            while piece := opened.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise _TooLarge
                pieces.append(piece)
        return b"".join(pieces)


class _TooLarge(Exception):
    pass


@contextmanager
def open_archive(file: IO[bytes]) -> Iterator[Archive]:
    """Raises FileRefused: `broken_archive`, `too_many_members`."""
    try:
        too_many = directory_size(file) > LARGEST_DIRECTORY
        opened = None if too_many else ZipFile(file)
    except BROKEN as error:
        raise FileRefused("broken_archive") from error
    if opened is None:
        raise FileRefused("too_many_members", limit=str(MOST_MEMBERS))
    with opened:
        if len(opened.infolist()) > MOST_MEMBERS:
            raise FileRefused("too_many_members", limit=str(MOST_MEMBERS))
        yield Archive(opened)

"""The JSON and the documents it names, as a ZIP that is sent while it is made: no document is held as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from io import RawIOBase
from itertools import chain
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from accounts.models import User
from config.kernel import files
from config.kernel.models import FileReference
from purchases.core.listing import PurchaseFilter
from purchases.exchange.own_format import DOCUMENTS, MANIFEST
from purchases.exchange.selection import documents_of
from purchases.exchange.writing.json_export import json_chunks

log = logging.getLogger(__name__)
_PIECE = 256 * 1024


class _Outbox(RawIOBase):
    """What a ZipFile has written and nobody has sent yet. It cannot seek, so sizes stand behind what they are of."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zip_chunks(person: User, wanted: PurchaseFilter) -> Iterator[bytes]:
    """Each document once, under its hash; one that went meanwhile is left out."""
    outbox = _Outbox()
    with ZipFile(outbox, "w") as archive:
        yield from _member(archive, outbox, MANIFEST, json_chunks(person, wanted), ZIP_DEFLATED)
        for reference in documents_of(person, wanted):
            try:
                first, pieces = _opened(reference)
            except FileNotFoundError:
                log.warning("A document of an export was gone before it was its turn")
                continue
            name = f"{DOCUMENTS}{reference.file_id}"
            yield from _member(archive, outbox, name, chain([first], pieces), ZIP_STORED)
    yield outbox.taken()


def _member(archive: ZipFile, outbox: _Outbox, name: str, chunks: Iterable[bytes], compression: int) -> Iterator[bytes]:
    info = ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.compress_type = compression
    info.external_attr = 0o600 << 16
    with archive.open(info, "w") as member:
        for chunk in chunks:
            member.write(chunk)
            if ready := outbox.taken():
                yield ready
    yield outbox.taken()


def _opened(reference: FileReference) -> tuple[bytes, Iterator[bytes]]:
    pieces = _read(reference)
    return next(pieces, b""), pieces


def _read(reference: FileReference) -> Iterator[bytes]:
    with files.open_file(reference) as opened:
        while piece := opened.read(_PIECE):
            yield piece

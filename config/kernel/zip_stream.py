"""A ZIP that is sent while it is made: no member is held as a whole, nor kept on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone


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


class ZipStream:
    """Members one after the other; each call gives the bytes that are ready to be sent."""

    def __init__(self) -> None:
        self._outbox = _Outbox()
        self._archive = ZipFile(self._outbox, "w")

    def member(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> Iterator[bytes]:
        info = ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                if ready := self._outbox.taken():
                    yield ready
        yield self._outbox.taken()

    def end(self) -> Iterator[bytes]:
        self._archive.close()
        yield self._outbox.taken()

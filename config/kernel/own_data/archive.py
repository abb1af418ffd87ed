"""The archive itself, sent while it is made."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from itertools import chain
from typing import Any

import orjson
from django.utils import timezone

from config.kernel.own_data import FORMAT, MANIFEST, VERSION
from config.kernel.own_data.members import Member, members_of
from config.kernel.version import app_version
from config.kernel.zip_stream import ZipStream

log = logging.getLogger(__name__)


def archive_chunks(person: Any) -> Iterator[bytes]:
    """All that is kept of a person, in bounded memory. What went meanwhile or is damaged is named as left out."""
    stream = ZipStream()
    written: list[dict[str, Any]] = []
    left_out: list[str] = []
    for member in members_of(person):
        try:
            pieces = _begun(member)
        except FileNotFoundError:
            log.warning("A file of somebody's archive is gone or damaged")
            left_out.append(member.name)
            continue
        counted = _Counted(pieces)
        yield from stream.member(member.name, counted, packed=member.packed)
        written.append({"name": member.name, "size": counted.size, "sha256": counted.digest.hexdigest()})
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_by": app_version(),
        "made_at": timezone.now(),
        "person": {"id": person.pk, "email": person.email, "name": person.name},
        "members": written,
        "left_out": left_out,
    }
    told = orjson.dumps(manifest, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)
    yield from stream.member(MANIFEST, [told])
    yield from stream.end()


class _Counted:
    """Pieces on their way, with how many bytes they were and their SHA-256 once they are through."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self.size, self.digest = pieces, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece


def _begun(member: Member) -> Iterator[bytes]:
    """Its pieces, the first of them made: what cannot be opened is told before its name is in the archive."""
    pieces = iter(member.chunks())
    return chain([next(pieces, b"")], pieces)

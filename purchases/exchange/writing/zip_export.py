"""The JSON and the documents it names, as a ZIP that is sent while it is made: no document is held as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain

from accounts.models import User
from config.kernel import files
from config.kernel.models import FileReference
from config.kernel.zip_stream import ZipStream
from purchases.core.listing import PurchaseFilter
from purchases.exchange.own_format import DOCUMENTS, MANIFEST
from purchases.exchange.selection import documents_of
from purchases.exchange.writing.json_export import json_chunks

log = logging.getLogger(__name__)


def zip_chunks(person: User, wanted: PurchaseFilter) -> Iterator[bytes]:
    """Each document once, under its hash; one that went meanwhile is left out."""
    stream = ZipStream()
    yield from stream.member(MANIFEST, json_chunks(person, wanted))
    for reference in documents_of(person, wanted):
        try:
            first, pieces = _opened(reference)
        except FileNotFoundError:
            log.warning("A document of an export was gone before it was its turn")
            continue
        yield from stream.member(f"{DOCUMENTS}{reference.file_id}", chain([first], pieces), packed=False)
    yield from stream.end()


def _opened(reference: FileReference) -> tuple[bytes, Iterator[bytes]]:
    pieces = files.pieces_of(reference)
    return next(pieces, b""), pieces

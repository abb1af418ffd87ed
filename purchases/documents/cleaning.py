"""What a file is, told from its content alone, and what of it is kept: the paper, and nothing a camera adds.

No pixel is coded anew, and cleaning what is clean gives the same bytes, so that an exported file keeps its hash. A PDF
stays as it came: see docs/decisions/0012. Pure, and nothing here decodes: that is done apart (`looking`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from purchases.documents.formats import jpeg, png, webp
from purchases.documents.formats.refusing import EMPTY, TOO_LARGE, TOO_MANY_PIXELS, UNKNOWN, Refused, damaged

PDF, JPEG, PNG, WEBP = "pdf", "jpeg", "png", "webp"
CONTENT_TYPES: Final = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png", WEBP: "image/webp"}
SUFFIXES: Final = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", WEBP: ".webp"}
PICTURES: Final = frozenset([JPEG, PNG, WEBP])
LARGEST_FILE: Final = 25_000_000
MOST_PIXELS: Final = 50_000_000
_PDF_START: Final = b"%PDF-"
# Adobe's reader wants the end within so many bytes of the last (ISO 32000-1, annex H, note 18).
_PDF_END: Final = re.compile(rb"%%EOF")
_PDF_TAIL: Final = 1024
_FORMATS: Final = {JPEG: jpeg, PNG: png, WEBP: webp}


@dataclass(frozen=True, slots=True)
class Clean:
    kind: str
    data: bytes


def kind_of(data: bytes) -> str | None:
    """By how it begins; None of anything else than the four."""
    if data.startswith(_PDF_START):
        return PDF
    if data.startswith(jpeg.SIGNATURE):
        return JPEG
    if data.startswith(png.SIGNATURE):
        return PNG
    return WEBP if webp.is_webp(data) else None


def clean(data: bytes) -> Clean:
    """At most 25,000,000 bytes, and of a picture 50,000,000 pixels. Raises Refused with a code."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > LARGEST_FILE:
        raise Refused(TOO_LARGE)
    kind = kind_of(data)
    if kind is None:
        raise Refused(UNKNOWN)
    if kind == PDF:
        if not _PDF_END.search(data, max(0, len(data) - _PDF_TAIL)):
            raise damaged()
        return Clean(kind, data)
    width, height = _FORMATS[kind].size_of(data)
    if not width or not height:
        raise damaged()
    if width * height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    return Clean(kind, _FORMATS[kind].clean(data))

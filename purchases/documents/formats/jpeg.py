"""JPEG (ITU-T T.81, annex B; JFIF 1.02; ICC.1 annex B.4), written anew without what is not the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from purchases.documents.formats import exif
from purchases.documents.formats.refusing import damaged

SIGNATURE: Final = b"\xff\xd8\xff"
_START, _END, _SCAN, _TEMPORARY = 0xD8, 0xD9, 0xDA, 0x01
_RESTARTS: Final = range(0xD0, 0xD8)
_FRAMES: Final = frozenset([0xC0, 0xC1, 0xC2])
# Huffman tables, quantization, number of lines, restart interval: without them nothing is decoded.
_TABLES: Final = frozenset([0xC4, 0xDB, 0xDC, 0xDD])
_JFIF, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_LEAST_FRAME, _JFIF_LENGTH, _ADOBE_LENGTH = 6, 14, 12
# In a scan 0xFF stands before 0x00 or a restart; before anything else it ends the scan.
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def clean(data: bytes) -> bytes:
    """Frame, tables, scans, colour and which way up; no comment, thumbnail, second picture or tail. Raises Refused."""
    head, kept, upright = b"", [], exif.UPRIGHT
    for marker, content, scan in _segments(data):
        if marker == _JFIF and content.startswith(b"JFIF\0") and not head:
            if len(content) < _JFIF_LENGTH:
                raise damaged()
            head = _segment(_JFIF, content[: _JFIF_LENGTH - 2] + b"\0\0")
        elif marker == _EXIF and content.startswith(exif.PREFIX) and upright == exif.UPRIGHT:
            upright = exif.orientation_in(content)
        elif _is_picture(marker, content):
            kept.append(_segment(marker, content[:_ADOBE_LENGTH] if marker == _ADOBE else content) + scan)
    turned = b"" if upright == exif.UPRIGHT else _segment(_EXIF, exif.PREFIX + exif.only(upright))
    return b"\xff\xd8" + head + turned + b"".join(kept) + b"\xff\xd9"


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, as its frame says. Raises Refused where there is no frame of a known kind."""
    for marker, content, _scan in _segments(data):
        if marker in _FRAMES:
            if len(content) < _LEAST_FRAME:
                raise damaged()
            return int.from_bytes(content[3:5], "big"), int.from_bytes(content[1:3], "big")
    raise damaged()


def _is_picture(marker: int, content: bytes) -> bool:
    if marker in _FRAMES | _TABLES or marker == _SCAN:
        return True
    return (marker == _ICC and content.startswith(b"ICC_PROFILE\0")) or (
        marker == _ADOBE and content.startswith(b"Adobe") and len(content) >= _ADOBE_LENGTH
    )


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, content and, of a scan, the coded pixels behind it, up to the end of the first picture. Raises Refused
    where there is no end, or a length leads past it.
    """
    place = 2
    while True:
        if data[place : place + 1] != b"\xff":
            raise damaged()
        while data[place : place + 1] == b"\xff":
            place += 1
        if place >= len(data):
            raise damaged()
        marker = data[place]
        if marker == _END:
            return
        if marker in _RESTARTS or marker in (0, _START, _TEMPORARY):
            raise damaged()
        length = int.from_bytes(data[place + 1 : place + 3], "big")
        start, place = place + 3, place + 1 + length
        if length < 2 or place > len(data):
            raise damaged()
        content = data[start:place]
        scan = b""
        if marker == _SCAN:
            end = _AFTER_SCAN.search(data, place)
            if end is None:
                raise damaged()
            scan, place = data[place : end.start()], end.start()
        yield marker, content, scan

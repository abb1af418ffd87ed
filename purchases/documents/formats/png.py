"""PNG (W3C PNG 3, sections 5 and 11), written anew without what is not the picture."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from purchases.documents.formats import exif
from purchases.documents.formats.refusing import damaged

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEAD, _PIXELS, _END, _EXIF = b"IHDR", b"IDAT", b"IEND", b"eXIf"
# The colours and how large a pixel is. No text, no time, no frames of an animation, no palette that is a suggestion.
_KEPT: Final = frozenset(
    [_HEAD, b"PLTE", _PIXELS, b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"bKGD", b"pHYs"]
)
_HEAD_LENGTH, _FRAME = 13, 12


def clean(data: bytes) -> bytes:
    """Nothing behind the end either. Raises Refused where a length or a checksum lies, or a part is missing."""
    kept, upright, pixels = [], exif.UPRIGHT, 0
    for name, content in _chunks(data):
        if name == _EXIF and upright == exif.UPRIGHT:
            upright = exif.orientation_in(content)
        elif name in _KEPT:
            kept.append(_chunk(name, content))
            pixels += name == _PIXELS
    if not pixels:
        raise damaged()
    turned = b"" if upright == exif.UPRIGHT else _chunk(_EXIF, exif.only(upright))
    return SIGNATURE + kept[0] + turned + b"".join(kept[1:]) + _chunk(_END, b"")


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises Refused."""
    name, content = next(_chunks(data))
    if name != _HEAD or len(content) != _HEAD_LENGTH:
        raise damaged()
    return int.from_bytes(content[:4], "big"), int.from_bytes(content[4:8], "big")


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(name))
    return len(content).to_bytes(4, "big") + name + content + checksum.to_bytes(4, "big")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content up to the end, which there must be; the checksum of what is kept must be right."""
    place = len(SIGNATURE)
    while True:
        length, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + _FRAME + length
        if end > len(data):
            raise damaged()
        content = data[place + 8 : end - 4]
        if name in _KEPT and data[place:end] != _chunk(name, content):
            raise damaged()
        if name == _END:
            return
        yield name, content
        place = end

"""WebP (RFC 9649), written anew without what is not the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from purchases.documents.formats import exif
from purchases.documents.formats.refusing import MOVING, Refused, damaged

_RIFF, _WEBP = b"RIFF", b"WEBP"
_EXTENDED, _COLOUR, _ALPHA, _LOSSY, _LOSSLESS, _EXIF = b"VP8X", b"ICCP", b"ALPH", b"VP8 ", b"VP8L", b"EXIF"
_MOVING: Final = frozenset([b"ANIM", b"ANMF"])
_HEAD, _EXTENDED_LENGTH, _LEAST_FRAME = 12, 10, 10
# Flags of VP8X (RFC 9649, 2.7).
_HAS_COLOUR, _HAS_ALPHA, _HAS_EXIF = 0x20, 0x10, 0x08
_LOSSY_START, _LOSSLESS_START = b"\x9d\x01\x2a", b"\x2f"


def is_webp(data: bytes) -> bool:
    return data[:4] == _RIFF and data[8:12] == _WEBP


def clean(data: bytes) -> bytes:
    """Nothing behind the end either. One that moves is refused: it is no paper. Raises Refused."""
    found: dict[bytes, bytes] = {}
    for name, content in _chunks(data):
        if name in _MOVING:
            raise Refused(MOVING)
        found.setdefault(name, content)
    if (_LOSSY in found) == (_LOSSLESS in found):
        raise damaged()
    extended = found.get(_EXTENDED)
    names = [_LOSSY if _LOSSY in found else _LOSSLESS]
    written = {names[0]: found[names[0]]}
    if extended is not None:
        if len(extended) < _EXTENDED_LENGTH:
            raise damaged()
        names = [_EXTENDED, _COLOUR, *([_ALPHA] if _LOSSY in found else []), *names, _EXIF]
        written = {name: found[name] for name in names if name in found and name != _EXIF}
        upright = exif.orientation_in(found.get(_EXIF, b""))
        if upright != exif.UPRIGHT:
            written[_EXIF] = exif.only(upright)
        written[_EXTENDED] = _extended(extended, written)
    body = b"".join(_chunk(name, written[name]) for name in names if name in written)
    return _RIFF + (len(body) + 4).to_bytes(4, "little") + _WEBP + body


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels: the larger of what the canvas and the frame say. Raises Refused."""
    width = height = 0
    for name, content in _chunks(data):
        if name == _EXTENDED and len(content) >= _EXTENDED_LENGTH:
            sides = (_number(content[4:7]) + 1, _number(content[7:10]) + 1)
        elif name == _LOSSY and content[3:6] == _LOSSY_START and len(content) >= _LEAST_FRAME:
            sides = (_number(content[6:8]) & 0x3FFF, _number(content[8:10]) & 0x3FFF)
        elif name == _LOSSLESS and content[:1] == _LOSSLESS_START:
            bits = _number(content[1:5])
            sides = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        else:
            continue
        width, height = max(width, sides[0]), max(height, sides[1])
    if not width:
        raise damaged()
    return width, height


def _extended(was: bytes, written: dict[bytes, bytes]) -> bytes:
    """The canvas stays; the flags say what is there. What a lossless frame says of its alpha is left as it was."""
    flags = was[0] & _HAS_ALPHA
    flags |= _HAS_COLOUR if _COLOUR in written else 0
    flags |= _HAS_EXIF if _EXIF in written else 0
    return bytes([flags, 0, 0, 0]) + was[4:_EXTENDED_LENGTH]


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Up to the end the file says, which must be there."""
    end = 8 + _number(data[4:8])
    if end > len(data):
        raise damaged()
    place = _HEAD
    while place < end:
        length = _number(data[place + 4 : place + 8])
        if place + 8 + length > end:
            raise damaged()
        yield data[place : place + 4], data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2

"""The one thing of EXIF that belongs to the picture: which way up it is (TIFF 6.0, tag 274). No other is read."""

from __future__ import annotations

import struct
from typing import Final

UPRIGHT: Final = 1
ORIENTATION: Final = 0x0112
PREFIX: Final = b"Exif\0\0"
_TIMES: Final = range(2, 9)
_SHORT: Final = 3
_MOST_ENTRIES: Final = 1000


def orientation_in(exif: bytes) -> int:
    """2 to 8 as EXIF says it, with or without its prefix; 1 of what says nothing or makes no sense."""
    tiff = exif.removeprefix(PREFIX)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for place in range(min(count, _MOST_ENTRIES)):
            tag, kind, values, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place)
            if tag == ORIENTATION:
                return value if (kind, values) == (_SHORT, 1) and value in _TIMES else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def only(orientation: int) -> bytes:
    """EXIF of one entry, without the prefix."""
    return struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, ORIENTATION, _SHORT, 1, orientation, 0, 0)

"""How long the list of a ZIP's members is, before ZipFile reads all of it into memory."""

from __future__ import annotations

import zlib
from os import SEEK_END
from typing import IO, Final
from zipfile import BadZipFile

_END, _LOCATOR, _WIDE_END = 22, 20, 56
_LONGEST_END: Final = 65_535 + _END + _LOCATOR + _WIDE_END
# What opening and reading a broken, encrypted or unknown member raises.
BROKEN: Final = (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)


def directory_size(file: IO[bytes]) -> int:
    """Bytes, as the end of the archive says, as APPNOTE.TXT 4.3.14 to 4.3.16 has it and ZipFile believes it.

    Raises BadZipFile.
    """
    length = file.seek(0, SEEK_END)
    file.seek(max(0, length - _LONGEST_END))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END:
        raise BadZipFile
    wide = tail[max(0, at - _LOCATOR - _WIDE_END) : at]
    if wide[-_LOCATOR:].startswith(b"PK\x06\x07") and wide.startswith(b"PK\x06\x06"):
        return int.from_bytes(wide[40:48], "little")
    return int.from_bytes(tail[at + 12 : at + 16], "little")

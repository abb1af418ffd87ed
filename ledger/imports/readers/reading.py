"""The one door: what kind of file it is, and which reader reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from ledger.imports.readers.camt import read_camt
from ledger.imports.readers.csv_reader import read_csv
from ledger.imports.readers.encoding import decode
from ledger.imports.readers.formats import kind_of, refuse_binary_text, refuse_unreadable
from ledger.imports.readers.json_reader import read_json
from ledger.imports.readers.mt940 import read_mt940
from ledger.imports.readers.ofx import read_ofx
from ledger.imports.readers.products import read_product
from ledger.imports.readers.qif import read_qif
from ledger.imports.readers.request import ReadRequest
from ledger.imports.readers.types import FileRefused, ReadFile
from ledger.imports.readers.xml_text import declared_text


def _read_table(text: str, encoding: str, request: ReadRequest) -> ReadFile:
    """A program's table is known by its header; every other one is a bank's."""
    return read_product(text, encoding, request) or read_csv(text, encoding, request)


# Text, name of its encoding, request.
_Reader = Callable[[str, str, ReadRequest], ReadFile]
_READERS: dict[str, _Reader] = {
    "camt": read_camt,
    "csv": _read_table,
    "json": read_json,
    "mt940": read_mt940,
    "ofx": read_ofx,
    "qif": read_qif,
}


def read_bank_file(
    data: bytes,
    *,
    filename: str = "",
    mapping: dict[str, Any] | None = None,
    answers: dict[str, str] | None = None,
    today: date | None = None,
) -> ReadFile:
    """Read a bank file, asking at most one question.

    `mapping` is the one of an earlier file; it counts only where this file has the same shape. `answers`
    are by question code ('day_order': 'month_first'). `today` bounds what can be a booking: nothing is
    booked in the future. With an open question the result is read under its first option.

    Raises:
        FileRefused: nothing in it can be read.
    """
    refuse_unreadable(data)
    text, encoding = declared_text(data) or decode(data)
    refuse_binary_text(text)
    text = text.replace("\x00", "")
    kind = kind_of(text)
    reader = _READERS.get(kind)
    if reader is None:
        raise FileRefused("unknown_format", kind=kind)
    request = ReadRequest(filename, mapping or {}, answers or {}, today or datetime.now(tz=UTC).date())
    return reader(text, encoding, request)

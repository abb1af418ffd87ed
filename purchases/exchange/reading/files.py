"""A file of things, told by its content: what it is, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import IO

from ledger.imports.readers.formats import kind_of, refuse_unreadable
from ledger.imports.readers.types import FileRefused
from purchases.exchange.models import ThingImport
from purchases.exchange.reading.archive import open_archive
from purchases.exchange.reading.csv_reader import read_csv, read_sheet
from purchases.exchange.reading.json_reader import read_json
from purchases.exchange.reading.records import ReadThings

LARGEST_TEXT = 60_000_000
_HEAD, _SHEET_HEAD = 64 * 1024, 512 * 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
Kind = ThingImport.Kind


def told_kind(file: IO[bytes]) -> str:
    """By its first bytes, whatever its name. Raises FileRefused: `empty`, `binary`, `unknown_format`."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        return Kind.ZIP.value
    refuse_unreadable(head)
    kind = kind_of(head.decode("utf-8-sig", errors="replace"))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        kind = "json"
    if kind not in ("json", "csv"):
        raise FileRefused("unknown_format")
    return Kind.JSON.value if kind == "json" else Kind.CSV.value


def text_in(file: IO[bytes]) -> bytes:
    """Raises FileRefused: `too_large`."""
    file.seek(0)
    data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise FileRefused("too_large", limit=str(LARGEST_TEXT // 1_000_000))
    return data


def head_in(file: IO[bytes]) -> bytes:
    """Whole lines from the beginning of a table: enough to tell what its columns are."""
    file.seek(0)
    head = file.read(_SHEET_HEAD)
    return head if len(head) < _SHEET_HEAD else head[: head.rfind(b"\n") + 1] or head


def read_things(
    file: IO[bytes], kind: str, *, currency: str, today: date, choices: Mapping[str, str] | None = None
) -> ReadThings:
    """All of it in memory but documents: about a kilobyte a thing. Raises FileRefused."""
    if kind == Kind.ZIP:
        with open_archive(file) as archive:
            return read_json(archive.manifest(), currency=currency)
    if kind == Kind.JSON:
        return read_json(text_in(file), currency=currency)
    sheet = read_sheet(text_in(file), currency=currency, today=today, choices=choices)
    if sheet.missing:
        raise FileRefused("missing_columns", columns=",".join(sheet.missing))
    return read_csv(sheet)

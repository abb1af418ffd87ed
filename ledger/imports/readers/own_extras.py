"""Of our own file, what no bank's file has: what entries belong together, and a person's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.exporting.own_format import FORMAT
from ledger.imports.readers.encoding import decode
from ledger.imports.readers.json_reader import parse_json
from ledger.imports.readers.own_csv import csv_entries
from ledger.imports.readers.own_entries import OwnLink, link_of
from ledger.imports.readers.own_json import objects
from ledger.imports.readers.products_sheet import header_of, read_sheet


@dataclass(frozen=True, slots=True)
class OwnExtras:
    """`links` goes by the line number the entry is imported under. `document` is the whole JSON; empty of a CSV."""

    links: Mapping[int, OwnLink] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)


def read_own_extras(data: bytes) -> OwnExtras:
    """Of a file that was read as ours before. Raises FileRefused."""
    text = decode(data)[0].replace("\x00", "")
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        document = parse_json(text)
        if isinstance(document, dict) and document.get("format") == FORMAT:
            entries = enumerate(objects(document, "transactions"), start=1)
            return OwnExtras({number: link for number, entry in entries if (link := link_of(entry))}, document)
        return OwnExtras()
    sheet = read_sheet(text, header_of(text)[1])
    return OwnExtras({number: link for number, entry in csv_entries(sheet) if (link := link_of(entry))})

"""JSON files: our own export, or what the PennyWise app had stored."""

from __future__ import annotations

from typing import Any

import orjson

from ledger.exporting.own_format import FORMAT
from ledger.imports.readers.own_json import read_own_json
from ledger.imports.readers.pennywise import read_pennywise, stored_values
from ledger.imports.readers.products_sheet import Request
from ledger.imports.readers.types import FileRefused, ReadFile


def read_json(text: str, encoding: str, request: Request) -> ReadFile:
    """Tell which program wrote the file, and read it.

    Raises:
        FileRefused: no JSON (truncated), none of a program that is known, or not one movement in it.
    """
    document = parse_json(text)
    if isinstance(document, dict) and document.get("format") == FORMAT:
        return read_own_json(document, encoding)
    stored = stored_values(document)
    if "transactions" in stored:
        return read_pennywise(stored, encoding)
    raise FileRefused("unknown_format", kind="json")


def parse_json(text: str) -> Any:
    """The document; numbers are floats, which readers turn into Decimal by their shortest text. Raises FileRefused."""
    try:
        return orjson.loads(text.removeprefix("\ufeff"))
    except orjson.JSONDecodeError as error:
        raise FileRefused("truncated") from error

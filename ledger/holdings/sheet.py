"""Positions as rows of a CSV: the columns, and what their cells say."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Final

from django.utils.translation import gettext_lazy as _

from config.kernel.money import money_text
from ledger.core.errors import FieldError
from ledger.exporting.own_format import neutralise, restored
from ledger.holdings.fields import plain
from ledger.holdings.models import Position
from ledger.imports.readers.encoding import decode

COLUMNS: Final = (
    "name", "symbol", "kind", "shares", "entry_price", "current_value", "currency", "apy", "protocol_name",
    "position_id", "asset_address", "opened_on", "valued_on",
)  # fmt: skip
TEXTS: Final = ("name", "symbol", "kind", "protocol_name", "position_id", "asset_address", "currency")
NUMBERS: Final = ("shares", "entry_price", "current_value", "price", "apy")
DAYS: Final = ("opened_on", "valued_on")
_CALLED: Final = {
    "asset_symbol": "symbol", "ticker": "symbol", "isin": "symbol", "protocol": "protocol_name", "type": "kind",
    "quantity": "shares", "units": "shares", "buy_price": "entry_price", "value": "current_value",
    "market_value": "current_value",
}  # fmt: skip
MOST_LINES, MOST_BYTES = 500, 1_000_000
_LONGEST_CELL = 500
_DELIMITERS = (",", ";", "\t", "|")
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_NOISE = str.maketrans(dict.fromkeys(" \u00a0\u202f'\u2019%", ""))


class SheetRefused(Exception):
    """The file as a whole is none that could be taken; `code` says why."""

    def __init__(self, code: str, message: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, numbered as in it; its cells by column, empty ones left out."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    mark: str = "."

    def text(self, name: str) -> str:
        return self.cells.get(name, "")

    def number(self, name: str) -> Decimal | None:
        """Exact. Raises FieldError."""
        text = self.cells.get(name, "").translate(_NOISE)
        if not text:
            return None
        if self.mark == ",":
            text = text.replace(".", "").replace(",", ".")
        elif _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if not _NUMBER.fullmatch(text):
            raise FieldError(name, _("Enter a number."), "invalid")
        return Decimal(text)

    def day(self, name: str) -> date | None:
        text = self.cells.get(name, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise FieldError(name, _("A day such as 2026-01-31."), "invalid") from error


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


def read_sheet(data: bytes) -> Sheet:
    """The rows of a file. Commas are decimal marks only where columns are parted by something else and a number has
    one, never by guess. Raises SheetRefused.
    """
    if len(data) > MOST_BYTES:
        raise SheetRefused("too_large", _("At most 1 MB."))
    text, _encoding = decode(data)
    head, _break, _rest = text.lstrip("\r\n").partition("\n")
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SheetRefused("unreadable", _("This is no CSV.")) from error
    numbered = [(line, cells) for line, cells in enumerate(lines, 1) if any(each.strip() for each in cells)]
    if not numbered:
        raise SheetRefused("empty", _("The file is empty."))
    titles = [_column(each) for each in numbered[0][1]]
    if "name" not in titles and "symbol" not in titles:
        raise SheetRefused("no_name_column", _("There is no column name or symbol."))
    if len(numbered) - 1 > MOST_LINES:
        raise SheetRefused("too_many_lines", _("At most 500 lines at once."))
    rows = [Row(line, _cells(titles, cells)) for line, cells in numbered[1:]]
    mark = "," if delimiter != "," and _has_decimal_commas(rows) else "."
    known = {*TEXTS, *NUMBERS, *DAYS}
    ignored = tuple(each[:80] for each in titles if each and each not in known)
    return Sheet(tuple(Row(each.line, each.cells, mark) for each in rows), ignored)


def csv_chunks(positions: Iterable[Position]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark; what a spreadsheet would take for a formula stands behind an apostrophe."""
    yield b"\xef\xbb\xbf" + _written([COLUMNS])
    gathered: list[list[str]] = []
    for each in positions:
        gathered.append([neutralise(cell) for cell in _cells_of(each)])
        if len(gathered) == 500:
            yield _written(gathered)
            gathered = []
    if gathered:
        yield _written(gathered)


def _cells_of(position: Position) -> list[str]:
    return [
        position.name,
        position.symbol,
        str(position.kind),
        plain(position.shares),
        "" if position.entry_price is None else plain(position.entry_price),
        money_text(position.current_value, position.currency) if position.valued_on else "",
        position.currency,
        "" if position.apy is None else plain(position.apy),
        position.protocol_name,
        position.position_id,
        position.asset_address,
        position.opened_on.isoformat(),
        position.valued_on.isoformat() if position.valued_on else "",
    ]


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _column(title: str) -> str:
    name = "_".join(title.strip().strip("\ufeff").casefold().replace("-", " ").replace("_", " ").split())
    return _CALLED.get(name, name)


def _cells(titles: list[str], cells: list[str]) -> dict[str, str]:
    told = {name: restored(cell.strip())[:_LONGEST_CELL] for name, cell in zip(titles, cells, strict=False)}
    return {name: " ".join(cell.replace("\x00", "").split()) for name, cell in told.items() if cell}


def _has_decimal_commas(rows: Iterable[Row]) -> bool:
    texts = [each.cells.get(name, "").translate(_NOISE) for each in rows for name in NUMBERS]
    return any("," in text and not _GROUPED.fullmatch(text) for text in texts)

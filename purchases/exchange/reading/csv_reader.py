"""CSV of things, ours or anybody's: the columns are told by their names, and a person may say otherwise."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from ledger.exporting.own_format import restored
from ledger.imports.readers.amounts import currency_in, find_decimal_mark
from ledger.imports.readers.day_order import MONTH_FIRST, Hints, decide_day_order
from ledger.imports.readers.encoding import decode
from ledger.imports.readers.formats import refuse_binary_text
from ledger.imports.readers.table import DELIMITERS, find_delimiter
from ledger.imports.readers.types import FileRefused
from purchases.exchange.own_format import CSV_COLUMNS, TELLING, WARRANTY_PREFIX
from purchases.exchange.reading.cells import Manner
from purchases.exchange.reading.records import ReadThing, ReadThings
from purchases.exchange.reading.things import thing_of
from purchases.exchange.reading.words import FIELDS, field_of, speaks_english

MOST_COLUMNS, MOST_LINES = 400, 200_000
_HEAD_ROWS, _SAMPLE_ROWS = 20, 2_000
_SHOWN_ROWS = 5
_NEEDED = ("product_name", "price", "purchase_date")
# Fields of a warranty as it is named on its own.
_OF_WARRANTY = {"warranty_status": "status", "warranty_provider": "provider", "warranty_notes": "notes"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose columns are understood: `roles` says of each column what field it is, '' for none."""

    delimiter: str
    headers: tuple[str, ...]
    roles: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    manner: Manner
    is_order_sure: bool

    @property
    def sample(self) -> list[list[str]]:
        return [cells for _, cells in self.rows[:_SHOWN_ROWS]]

    @property
    def missing(self) -> list[str]:
        """Fields a thing cannot be without that no column holds."""
        return [each for each in _NEEDED if each not in self.roles]


def read_sheet(data: bytes, *, currency: str, today: date, choices: Mapping[str, str] | None = None) -> Sheet:
    """What a file's table holds; `choices` are a person's: 'column-3' a field or '', 'day_order' an order.

    Raises FileRefused: `empty`, `binary`, `line_too_long`, `too_many_columns`, `too_many_lines`.
    """
    text, _ = decode(data)
    refuse_binary_text(text)
    choices = choices or {}
    delimiter = _delimiter_of(text)
    rows = _rows_of(text, delimiter)
    if not rows:
        raise FileRefused("empty")
    place = _header_place(rows)
    headers = tuple(cell.strip()[:200] for cell in rows[place][1])
    body = rows[place + 1 :]
    is_own = set(headers) >= TELLING
    roles = _roles(headers, max((len(cells) for _, cells in body[:_SAMPLE_ROWS]), default=0), choices, is_own=is_own)
    manner, is_sure = _manner(body, headers, roles, choices, currency=currency, today=today, is_own=is_own)
    return Sheet(delimiter, headers, roles, body, manner, is_sure)


def read_csv(sheet: Sheet) -> ReadThings:
    return ReadThings(list(_things(sheet)))


def _things(sheet: Sheet) -> Iterator[ReadThing]:
    for number, cells in sheet.rows:
        if any(cell.strip() for cell in cells):
            yield thing_of(_raw(sheet, cells), number, sheet.manner)


def _raw(sheet: Sheet, cells: Sequence[str]) -> dict[str, Any]:
    """The row by fields. What stands in columns of a warranty is one, unless all of them are blank."""
    raw: dict[str, Any] = {}
    warranty: dict[str, Any] = {}
    for role, cell in zip(sheet.roles, cells, strict=False):
        if not role or role in raw:
            continue
        value = restored(cell) if sheet.manner.is_own else cell
        if role.startswith(WARRANTY_PREFIX):
            warranty[_OF_WARRANTY.get(role, role)] = value
        else:
            raw[role] = value
    if any(value.strip() for value in warranty.values()):
        raw["warranties"] = [warranty]
    return raw


def _delimiter_of(text: str) -> str:
    """The one under which the first lines have the most columns we know by name, else as bank files are split."""
    head = text[:20_000].splitlines()[:_HEAD_ROWS]

    def known(delimiter: str) -> int:
        return max((sum(1 for cell in line.split(delimiter) if field_of(cell.strip('" '))) for line in head), default=0)

    best = max(DELIMITERS, key=known)
    return best if known(best) > 1 else find_delimiter(text)


def _rows_of(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Rows that are not blank, and the line each begins on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise FileRefused("too_many_columns", limit=str(MOST_COLUMNS))
            if row:
                rows.append((start, row))
            if len(rows) > MOST_LINES:
                raise FileRefused("too_many_lines", limit=str(MOST_LINES))
            start = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused("line_too_long", limit=str(csv.field_size_limit())) from error
    return rows


def _header_place(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The first of the rows with the most names we know."""
    known = [len({field for cell in cells if (field := field_of(cell))}) for _, cells in rows[:_HEAD_ROWS]]
    return known.index(max(known))


def _roles(headers: Sequence[str], width: int, choices: Mapping[str, str], *, is_own: bool) -> tuple[str, ...]:
    """A field is in one column: the first that names it, unless a person says another."""
    chosen = {index: choices[f"column-{index}"] for index in range(width) if f"column-{index}" in choices}
    taken = {role for role in chosen.values() if role}
    roles = []
    for index in range(max(width, len(headers))):
        header = headers[index] if index < len(headers) else ""
        if index in chosen:
            role = chosen[index] if chosen[index] in FIELDS else ""
        else:
            role = (header if header in CSV_COLUMNS else "") if is_own else field_of(header)
            role = "" if role in taken else role
        taken.add(role)
        roles.append(role)
    return tuple(roles)


def _manner(
    rows: Sequence[tuple[int, list[str]]], headers: Sequence[str], roles: Sequence[str], choices: Mapping[str, str],
    *, currency: str, today: date, is_own: bool,
) -> tuple[Manner, bool]:  # fmt: skip
    """How the table writes days and amounts, and whether the order of day and month is beyond doubt."""
    sample = rows[:_SAMPLE_ROWS]
    prices = _column(sample, roles, "price")
    named = next((found for text in [_header(headers, roles, "price"), *prices] if (found := currency_in(text))), "")
    column = {code for text in _column(sample, roles, "currency_code") if (code := currency_in(text))}
    said = frozenset((column or {named}) - {""})
    hints = Hints(last_day=today, currencies=said, english=speaks_english(headers))
    decision = decide_day_order(_column(sample, roles, "purchase_date"), hints)
    order = choices.get("day_order") or decision.order
    manner = Manner(
        currency=named or currency,
        is_own=is_own,
        month_first=order == MONTH_FIRST,
        mark=find_decimal_mark(prices, named or currency),
    )
    return manner, decision.question is None


def _column(rows: Sequence[tuple[int, list[str]]], roles: Sequence[str], role: str) -> list[str]:
    if role not in roles:
        return []
    index = roles.index(role)
    return [cells[index].strip() for _, cells in rows if index < len(cells) and cells[index].strip()]


def _header(headers: Sequence[str], roles: Sequence[str], role: str) -> str:
    index = roles.index(role) if role in roles else len(headers)
    return headers[index] if index < len(headers) else ""

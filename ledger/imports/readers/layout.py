"""Where the table is within a CSV file, and what the lines above it tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from ledger.imports.readers.columns import find_header, first_data_row
from ledger.imports.readers.dates import real_day, written_day
from ledger.imports.readers.facts import sample_rows
from ledger.imports.readers.table import Table
from ledger.imports.readers.text import fold
from ledger.imports.readers.types import FileRefused

_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_NUMBER = re.compile(r"(?<![0-9.,A-Z])(?:[A-Z]{2})?[0-9X*][0-9X*-]{5,30}[0-9](?![0-9.,])")
_ACCOUNT_WORD = re.compile(
    r"account|acct|konto|kontonr|rekening|compte|cuenta|conta|conto|rachun|cislo uctu|card|karte|iban"
)
_HEAD_ROWS = 30


@dataclass(frozen=True, slots=True)
class Layout:
    """`first` is the index of the first row below the header; `rows` is a sample of what follows.

    `account` and `days` come from the lines above the table.
    """

    table: Table
    header: int | None
    first: int
    headers: list[str]
    width: int
    rows: list[list[str]]
    account: str
    days: list[date]

    def body(self) -> Iterator[list[str]]:
        """Every row below the header."""
        return (row for _, row in islice(self.table.rows(), self.first, None))


def find_layout(table: Table) -> Layout:
    """Raises FileRefused where no row has a date."""
    head = table.head
    header = find_header(head)
    first = first_data_row(head) % len(head) if header is None else header + 1
    rows = sample_rows(table, first)
    if not rows:
        raise FileRefused("no_transactions" if header is not None else "no_date_column")
    headers = [value.strip() for value in head[header]] if header is not None else []
    width = max(Counter(len(row) for row in rows).most_common(1)[0][0], len(headers))
    above = head[: first if header is None else header][:_HEAD_ROWS]
    days = [day for row in above for day in _full_days(row)]
    return Layout(table, header, first, headers, width, rows, _account(above), days)


def _full_days(row: Sequence[str]) -> list[date]:
    """Days with a year, for days without one in the table."""
    written = [found for value in row[:20] if (found := written_day(value)) and found.year is not None]
    return [day for found in written if not found.swappable and (day := real_day(found, month_first=False))]


def _account(above: Sequence[Sequence[str]]) -> str:
    """An IBAN, or a long number in a line that speaks of an account; '' where the head names neither."""
    for row in above:
        line = " ".join(row)[:500]
        iban = _IBAN.search(line)
        if iban and _checks(iban[0].replace(" ", "")):
            return iban[0].replace(" ", "")
        if _ACCOUNT_WORD.search(fold(line)):
            numbers = [m[0] for m in _NUMBER.finditer(line) if sum(map(str.isdigit, m[0])) >= 4]
            if numbers and not written_day(numbers[0]):
                return numbers[0]
    return ""


def _checks(iban: str) -> bool:
    """The check digits of ISO 13616: the number, letters as 10 to 35, leaves 1 when divided by 97."""
    turned = iban[4:] + iban[:4]
    return len(iban) >= 15 and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1

"""What the columns of a table hold, seen over a sample of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ledger.imports.readers.amounts import CURRENCIES, parse_amount
from ledger.imports.readers.dates import written_day
from ledger.imports.readers.table import Table
from ledger.imports.readers.words import balance_row, sign_of

_SAMPLE = 300


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Shares are of the cells that are not blank; `filled` is the share of rows that have one."""

    index: int
    filled: float
    dates: float
    amounts: float
    decimals: bool
    signed: bool
    signs: float
    currencies: float
    letters: float
    distinct: int
    count: int
    longest: int
    sample: str

    @property
    def is_date(self) -> bool:
        return self.dates >= 0.5

    @property
    def is_money(self) -> bool:
        return self.amounts >= 0.6

    @property
    def is_currency(self) -> bool:
        return self.currencies >= 0.8

    @property
    def is_sign(self) -> bool:
        return self.signs >= 0.95 and self.filled >= 0.8

    @property
    def is_text(self) -> bool:
        return self.count > 0 and not self.is_date and not self.is_currency and not self.is_sign and self.amounts < 0.6


def sample_rows(table: Table, first: int) -> list[list[str]]:
    """At most 300 rows with a date from `first` on, evenly spread; rows of text and of balances blur the picture."""
    step = max(1, (table.count - first) // _SAMPLE)
    body = (row for _, row in islice(table.rows(), first, None, step))
    dated = (row for row in body if any(written_day(cell) for cell in row) and not any(balance_row(c) for c in row))
    return list(islice(dated, _SAMPLE + 50))


def column_facts(rows: Sequence[list[str]], width: int) -> list[ColumnFacts]:
    return [_facts(index, [row[index].strip() if index < len(row) else "" for row in rows]) for index in range(width)]


def _facts(index: int, cells: list[str]) -> ColumnFacts:
    filled = [cell for cell in cells if cell]
    count = len(filled)
    share = 1 / count if count else 0.0
    dates = sum(1 for cell in filled if written_day(cell))
    amounts = [cell for cell in filled if parse_amount(cell) is not None]
    return ColumnFacts(
        index=index,
        filled=count / len(cells) if cells else 0.0,
        dates=dates * share,
        amounts=len(amounts) * share,
        decimals=any("." in cell or "," in cell for cell in amounts),
        signed=any(cell[0] in "+-(\u2212" or cell[-1] == "-" for cell in amounts),
        signs=sum(1 for cell in filled if sign_of(cell)) * share,
        currencies=sum(1 for cell in filled if len(cell) == 3 and cell.upper() in CURRENCIES) * share,
        letters=sum(sum(map(str.isalpha, cell[:200])) for cell in filled) * share,
        distinct=len(set(filled)),
        count=count,
        longest=max(map(len, filled), default=0),
        sample=filled[0] if filled else "",
    )

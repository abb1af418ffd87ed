"""How a table was read, shown on its own cells; and what a row that was refused was probably meant to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.imports.readers.dates import real_day, written_day
from ledger.imports.readers.day_order import MONTH_FIRST
from ledger.imports.readers.money import amount_reader, cell
from ledger.imports.readers.plan import Plan, from_mapping
from ledger.imports.readers.table import split_line
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import PAYEE_LENGTH, ReadFile, RefusedLine

# What fingers and scanners write for digits.
_MEANT = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})


@dataclass(frozen=True, slots=True)
class Example:
    """A cell of the file and what it was taken for."""

    written: str
    meant: date | Decimal


@dataclass(frozen=True, slots=True)
class Guess:
    """What can be told of a refused row. `amount` is signed: out is negative."""

    booked_on: date | None = None
    amount: Decimal | None = None
    payee: str = ""


def examples(read: ReadFile) -> list[Example]:
    """A day and an amount of the file's first rows, as far as they can be read; none for what is no bank's table.

    Of days that are the same both ways round (03/03) another is taken where there is one.
    """
    plan = _plan_of(read)
    if plan is None:
        return []
    rows = [list(row) for row in read.sample_rows]
    return [*_day_example(plan, rows), *_amount_example(plan, rows)]


def guess(read: ReadFile, refused: RefusedLine) -> Guess:
    """Read a refused row as far as it can be, an O as the zero it was meant to be."""
    plan = _plan_of(read)
    if plan is None or not refused.text:
        return Guess()
    row = split_line(refused.text, read.delimiter)
    if len(row) < 2:
        return Guess()
    figures = [value.translate(_MEANT) for value in row]
    payee = " ".join(text for index in plan.payee if (text := cell(row, index)))
    amount = amount_reader(plan)(figures)
    return Guess(_day(plan, cell(row, plan.booked)), amount, clean(payee, PAYEE_LENGTH))


def _plan_of(read: ReadFile) -> Plan | None:
    if read.format != "csv" or read.product or not read.columns:
        return None
    return from_mapping(read.mapping, [column.header for column in read.columns], len(read.columns))


def _day_example(plan: Plan, rows: Iterable[list[str]]) -> list[Example]:
    found = [(text, day) for row in rows if (text := cell(row, plan.booked)) and (day := _day(plan, text))]
    telling = [each for each in found if each[1].day != each[1].month]
    return [Example(text, day) for text, day in (telling or found)[:1]]


def _amount_example(plan: Plan, rows: Iterable[list[str]]) -> list[Example]:
    read = amount_reader(plan)
    for row in rows:
        amount = read(row)
        written = next((text for i in (plan.amount, plan.debit, plan.credit) if (text := cell(row, i))), "")
        if amount and written:
            return [Example(written, amount)]
    return []


def _day(plan: Plan, text: str) -> date | None:
    """A day that names its year."""
    written = written_day(text)
    return real_day(written, month_first=plan.order == MONTH_FIRST) if written else None

"""The table of another program's file, and what is the same for all of them: days, amounts, accounts, joined splits."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any, Protocol

from ledger.imports.readers.amounts import TOO_LARGE, currency_in, find_decimal_mark, in_some_dollars, parse_amount
from ledger.imports.readers.dates import day_reader, year_chooser
from ledger.imports.readers.day_order import DAY_FIRST, MONTH_FIRST, Hints, decide_day_order
from ledger.imports.readers.text import clean, fold
from ledger.imports.readers.types import (
    NOTES_LENGTH,
    PAYEE_LENGTH,
    RAW_LENGTH,
    REFUSED_TEXT_LENGTH,
    FileRefused,
    Question,
    ReadLine,
    ReadPart,
    RefusedLine,
    Statement,
)

DELIMITERS = (",", ";", "\t")
LONGEST_HEADER = 20_000
MOST_COLUMNS = 400
NAME_LENGTH = 64
_SEEN_FOR_CURRENCY = 200


class Request(Protocol):
    """What the caller knows besides the file."""

    @property
    def filename(self) -> str: ...
    @property
    def mapping(self) -> dict[str, Any]: ...
    @property
    def answers(self) -> dict[str, str]: ...
    @property
    def today(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` maps a header's folded words to its place; rows go with the 1-based line they start on."""

    headers: list[str]
    columns: Mapping[str, int]
    rows: list[tuple[int, list[str]]]
    delimiter: str
    header_line: int

    def reader(self, *names: str) -> Callable[[Sequence[str]], str]:
        """Reads the cell below the first of `names` there is; '' where there is none."""
        place = next((self.columns[name] for name in names if name in self.columns), None)
        if place is None:
            return lambda row: ""
        return lambda row: row[place].strip() if place < len(row) else ""

    def text_of(self, row: Sequence[str]) -> str:
        return clean(self.delimiter.join(row)[:2000], REFUSED_TEXT_LENGTH)


def header_of(text: str) -> tuple[list[str], str]:
    """The cells of the first line that has any, and its delimiter; a 'sep=' line is passed over."""
    for line in text[:LONGEST_HEADER].splitlines():
        if line.strip() and not line.casefold().startswith("sep="):
            delimiter = max(DELIMITERS, key=line.count)
            try:
                return next(csv.reader([line], delimiter=delimiter), []), delimiter
            except csv.Error:
                break
    return [], ","


def read_sheet(text: str, delimiter: str) -> Sheet:
    """Rows below the header, without blank ones and the header again. Raises FileRefused."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    headers: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    start, header_line = 1, 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not row[0].casefold().startswith("sep="):
                if not headers:
                    headers, header_line = [cell.strip() for cell in row], start
                elif len(row) > MOST_COLUMNS:
                    raise FileRefused("too_many_columns", limit=str(MOST_COLUMNS))
                elif [cell.strip() for cell in row] != headers:
                    rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused("line_too_long", limit=str(csv.field_size_limit())) from error
    columns: dict[str, int] = {}
    for place, header in enumerate(headers):
        columns.setdefault(fold(header), place)
    return Sheet(headers, columns, rows, delimiter, header_line)


@dataclass(slots=True)
class Movement:
    """One row of a sheet before its day and amount are read.

    `amount` is None where its text (`written`) is none. `split` is (part, of how many) where the row is part of
    a movement; rows of one account with the same `group` are parts of one movement.
    """

    line_no: int
    text: str
    account: str
    day: str
    amount: Decimal | None
    written: str = ""
    payee: str = ""
    notes: str = ""
    category: str = ""
    kind: str = ""
    transfer_to: str = ""
    raw_kind: str = ""
    raw: str = ""
    bank_id: str = ""
    currency: str = ""
    number: str = ""
    occurred_at: datetime | None = None
    is_opening: bool = False
    split: tuple[int, int] | None = None
    group: str = ""


@dataclass(slots=True)
class _Page:
    """One account of the program in one currency."""

    name: str
    currency: str
    number: str = ""
    taken: list[tuple[date, Movement]] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


@dataclass(slots=True)
class Money:
    """How a sheet's amounts are written."""

    mark: str
    currency: str
    dollars: bool

    def read(self, text: str) -> Decimal | None:
        return parse_amount(text, self.mark) if text else None


def money_of(sheet: Sheet, *names: str) -> Money:
    """Decimal mark and currency, of all cells below the headers `names`."""
    readers = [sheet.reader(name) for name in names]
    texts = [text for _, row in sheet.rows for read in readers if (text := read(row))]
    sample = texts[:_SEEN_FOR_CURRENCY]
    currency = next(filter(None, map(currency_in, sample)), "")
    dollars = not currency and any(map(in_some_dollars, sample))
    return Money(find_decimal_mark(texts, currency), currency, dollars)


@dataclass(slots=True)
class Days:
    """How a sheet's days are written; `order` is remembered."""

    order: str
    question: Question | None
    read: Callable[[str], date | None]


def days_of(cells: Sequence[str], money: Money, request: Request, *, order: str = "") -> Days:
    """`order` is that of an earlier file or of the program; else it is decided by all `cells`."""
    question = None
    answer = request.answers.get("day_order", "")
    order = answer if answer in (DAY_FIRST, MONTH_FIRST) else order
    if order not in (DAY_FIRST, MONTH_FIRST):
        head = "$" if money.dollars else ""
        hints = Hints(request.today, frozenset({money.currency} - {""}), head=head)
        decision = decide_day_order(cells, hints)
        order, question = decision.order, decision.question
    year_of = year_chooser([], request.today)
    return Days(order, question, day_reader(month_first=order == MONTH_FIRST, year_of=year_of))


def statements_of(movements: Sequence[Movement], days: Days, money: Money) -> tuple[Statement, ...]:
    """One statement per account and currency, in the order of the file. Rows that cannot be read are refused."""
    pages: dict[tuple[str, str], _Page] = {}
    _number_groups(movements)
    for each in movements:
        key = (clean(each.account, NAME_LENGTH), each.currency or money.currency)
        page = pages.setdefault(key, _Page(*key, each.number))
        day = days.read(each.day)
        code, value = _refusal(each, day)
        if code:
            params = {"value": clean(value, 40)} if value else {}
            page.refused.append(RefusedLine(each.line_no, each.text, code, params))
        elif day is not None:
            page.taken.append((day, each))
    return tuple(_statement(page, dollars=money.dollars and not page.currency) for page in pages.values())


def _refusal(each: Movement, day: date | None) -> tuple[str, str]:
    if day is None:
        return "date_not_understood", each.day
    if each.amount is None:
        return ("amount_not_a_number", each.written) if each.written else ("amount_missing", "")
    return ("amount_too_large", "") if abs(each.amount) >= TOO_LARGE else ("", "")


def _number_groups(movements: Sequence[Movement]) -> None:
    """Parts '1 of 3' to '3 of 3' that follow each other become a group; where one is missing each stands alone."""
    run: list[Movement] = []
    for each in movements:
        if run and not _goes_on(run, each):
            _close(run)
            run = []
        if each.split is not None:
            run.append(each)
    _close(run)


def _goes_on(run: Sequence[Movement], each: Movement) -> bool:
    first = run[0]
    if each.split is None or first.split is None:
        return False
    same = (each.account, each.day, each.split[1]) == (first.account, first.day, first.split[1])
    return same and all(other.split != each.split for other in run)


def _close(run: Sequence[Movement]) -> None:
    if run and run[0].split is not None and len(run) == run[0].split[1]:
        for each in run:
            each.group = f"line {run[0].line_no}"


def _statement(page: _Page, *, dollars: bool) -> Statement:
    opening, taken = _opening(page.taken)
    lines = tuple(_lines(taken))
    # An account without movements is still one: its balance says so.
    closing = opening if opening is not None and not lines else None
    return Statement(
        account_number=page.number,
        account_name=page.name,
        currency=page.currency,
        lines=lines,
        refused=tuple(page.refused),
        opening_balance=opening[1] if opening else None,
        opening_on=opening[0] if opening else None,
        opened_on=opening[0] if opening else None,
        closing_balance=closing[1] if closing else None,
        closing_on=closing[0] if closing else None,
        dollars=dollars,
    )


_Taken = list[tuple[date, Movement]]


def _opening(taken: _Taken) -> tuple[tuple[date, Decimal] | None, _Taken]:
    """A 'starting balance' is no movement where nothing comes before it."""
    first = min((day for day, _ in taken), default=None)
    for place, (day, each) in enumerate(taken):
        if each.is_opening and day == first and each.amount is not None:
            return (day, each.amount), [*taken[:place], *taken[place + 1 :]]
    return None, taken


def _lines(taken: _Taken) -> Iterator[ReadLine]:
    groups: dict[str, _Taken] = {}
    for day, each in taken:
        if each.group and not each.kind:
            groups.setdefault(each.group, []).append((day, each))
    for day, each in taken:
        parts = groups.get(each.group, []) if each.group and not each.kind else []
        if len(parts) < 2:
            yield _line(day, each, [])
        elif parts[0][1] is each:
            yield _line(day, each, [part for _, part in parts])


def _line(day: date, each: Movement, parts: Sequence[Movement]) -> ReadLine:
    amount = sum((part.amount for part in parts if part.amount is not None), Decimal(0)) if parts else each.amount
    assert amount is not None
    raws = [part.raw for part in parts] if parts else [each.raw]
    return ReadLine(
        line_no=each.line_no,
        booked_on=day,
        amount=amount,
        payee=clean(next((part.payee for part in parts if part.payee), each.payee), PAYEE_LENGTH),
        notes="" if parts else clean(each.notes, NOTES_LENGTH),
        raw="\n".join(dict.fromkeys(filter(None, raws)))[:RAW_LENGTH],
        bank_id=each.bank_id,
        occurred_at=each.occurred_at,
        raw_kind=clean(each.raw_kind, 40),
        category="" if parts else each.category,
        kind=each.kind,
        transfer_to=clean(each.transfer_to, NAME_LENGTH),
        parts=tuple(ReadPart(part.category, part.amount, clean(part.notes, 200)) for part in parts if part.amount),
    )

"""A group's expenses as Splitwise exports them, seen by one of its people.

Source: Splitwise's 'Export as spreadsheet': Date, Description, Category, Cost, Currency and a column per person with
what the row moves that person's balance by (what was paid less the share of it), and a row 'Total balance' at the end.

The account 'Splitwise' holds what the others owe this person, negative what this person owes. An expense takes the
person's share out of it; one this person has laid out brings in the whole cost first, as a transfer from whatever it
was paid with. A payment is a transfer. So the account moves by exactly the person's column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.exporting.paths import join_path
from ledger.imports.readers.amounts import currency_code
from ledger.imports.readers.products_sheet import Money, Request, Sheet, days_of, money_of
from ledger.imports.readers.text import clean, fold
from ledger.imports.readers.types import (
    PAYEE_LENGTH,
    RAW_LENGTH,
    FileRefused,
    Option,
    Question,
    ReadLine,
    RefusedLine,
    Statement,
)

FIXED = ("date", "description", "category", "cost", "currency")
ACCOUNT = "Splitwise"
WHO = "who"
_TOTAL = "total balance"
_NOT_SHARED = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Row:
    line_no: int
    text: str
    day: date | None
    written_day: str
    description: str
    category: str
    cost: Decimal | None
    currency: str
    moved: tuple[Decimal | None, ...]


def people_of(headers: Sequence[str]) -> list[str]:
    """The names behind the fixed columns, as written."""
    return [header for header in headers[len(FIXED) :] if header.strip()]


def read_splitwise(sheet: Sheet, request: Request, order: str) -> tuple[tuple[Statement, ...], Question | None, str]:
    """Statements (one a currency), the question who of the people it is, and the one it is read for.

    Raises FileRefused: nobody's column is there.
    """
    people = people_of(sheet.headers)
    if not people:
        raise FileRefused("no_amount_column")
    money = money_of(sheet, "cost")
    rows = list(_rows(sheet, money, request, people, order))
    chosen = request.answers.get(WHO) or str(request.mapping.get(WHO, ""))
    who = chosen if chosen in people else people[0]
    question = None if chosen in people or len(people) == 1 else _question(people, rows)
    return tuple(_statements(rows, people.index(who))), question, who


def _rows(sheet: Sheet, money: Money, request: Request, people: Sequence[str], order: str) -> Iterator[_Row]:
    description, category = sheet.reader("description"), sheet.reader("category")
    day, cost, currency = sheet.reader("date"), sheet.reader("cost"), sheet.reader("currency")
    days = days_of([day(row) for _, row in sheet.rows], money, request, order=order)
    first = len(FIXED)
    for number, row in sheet.rows:
        cells = [row[place].strip() if place < len(row) else "" for place in range(first, first + len(people))]
        yield _Row(
            line_no=number,
            text=sheet.text_of(row),
            day=days.read(day(row)),
            written_day=day(row),
            description=description(row),
            category=category(row),
            cost=money.read(cost(row)),
            currency=currency_code(currency(row)),
            moved=tuple(money.read(cell) for cell in cells),
        )


def _question(people: Sequence[str], rows: Sequence[_Row]) -> Question:
    """Each person with how the whole stands for them: people know whether they are owed or owe."""
    options = []
    for place, name in enumerate(people):
        moved: dict[str, Decimal] = {}
        for row in rows:
            value = row.moved[place]
            if value is not None and fold(row.description) != _TOTAL:
                moved[row.currency] = moved.get(row.currency, Decimal(0)) + value
        sums = ", ".join(f"{value} {currency}" for currency, value in moved.items() if value)
        options.append(Option(name, "person", {"name": clean(name, 60), "sum": sums[:80]}))
    return Question(WHO, tuple(options), clean(", ".join(people), 80))


def _statements(rows: Sequence[_Row], me: int) -> Iterator[Statement]:
    for currency in dict.fromkeys(row.currency for row in rows):
        lines: list[ReadLine] = []
        refused: list[RefusedLine] = []
        total: Decimal | None = None
        for row in rows:
            if row.currency != currency:
                continue
            if fold(row.description) == _TOTAL:
                total = row.moved[me]
                continue
            found = _lines(row, me)
            if isinstance(found, RefusedLine):
                refused.append(found)
            else:
                lines += found
        last = max((line.booked_on for line in lines), default=None)
        yield Statement(
            account_name=ACCOUNT,
            currency=currency,
            lines=tuple(lines),
            refused=tuple(refused),
            opening_balance=Decimal(0) if lines else None,
            opening_on=min((line.booked_on for line in lines), default=None),
            closing_balance=total if last else None,
            closing_on=last if total is not None else None,
            subtype="cash",
        )


def _lines(row: _Row, me: int) -> list[ReadLine] | RefusedLine:
    """What a row is to one person: nothing, a transfer, a share, or the cost laid out and the share of it."""
    moved = row.moved[me]
    if row.day is None:
        return RefusedLine(row.line_no, row.text, "date_not_understood", {"value": clean(row.written_day, 40)})
    if row.cost is None or moved is None:
        return RefusedLine(row.line_no, row.text, "amount_missing")
    if moved == _NOT_SHARED:
        return []
    if fold(row.category) == "payment":
        return [_line(row, row.day, moved, kind="transfer", raw_kind="payment")]
    if moved < 0:
        return [_line(row, row.day, moved, category=row.category)]
    if any(value is not None and value > 0 for place, value in enumerate(row.moved) if place != me):
        # Two have paid: what each of them has paid, and so the share, is in no column.
        return RefusedLine(row.line_no, row.text, "share_not_known")
    share = row.cost - moved
    paid = _line(row, row.day, row.cost, kind="transfer", raw_kind="paid for all")
    return [paid, _line(row, row.day, -share, category=row.category)] if share else [paid]


def _line(row: _Row, day: date, amount: Decimal, *, category: str = "", kind: str = "", raw_kind: str = "") -> ReadLine:
    is_general = fold(category) in ("", "general")
    return ReadLine(
        line_no=row.line_no,
        booked_on=day,
        amount=amount,
        payee=clean(row.description, PAYEE_LENGTH),
        notes="",
        raw=f"{row.description}\n{row.category}"[:RAW_LENGTH],
        raw_kind=raw_kind,
        category="" if is_general else join_path([category]),
        kind=kind,
    )

"""Transactions as Firefly III exports them.

Source: `ExportDataGenerator.php` of Firefly III: a row per journal, journals of one group are parts of a split. Its
amounts are negative or positive by the row's type only, so the type and the two accounts decide here. A transfer is a
row once and two movements here, one on each of the own accounts; what reaches an account of another currency is the
foreign amount. Days are local ones, written with midnight and a zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.exporting.paths import join_path
from ledger.imports.readers.amounts import currency_code
from ledger.imports.readers.dates import moment
from ledger.imports.readers.products_sheet import Days, Money, Movement, Request, Sheet, days_of, money_of
from ledger.imports.readers.text import fold

Read = tuple[list[Movement], Days, Money]
Cell = Callable[[Sequence[str]], str]

_OWN_TYPES = frozenset(["asset account", "default account", "cash account", "debt", "loan", "mortgage"])
_NOBODY = frozenset(["", "no name", "cash account", "initial balance account", "reconciliation account"])


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two accounts of a row."""

    name: Cell
    number: Cell
    type: Cell


@dataclass(frozen=True, slots=True)
class _Cells:
    type: Cell
    amount: Cell
    currency: Cell
    foreign_amount: Cell
    foreign_currency: Cell
    day: Cell
    description: Cell
    group: Cell
    journal: Cell
    category: Cell
    tags: Cell
    notes: Cell
    source: _Side
    destination: _Side


def read_firefly(sheet: Sheet, request: Request, order: str) -> Read:
    money = money_of(sheet, "amount")
    cells = _cells(sheet)
    currencies = _currencies(sheet, cells)
    movements = [
        movement for number, row in sheet.rows for movement in _movements(sheet, cells, money, currencies, number, row)
    ]
    return movements, days_of([each.day for each in movements], money, request, order=order), money


def _cells(sheet: Sheet) -> _Cells:
    sides = [
        _Side(sheet.reader(f"{side} name"), sheet.reader(f"{side} iban"), sheet.reader(f"{side} type"))
        for side in ("source", "destination")
    ]
    return _Cells(
        type=sheet.reader("type"),
        amount=sheet.reader("amount"),
        currency=sheet.reader("currency code"),
        foreign_amount=sheet.reader("foreign amount"),
        foreign_currency=sheet.reader("foreign currency code"),
        day=sheet.reader("date"),
        description=sheet.reader("description"),
        group=sheet.reader("group id"),
        journal=sheet.reader("journal id"),
        category=sheet.reader("category"),
        tags=sheet.reader("tags"),
        notes=sheet.reader("notes"),
        source=sides[0],
        destination=sides[1],
    )


def _currencies(sheet: Sheet, cells: _Cells) -> dict[str, str]:
    """The currency of each own account, by the rows that name but one of them."""
    votes: dict[str, Counter[str]] = {}
    for _, row in sheet.rows:
        kind = fold(cells.type(row))
        side = cells.destination if kind in ("deposit", "opening balance") else cells.source
        if kind != "transfer" or side is cells.source:
            votes.setdefault(side.name(row), Counter())[cells.currency(row)] += 1
    return {name: currency_code(found.most_common(1)[0][0]) for name, found in votes.items()}


def _movements(
    sheet: Sheet, cells: _Cells, money: Money, currencies: dict[str, str], number: int, row: Sequence[str]
) -> Iterator[Movement]:
    kind = fold(cells.type(row))
    base = _base(sheet, cells, money, number, row)
    size = abs(base.amount) if base.amount is not None else None
    source, destination = cells.source, cells.destination
    if kind == "transfer":
        base.kind, base.category, base.group = "transfer", "", ""
        yield _on(base, source, destination, row, -size if size is not None else None)
        arriving = _on(base, destination, source, row, size)
        _convert(arriving, cells, money, currencies, row)
        yield arriving
        return
    comes_in = kind == "deposit" or (kind != "withdrawal" and fold(source.type(row)) not in _OWN_TYPES)
    own, other = (destination, source) if comes_in else (source, destination)
    signed = size if comes_in or size is None else -size
    found = _on(base, own, other, row, signed)
    found.transfer_to = ""
    found.is_opening = kind == "opening balance"
    yield found


def _base(sheet: Sheet, cells: _Cells, money: Money, number: int, row: Sequence[str]) -> Movement:
    tags = [f"#{'-'.join(tag.split())}" for tag in cells.tags(row).split(",") if tag.strip()]
    group, journal = cells.group(row), cells.journal(row)
    day = cells.day(row)
    return Movement(
        line_no=number,
        text=sheet.text_of(row),
        account="",
        day=day[:10],
        amount=money.read(cells.amount(row)),
        written=cells.amount(row),
        notes=" ".join(filter(None, [cells.description(row), cells.notes(row), *tags])),
        category=join_path([cells.category(row)]),
        raw_kind=cells.type(row),
        raw="\n".join(filter(None, [cells.description(row), cells.notes(row)])),
        bank_id=f"firefly-{group}-{journal}" if journal else "",
        currency=currency_code(cells.currency(row)),
        occurred_at=moment(day),
        group=f"{group} {fold(cells.type(row))}" if group else "",
    )


def _on(base: Movement, own: _Side, other: _Side, row: Sequence[str], amount: Decimal | None) -> Movement:
    """The row as a movement of its account `own`; what is on the other side is the payee."""
    name = other.name(row)
    payee = "" if fold(name) in _NOBODY else name
    return Movement(
        line_no=base.line_no,
        text=base.text,
        account=own.name(row),
        day=base.day,
        amount=amount,
        written=base.written,
        payee=payee or base.notes,
        notes=base.notes if payee else "",
        category=base.category,
        kind=base.kind,
        transfer_to=name,
        raw_kind=base.raw_kind,
        raw=f"{payee}\n{base.raw}".strip(),
        bank_id=base.bank_id,
        currency=base.currency,
        number=own.number(row),
        occurred_at=base.occurred_at,
        group=base.group,
    )


def _convert(arriving: Movement, cells: _Cells, money: Money, currencies: dict[str, str], row: Sequence[str]) -> None:
    """What arrives on an account of another currency. A foreign amount on an account of the same one is a note."""
    foreign = money.read(cells.foreign_amount(row))
    currency = currency_code(cells.foreign_currency(row))
    own = currencies.get(arriving.account, currency)
    if foreign is not None and currency and own == currency:
        arriving.amount, arriving.currency = abs(foreign), currency

"""Registers of budgeting programs: YNAB, Actual, Mint, Monarch.

Sources: YNAB's 'Export plan' register (and YNAB 4's), Actual's `export-to-csv.ts`, the 'Export transactions' of Mint
and Monarch. All of them write a row per movement with the account's name; their days are local ones without a time.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ledger.exporting.paths import join_path
from ledger.imports.readers.day_order import MONTH_FIRST
from ledger.imports.readers.products_sheet import Days, Money, Movement, Request, Sheet, days_of, money_of
from ledger.imports.readers.text import fold

_YNAB_TRANSFER = re.compile(r"transfer\s*:\s*(.+)", re.IGNORECASE)
_YNAB_SPLIT = re.compile(r"\(?split \(?(\d{1,3})/(\d{1,3})\)\s*(.*)", re.IGNORECASE | re.DOTALL)
_YNAB_INFLOW = frozenset(["inflow", "internal master category"])
_ACTUAL_PARENT = re.compile(r"\(SPLIT INTO \d+\)")
_ACTUAL_PART = re.compile(r"\(SPLIT (\d{1,3}) OF (\d{1,3})\)\s*(.*)", re.DOTALL)
_STARTING = frozenset(["starting balance", "opening balance"])
_MOVED = frozenset(["transfer", "credit card payment"])
_NO_CATEGORY = frozenset(["uncategorized", "uncategorised"])

Read = tuple[list[Movement], Days, Money]


def read_ynab(sheet: Sheet, request: Request, order: str) -> Read:
    """Outflow and inflow in columns of their own; 'Transfer : X' as payee; '(Split 1/2)' before a part's memo."""
    money = money_of(sheet, "outflow", "inflow")
    account, day, payee = sheet.reader("account"), sheet.reader("date"), sheet.reader("payee")
    family, child = sheet.reader("category group", "master category"), sheet.reader("category", "sub category")
    if "master category" in sheet.columns:
        child = sheet.reader("sub category")
    memo, out, inward = sheet.reader("memo"), sheet.reader("outflow"), sheet.reader("inflow")
    movements = []
    for number, row in sheet.rows:
        found, notes = _YNAB_SPLIT.fullmatch(memo(row)), memo(row)
        transfer = _YNAB_TRANSFER.fullmatch(payee(row))
        written = [text for text in (out(row), inward(row)) if text]
        amounts = [money.read(text) for text in written]
        amount = None
        if amounts and None not in amounts:
            amount = (money.read(inward(row)) or Decimal(0)) - (money.read(out(row)) or Decimal(0))
        is_inflow = fold(family(row)) in _YNAB_INFLOW
        movements.append(
            Movement(
                line_no=number,
                text=sheet.text_of(row),
                account=account(row),
                day=day(row),
                amount=amount,
                written=" ".join(written),
                payee=transfer[1] if transfer else payee(row),
                notes=found[3] if found else notes,
                category="" if is_inflow or transfer else join_path([family(row), child(row)]),
                kind="transfer" if transfer else "",
                transfer_to=transfer[1] if transfer else "",
                raw=_raw(payee(row), notes),
                is_opening=fold(payee(row)) in _STARTING,
                split=(int(found[1]), int(found[2])) if found else None,
            )
        )
    return movements, days_of([each.day for each in movements], money, request, order=order), money


def read_actual(sheet: Sheet, request: Request, order: str) -> Read:
    """A split is a row without an amount and '(SPLIT 1 OF 2)' rows; the payee of a transfer is the other account."""
    money = money_of(sheet, "amount")
    account, day, payee = sheet.reader("account"), sheet.reader("date"), sheet.reader("payee")
    family, child = sheet.reader("category group"), sheet.reader("category")
    memo, amount = sheet.reader("notes"), sheet.reader("amount")
    accounts = {account(row) for _, row in sheet.rows}
    movements = []
    for number, row in sheet.rows:
        if _ACTUAL_PARENT.match(memo(row)):
            continue
        found = _ACTUAL_PART.fullmatch(memo(row))
        category = _actual_category(family(row), child(row))
        is_transfer = payee(row) in accounts and payee(row) != account(row) and not category
        movements.append(
            Movement(
                line_no=number,
                text=sheet.text_of(row),
                account=account(row),
                day=day(row),
                amount=money.read(amount(row)),
                written=amount(row),
                payee=payee(row),
                notes=found[3] if found else memo(row),
                category=category,
                kind="transfer" if is_transfer else "",
                transfer_to=payee(row) if is_transfer else "",
                raw=_raw(payee(row), memo(row)),
                is_opening=fold(payee(row)) in _STARTING,
                split=(int(found[1]), int(found[2])) if found else None,
            )
        )
    return movements, days_of([each.day for each in movements], money, request, order=order), money


def _actual_category(family: str, child: str) -> str:
    """Families have a column since 2025; an account's own export writes 'Family: Child' into one cell."""
    if fold(child) == "starting balances":
        return ""
    names = [family, child] if family else child.split(": ", 1)
    return join_path(names)


def read_mint(sheet: Sheet, request: Request, order: str) -> Read:
    """Amounts are positive, 'Transaction Type' tells which way; American days. Labels go into the notes."""
    money = money_of(sheet, "amount")
    account, day, payee = sheet.reader("account name"), sheet.reader("date"), sheet.reader("description")
    original, amount, way = (
        sheet.reader("original description"),
        sheet.reader("amount"),
        sheet.reader("transaction type"),
    )
    category, labels, memo = sheet.reader("category"), sheet.reader("labels"), sheet.reader("notes")
    movements = []
    for number, row in sheet.rows:
        value = money.read(amount(row))
        if value is not None:
            value = -abs(value) if fold(way(row)) == "debit" else abs(value)
        movements.append(
            _categorised(
                Movement(
                    line_no=number,
                    text=sheet.text_of(row),
                    account=account(row),
                    day=day(row),
                    amount=value,
                    written=amount(row),
                    payee=payee(row),
                    notes=_notes(memo(row), labels(row)),
                    raw=_raw(original(row) or payee(row), memo(row)),
                ),
                category(row),
            )
        )
    return movements, days_of([], money, request, order=order or MONTH_FIRST), _dollars(money)


def read_monarch(sheet: Sheet, request: Request, order: str) -> Read:
    """Signed amounts and ISO days; 'Original Statement' is the bank's own text. Tags go into the notes."""
    money = money_of(sheet, "amount")
    account, day, payee = sheet.reader("account"), sheet.reader("date"), sheet.reader("merchant")
    original, amount, memo = sheet.reader("original statement"), sheet.reader("amount"), sheet.reader("notes")
    category, tags = sheet.reader("category"), sheet.reader("tags")
    movements = [
        _categorised(
            Movement(
                line_no=number,
                text=sheet.text_of(row),
                account=account(row),
                day=day(row),
                amount=money.read(amount(row)),
                written=amount(row),
                payee=payee(row),
                notes=_notes(memo(row), tags(row)),
                raw=_raw(original(row) or payee(row), memo(row)),
            ),
            category(row),
        )
        for number, row in sheet.rows
    ]
    days = days_of([each.day for each in movements], money, request, order=order)
    return movements, days, _dollars(money)


def _categorised(movement: Movement, category: str) -> Movement:
    """Both programs say by category that money only moved."""
    word = fold(category)
    if word in _MOVED:
        movement.kind = "transfer"
    elif word not in _NO_CATEGORY:
        movement.category = join_path([category])
    return movement


def _dollars(money: Money) -> Money:
    """Both are sold in the United States and in Canada only, and name no currency."""
    return Money(money.mark, money.currency, dollars=not money.currency)


def _notes(memo: str, labels: str) -> str:
    marks = [f"#{label}" for each in labels.split(",") if (label := "-".join(each.split()))]
    return " ".join([memo, *marks]).strip()


def _raw(*texts: str) -> str:
    return "\n".join(filter(None, texts))

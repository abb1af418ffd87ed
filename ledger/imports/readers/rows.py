"""Rows of a planned table become movements, refusals and balances, one group per account and currency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from ledger.imports.readers.amounts import DOLLAR, TOO_LARGE, currency_code, parse_amount
from ledger.imports.readers.dates import moment, written_day
from ledger.imports.readers.layout import Layout
from ledger.imports.readers.money import amount_reader, cell
from ledger.imports.readers.plan import Plan
from ledger.imports.readers.text import clean, fold
from ledger.imports.readers.types import (
    NOTES_LENGTH,
    PAYEE_LENGTH,
    RAW_LENGTH,
    REFUSED_TEXT_LENGTH,
    ReadLine,
    RefusedLine,
)
from ledger.imports.readers.words import PENDING, balance_row, total_row

ReadDay = Callable[[str], date | None]


@dataclass(slots=True)
class Group:
    """What belongs to one account in one currency. Balances are those of rows that name one in words."""

    account: str
    currency: str
    dollars: bool = False
    lines: list[ReadLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    opening: tuple[date, Decimal] | None = None
    closing: tuple[date, Decimal] | None = None


class RowReader:
    """Reads a table row by row. Bad rows are refused with a reason, never the file."""

    def __init__(self, plan: Plan, layout: Layout, read_day: ReadDay, *, zoned: bool) -> None:
        self.plan = plan
        self.table = layout.table
        self.read_day = read_day
        self.read_amount = amount_reader(plan)
        self.header = self.table.rows[layout.header] if layout.header is not None else None
        self.first = layout.first
        self.account = self._only_account() or layout.account
        self.zoned = zoned
        self.groups: dict[tuple[str, str], Group] = {}
        self.last: Group | None = None
        self.early: list[RefusedLine] = []
        self.text_columns = (*plan.payee, *plan.notes)
        self.money_columns = tuple(c for c in (plan.amount, plan.debit, plan.credit) if c is not None)
        self.status_of: dict[str, bool] = {}

    def read(self) -> list[Group]:
        plan, rows, numbers = self.plan, self.table.rows, self.table.line_nos
        booked = plan.booked
        balance_words: dict[str, str] = {}
        cut_off = len(rows) - 1 if self.table.cut else -1
        payee_column = plan.payee[0] if plan.payee else None
        for index in range(self.first, len(rows)):
            row = rows[index]
            if index == cut_off:
                self._refuse(row, numbers[index], "truncated")
                continue
            day = self.read_day(row[booked].strip()) if booked < len(row) else None
            amount = self.read_amount(row)
            if day is None or amount is None:
                self._other(row, numbers[index], day)
                continue
            text = cell(row, payee_column)
            known = balance_words.get(text)
            if known is None:
                known = balance_words[text] = balance_row(text)
            if known or self._is_balance(row):
                self._note_balance(row, day, amount)
            elif plan.status is not None and self._pending(cell(row, plan.status)):
                self._refuse(row, numbers[index], "pending")
            elif abs(amount) >= TOO_LARGE:
                self._refuse(row, numbers[index], "amount_too_large")
            else:
                group = self.last = self._group(row)
                group.lines.append(self._line(row, numbers[index], day, amount))
        return self._finished()

    def _finished(self) -> list[Group]:
        """What was refused before the first movement belongs with it, not to an account of its own."""
        groups = list(self.groups.values())
        first = next((group for group in groups if group.lines), None)
        if first is not None:
            first.refused[:0] = self.early
        return groups

    def _line(self, row: list[str], number: int, day: date, amount: Decimal) -> ReadLine:
        plan = self.plan
        written = [text for index in plan.payee if (text := cell(row, index))]
        memo = [text for index in plan.notes if (text := cell(row, index))]
        payer = cell(row, plan.payer)
        if payer and (amount > 0 or not written):
            written, memo = [payer], [*written, *memo]
        if not written:
            written, memo = memo[:1] or [kind for kind in [cell(row, plan.kind)] if kind], memo[1:]
        name = clean(" ".join(written), PAYEE_LENGTH)
        notes = [text for text in dict.fromkeys(memo) if text not in written]
        balance = parse_amount(cell(row, plan.balance), plan.mark) if plan.balance is not None else None
        return ReadLine(
            number,
            day,
            amount,
            name,
            clean(" · ".join(notes), NOTES_LENGTH) if notes else "",
            "\n".join((*written, *memo))[:RAW_LENGTH],
            clean(cell(row, plan.bank_id), 255) if plan.bank_id is not None else "",
            self._moment(row) if self.zoned else None,
            clean(cell(row, plan.kind), 40) if plan.kind is not None else "",
            balance,
            clean(cell(row, plan.category), 100) if plan.category is not None else "",
        )

    def _moment(self, row: list[str]) -> datetime | None:
        return moment(cell(row, self.plan.booked))

    def _group(self, row: list[str]) -> Group:
        plan = self.plan
        key = (cell(row, plan.account) or self.account, cell(row, plan.currency))
        group = self.groups.get(key)
        if group is None:
            currency = currency_code(key[1]) or plan.fixed_currency
            dollars = not currency and (plan.dollars or key[1] == DOLLAR)
            group = self.groups[key] = Group(clean(key[0], 64), currency, dollars)
        return group

    def _only_account(self) -> str:
        """The one account a file names; rows that leave it out are of the same."""
        if self.plan.account is None:
            return ""
        named = {text for row in self.table.rows[self.first :] if (text := cell(row, self.plan.account))}
        return named.pop() if len(named) == 1 else ""

    def _other(self, row: list[str], number: int, day: date | None) -> None:
        """A row that is no movement: blank, a repeated header, a total, more of the text above, or refused."""
        plan = self.plan
        filled = [text for value in row if (text := value.strip())]
        if not filled or row == self.header or any(total_row(text) for text in filled[:2]):
            return
        if any(balance_row(text) for text in filled):
            return
        written_date = cell(row, plan.booked)
        if self._pending(written_date) or self._pending(cell(row, plan.status)):
            self._refuse(row, number, "pending")
            return
        written_money = [text for index in self.money_columns if (text := cell(row, index))]
        if not written_date and not written_money and self.last is not None and self.last.lines:
            self._continue(row)
        elif day is not None and not written_money:
            self._refuse(row, number, "amount_missing")
        elif day is not None:
            self._refuse(row, number, "amount_not_a_number", value=clean(written_money[0], 40))
        elif max((i for i, value in enumerate(row) if value.strip()), default=0) < plan.booked:
            self._refuse(row, number, "too_few_columns")
        elif written_date and written_day(written_date):
            self._refuse(row, number, "date_out_of_range", value=clean(written_date, 40))
        elif not written_money:
            self._refuse(row, number, "not_a_movement")
        else:
            self._refuse(row, number, "date_not_understood", value=clean(written_date, 40))

    def _continue(self, row: list[str]) -> None:
        """Text that goes on in the next row belongs to the movement above."""
        more = " ".join(text for index in self.text_columns if (text := cell(row, index)))
        if not more or self.last is None:
            return
        line = self.last.lines[-1]
        self.last.lines[-1] = replace(
            line,
            notes=clean(f"{line.notes} {more}", NOTES_LENGTH),
            raw=f"{line.raw}\n{more}"[:RAW_LENGTH],
        )

    def _is_balance(self, row: list[str]) -> bool:
        return (
            len(self.text_columns) > 1
            and not cell(row, self.text_columns[0])
            and any(balance_row(text) for index in self.text_columns[1:] if (text := cell(row, index)))
        )

    def _note_balance(self, row: list[str], day: date, amount: Decimal) -> None:
        words = {balance_row(cell(row, index)) for index in self.text_columns}
        group = self._group(row)
        if "opening" in words:
            group.opening = group.opening or (day, amount)
        elif "closing" in words:
            group.closing = (day, amount)

    def _pending(self, status: str) -> bool:
        known = self.status_of.get(status)
        if known is None:
            known = self.status_of[status] = fold(status) in PENDING
        return known

    def _refuse(self, row: list[str], number: int, code: str, **params: str) -> None:
        text = clean(self.table.delimiter.join(row)[:2000], REFUSED_TEXT_LENGTH)
        refused = self.last.refused if self.last else self.early
        refused.append(RefusedLine(number, text, code, params))

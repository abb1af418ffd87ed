"""Rows of a planned table become movements, refusals and balances, one group per account and currency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ledger.imports.readers.amounts import DOLLAR, TOO_LARGE, currency_code, parse_amount
from ledger.imports.readers.dates import moment, written_day
from ledger.imports.readers.layout import Layout
from ledger.imports.readers.money import amount_reader, cell
from ledger.imports.readers.packed import BLOCK, NOTES, RAW, LineWriter, Row, pack_amount, unpack
from ledger.imports.readers.plan import Plan
from ledger.imports.readers.remembered import Remembered
from ledger.imports.readers.running import RunningBalance
from ledger.imports.readers.text import clean, fold
from ledger.imports.readers.types import (
    NOTES_LENGTH,
    PAYEE_LENGTH,
    RAW_LENGTH,
    REFUSED_TEXT_LENGTH,
    ReadLine,
    RefusedLine,
)
from ledger.imports.readers.words import NOT_BOOKED, PENDING, balance_row, total_row

# Refused rows that moved nothing; of all others the running balance knows more than we do.
_NO_MOVEMENT = frozenset(["pending", "not_booked", "not_a_movement"])
_SAYS_NOTHING = frozenset(["No Description", "NO DESCRIPTION"])
ReadDay = Callable[[str], date | None]
_Money = tuple[Decimal, str]


@dataclass(slots=True)
class Group:
    """What belongs to one account in one currency. `opening` and `closing` are those of rows that name one in words,
    `running` what the column of balances says.
    """

    account: str
    currency: str
    dollars: bool = False
    lines: LineWriter = field(default_factory=LineWriter)
    refused: list[RefusedLine] = field(default_factory=list)
    pending: list[ReadLine] = field(default_factory=list)
    running: RunningBalance = field(default_factory=RunningBalance)
    opening: tuple[date, Decimal] | None = None
    closing: tuple[date, Decimal] | None = None


class RowReader:
    """Reads a table row by row. Bad rows are refused with a reason, never the file."""

    def __init__(self, plan: Plan, layout: Layout, read_day: ReadDay, *, zoned: bool) -> None:
        self.plan = plan
        self.layout = layout
        self.table = layout.table
        self.header = self.table.head[layout.header] if layout.header is not None else None
        self.account = self._only_account() or layout.account
        self.zoned = zoned
        self.groups: dict[tuple[str, str], Group] = {}
        self.last: Group | None = None
        self.early: list[RefusedLine] = []
        self.text_columns = (*plan.payee, *plan.notes)
        self.money_columns = tuple(c for c in (plan.amount, plan.debit, plan.credit) if c is not None)
        self.day_of: Remembered[str, date | None] = Remembered(lambda text: read_day(text.strip()))
        self.amount_of = self._amounts()
        self.name_of: Remembered[str, str] = Remembered(lambda text: clean(text, PAYEE_LENGTH))
        self.balance_word_of: Remembered[str, str] = Remembered(lambda text: balance_row(text.strip()))
        self.status_of: Remembered[str, str] = Remembered(_status)
        self.balance_of: Remembered[str, _Money | None] = Remembered(self._balance)

    def read(self) -> list[Group]:
        plan, table = self.plan, self.table
        booked, status = plan.booked, plan.status
        day_of, amount_of, balance_word_of = self.day_of, self.amount_of, self.balance_word_of
        payee_column = plan.payee[0] if plan.payee else None
        several_texts = len(self.text_columns) > 1
        left = table.count - self.layout.first
        for index, (number, row) in enumerate(table.rows(), start=-self.layout.first):
            if index < 0:
                continue
            if index == left - 1 and table.cut:
                self._refuse(row, number, "truncated")
                continue
            day = day_of[row[booked]] if booked < len(row) else None
            money = amount_of(row) if day is not None else None
            if day is None or money is None:
                self._other(row, number, day)
                continue
            text = row[payee_column] if payee_column is not None and payee_column < len(row) else ""
            if balance_word_of[text] or (several_texts and not text.strip() and self._is_balance(row)):
                self._note_balance(row, day, money[0])
            elif abs(money[0]) >= TOO_LARGE:
                self._refuse(row, number, "amount_too_large")
            elif status is not None and (word := self.status_of[cell(row, status)]):
                self._not_booked(word, row, number, day, money)
            else:
                self._take(row, number, day, money)
        return self._finished()

    def _take(self, row: list[str], number: int, day: date, money: _Money) -> None:
        group = self.last = self._group(row)
        line = self._line(row, number, day, money)
        group.lines.append(line)
        if group.lines.open_rows > BLOCK:
            group.lines.flush()
        if self.plan.balance is not None:
            balance = self.balance_of[cell(row, self.plan.balance)]
            group.running.add(day, money[0], None if balance is None else balance[0])

    def _not_booked(self, word: str, row: list[str], number: int, day: date, money: _Money) -> None:
        """Announced is kept apart; declined and taken back never was."""
        if word == "pending":
            self._group(row).pending.append(unpack(self._line(row, number, day, money)))
        else:
            self._refuse(row, number, word)

    def _finished(self) -> list[Group]:
        """What was refused before the first movement belongs with it, not to an account of its own."""
        groups = list(self.groups.values())
        first = next((group for group in groups if len(group.lines)), None)
        if first is not None:
            first.refused[:0] = self.early
        return groups

    def _amounts(self) -> Callable[[list[str]], _Money | None]:
        """What a row moves, exactly and packed. One column alone is remembered by its text."""
        plan, read = self.plan, amount_reader(self.plan)

        def packed(row: list[str]) -> _Money | None:
            value = read(row)
            return None if value is None else (value, pack_amount(value))

        if plan.amount is None or plan.use_sign or plan.use_fee or plan.plus_only:
            return packed
        column = plan.amount
        known: Remembered[str, _Money | None] = Remembered(lambda text: packed([""] * column + [text]))
        return lambda row: known[row[column]] if column < len(row) else None

    def _balance(self, text: str) -> _Money | None:
        value = parse_amount(text, self.plan.mark)
        return None if value is None else (value, pack_amount(value))

    def _line(self, row: list[str], number: int, day: date, money: _Money) -> Row:
        plan, width = self.plan, len(row)
        written = [text for index in plan.payee if index < width and (text := row[index].strip())]
        memo = [text for index in plan.notes if index < width and (text := row[index].strip())]
        if plan.payer is not None:
            payer = cell(row, plan.payer)
            if payer and (money[0] > 0 or not written):
                written, memo = [payer], [*written, *memo]
        if not written or written[0] in _SAYS_NOTHING:
            written, memo = memo[:1] or [kind for kind in [cell(row, plan.kind)] if kind], memo[1:]
        notes = [text for text in dict.fromkeys(memo) if text not in written] if memo else memo
        balance = self.balance_of[cell(row, plan.balance)] if plan.balance is not None else None
        name_of = self.name_of
        return (
            number,
            day.toordinal(),
            money[1],
            name_of[written[0] if len(written) == 1 else " ".join(written)],
            clean(" · ".join(notes), NOTES_LENGTH) if notes else "",
            "\n".join((*written, *memo))[:RAW_LENGTH],
            clean(cell(row, plan.bank_id), 255) if plan.bank_id is not None else "",
            self._moment(row) if self.zoned else "",
            name_of[cell(row, plan.kind)][:40].rstrip() if plan.kind is not None else "",
            balance[1] if balance else None,
            name_of[cell(row, plan.category)][:100].rstrip() if plan.category is not None else "",
            "",
            "",
            (),
        )

    def _moment(self, row: list[str]) -> str:
        found = moment(cell(row, self.plan.booked))
        return found.isoformat() if found else ""

    def _group(self, row: list[str]) -> Group:
        plan = self.plan
        key = (
            (cell(row, plan.account) if plan.account is not None else "") or self.account,
            cell(row, plan.currency) if plan.currency is not None else "",
        )
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
        named = ""
        for row in self.layout.body():
            text = cell(row, self.plan.account)
            if text and named and text != named:
                return ""
            named = text or named
        return named

    def _other(self, row: list[str], number: int, day: date | None) -> None:
        """A row that is no movement: blank, a repeated header, a total, more of the text above, or refused."""
        plan = self.plan
        filled = [text for value in row if (text := value.strip())]
        if not filled or row == self.header or any(total_row(text) for text in filled[:2]):
            return
        if any(balance_row(text) for text in filled):
            return
        written_date = cell(row, plan.booked)
        if word := self.status_of[written_date] or self.status_of[cell(row, plan.status)]:
            self._refuse(row, number, word)
            return
        written_money = [text for index in self.money_columns if (text := cell(row, index))]
        if not written_date and not written_money and self.last is not None and self.last.lines.last is not None:
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
        if not more or self.last is None or self.last.lines.last is None:
            return
        line = list(self.last.lines.last)
        line[NOTES] = clean(f"{line[NOTES]} {more}", NOTES_LENGTH)
        line[RAW] = f"{line[RAW]}\n{more}"[:RAW_LENGTH]
        self.last.lines.replace_last(tuple(line))

    def _is_balance(self, row: list[str]) -> bool:
        return any(balance_row(text) for index in self.text_columns[1:] if (text := cell(row, index)))

    def _note_balance(self, row: list[str], day: date, amount: Decimal) -> None:
        words = {balance_row(cell(row, index)) for index in self.text_columns}
        group = self._group(row)
        if "opening" in words:
            group.opening = group.opening or (day, amount)
        elif "closing" in words:
            group.closing = (day, amount)

    def _refuse(self, row: list[str], number: int, code: str, **params: str) -> None:
        text = clean(self.table.delimiter.join(row)[:2000], REFUSED_TEXT_LENGTH)
        if self.last is not None and code not in _NO_MOVEMENT:
            self.last.running.interrupt()
        refused = self.last.refused if self.last else self.early
        refused.append(RefusedLine(number, text, code, params))


def _status(text: str) -> str:
    """'pending', 'not_booked', or '' for a row that is booked."""
    word = fold(text)
    return "pending" if word in PENDING else "not_booked" if word in NOT_BOOKED else ""

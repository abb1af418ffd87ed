"""What was spent or earned, by category and by day or month, of all currencies as one: read from roll-ups alone.

In one currency it is what `transactions/analytics` says, to the cent. Of several each month is converted as there, at
the rate of its last day or of today, and rounded once; its parts then add up to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple
from uuid import UUID

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored
from ledger.core.access import Lens
from ledger.core.converting import apportioned, rate_day
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.models import Rollup, Transaction
from ledger.core.sums import CATEGORY, STARTS_ON, Sum, read, sums_by

Kind = Transaction.Kind
EXPENSE: Final = Kind.EXPENSE.value
INCOME: Final = Kind.INCOME.value
_SPENT: Final = (Kind.EXPENSE, Kind.REFUND)


class Flow(NamedTuple):
    """`on` is the first day of its cell: a day's or a month's. `category` None for none, PRIVATE for what is not told
    apart. `amount` is positive for what was spent (less what was refunded) and for what was earned."""

    on: date
    category: UUID | None
    amount: Decimal
    lines: int


@dataclass(frozen=True, slots=True)
class Flows:
    """`used` are the rates it took. `apart` are currencies left out, as one of the days asked for has no rate for them;
    `unknown` the earlier months of which that is so."""

    currency: str
    cells: list[Flow]
    used: tuple[Rate, ...] = ()
    apart: tuple[str, ...] = ()
    unknown: frozenset[date] = field(default_factory=frozenset)

    @property
    def begins(self) -> date | None:
        return min((each.on for each in self.cells), default=None)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads flows of one kind through one lens into one currency. Without `by_category` each day is one cell, under
    no category."""

    person: User
    lens: Lens
    currency: str
    kind: str = EXPENSE
    by_category: bool = True

    @property
    def of_sums(self) -> Reader:
        """For what is only added up: without categories, where they are not rounded apart."""
        is_plain = all(each.currency == self.currency for each in self.lens)
        return replace(self, by_category=False) if is_plain else self

    def read(
        self, first: date, last: date, *, by_day: bool, shown_from: date | None = None, without: Iterable[UUID] = ()
    ) -> Flows:
        """The days `first` to `last`, both included. With `by_day` cells of days, of accounts whose lines are seen,
        `without` these categories. Months before that of `shown_from` only compare.

        One query a currency, one more where only sums are seen, two for the rates of several currencies.
        """
        left_out = list(without)
        found = {
            code: self._signed(self._cells(code, first, last, by_day=by_day, without=left_out))
            for code in sorted(set(self.lens.sums.currencies.values()))
        }
        return self._converted({code: cells for code, cells in found.items() if cells}, shown_from or first)

    def _cells(self, code: str, first: date, last: date, *, by_day: bool, without: list[UUID]) -> list[Sum]:
        lens = self.lens.sums.of_currency(code)
        if by_day:
            columns = (CATEGORY, STARTS_ON) if self.by_category else (STARTS_ON,)
            return read(columns, lens.lines, [(Rollup.Span.DAY.value, first, last)], without=without)
        return sums_by(CATEGORY, STARTS_ON, lens=lens, first=first, last=last)

    def _signed(self, cells: Iterable[Sum]) -> dict[tuple[date, UUID], list[int]]:
        """Stored units and lines; an expense and its refund in one."""
        sign, kinds = (1, (Kind.INCOME,)) if self.kind == INCOME else (-1, _SPENT)
        sums: dict[tuple[date, UUID], list[int]] = {}
        for each in cells:
            if each.kind in kinds:
                figure = sums.setdefault((each.starts_on, each.category), [0, 0])
                figure[0] += sign * each.own
                figure[1] += each.lines
        return sums

    def _converted(self, found: Mapping[str, Mapping[tuple[date, UUID], list[int]]], shown_from: date) -> Flows:
        others = found.keys() - {self.currency}
        months = {day.replace(day=1) for code in others for day, _key in found[code]}
        days = sorted({rate_day(each, self.person.today) for each in months})
        book = rates_for(self.person, {*others, self.currency}, days) if days else RateBook(())
        shown = shown_from.replace(day=1)
        lacking = {
            code: {each for each in _months(found[code]) if self._rate(book, code, each) is None} for code in found
        }
        apart = {code for code, of in lacking.items() if any(each >= shown for each in of)}
        cells: list[Flow] = []
        used: dict[tuple[object, ...], Rate] = {}
        for code in sorted(found.keys() - apart):
            if code == self.currency:
                cells += [_flow(key, from_stored(own), lines) for key, (own, lines) in found[code].items()]
                continue
            for month, parts in _by_month(found[code]).items():
                rate = self._rate(book, code, month)
                if rate is not None:
                    cells += self._of_month(parts, rate)
                    if month >= shown:
                        used[rate.steps] = rate
        unknown = frozenset(each for code in lacking.keys() - apart for each in lacking[code])
        if len(found) > 1:
            cells = _merged(cells)
        return Flows(self.currency, cells, tuple(used.values()), tuple(sorted(apart)), unknown)

    def _rate(self, book: RateBook, code: str, month: date) -> Rate | None:
        return book.rate(code, self.currency, rate_day(month, self.person.today))

    def _of_month(self, parts: Mapping[tuple[date, UUID], list[int]], rate: Rate) -> list[Flow]:
        exact = [Fraction(from_stored(own)) * rate.value for own, _lines in parts.values()]
        amounts = apportioned(exact, rounded(sum(exact, Fraction()), self.currency), self.currency)
        return [_flow(key, amount, lines) for (key, (_own, lines)), amount in zip(parts.items(), amounts, strict=True)]


def _flow(key: tuple[date, UUID], amount: Decimal, lines: int) -> Flow:
    on, category = key
    return Flow(on, None if category == NIL else category, amount, lines)


def _months(cells: Iterable[tuple[date, UUID]]) -> set[date]:
    return {day.replace(day=1) for day, _key in cells}


def _by_month(cells: Mapping[tuple[date, UUID], list[int]]) -> dict[date, dict[tuple[date, UUID], list[int]]]:
    found: dict[date, dict[tuple[date, UUID], list[int]]] = defaultdict(dict)
    for key in sorted(cells, key=lambda each: (each[0], str(each[1]))):
        found[key[0].replace(day=1)][key] = cells[key]
    return found


def _merged(cells: Iterable[Flow]) -> list[Flow]:
    """Of several currencies each day and category once."""
    sums: dict[tuple[date, UUID | None], tuple[Decimal, int]] = {}
    for each in cells:
        amount, lines = sums.get((each.on, each.category), (ZERO, 0))
        sums[each.on, each.category] = amount + each.amount, lines + each.lines
    return [Flow(on, category, amount, lines) for (on, category), (amount, lines) in sums.items()]

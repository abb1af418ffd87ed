"""A running balance over a whole file: whether it agrees with the amounts, and what it says of each day's end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

_CENT = Decimal("0.01")
_A_DAY = timedelta(days=1)
_NONE = Decimal(0)
Balance = tuple[date, Decimal]


class RunningBalance:
    """Takes day, amount and balance of each movement in the order of the file; remembers two balances a day.

    A balance is what the account held after its movement, whether the file is oldest or newest first: every step
    must lead from one to the next in one of the two directions.
    """

    def __init__(self) -> None:
        self._steps = self._down = self._up = 0
        self._rises = self._falls = self._complete = True
        self._is_whole = True
        self._first_day: date | None = None
        self._day = self._latest = date.min
        self._earliest = date.max
        self._first: Decimal | None = None
        self._last: Decimal | None = None
        # Amounts up to the first balance, with its own; since the last one, without and with its own.
        self._head: Decimal = _NONE
        self._head_own: Decimal = _NONE
        self._after: Decimal = _NONE
        self._before: Decimal = _NONE
        self._first_of_day: dict[date, Decimal] = {}
        self._last_of_day: dict[date, Decimal] = {}

    def add(self, day: date, amount: Decimal, balance: Decimal | None) -> None:
        if self._first_day is None:
            self._first_day = day
        elif day != self._day:
            self._rises, self._falls = self._rises and day > self._day, self._falls and day < self._day
        self._day = day
        self._earliest, self._latest = min(self._earliest, day), max(self._latest, day)
        self._after += amount
        if balance is None:
            self._complete = False
        else:
            self._step(day, amount, balance)
        self._before += amount

    def interrupt(self) -> None:
        """A row comes here whose amount nobody can read: the next step proves nothing."""
        self._is_whole = False

    def _step(self, day: date, amount: Decimal, balance: Decimal) -> None:
        if self._last is None:
            self._first, self._head, self._head_own = balance, self._after, amount
        elif self._is_whole:
            self._steps += 1
            self._down += abs(self._last + self._after - balance) < _CENT
            self._up += abs(balance + self._before - self._last) < _CENT
        self._last, self._is_whole = balance, True
        self._after = self._before = _NONE
        self._first_of_day.setdefault(day, balance)
        self._last_of_day[day] = balance

    def proven(self) -> tuple[Balance | None, Balance | None, tuple[Balance, ...]]:
        """Opening (before its day), closing, and the balance at the end of each day, oldest first, where the balances
        agree with every amount; nothing where they do not. The day before the first one has the opening balance.

        Cards are listed as they were booked and dated as they were paid: the end of such a file is no day's end but
        that of its latest day, when all of it was booked.
        """
        first_day, day = self._first_day, self._day
        if self._first is None or self._last is None or first_day is None:
            return None, None, ()
        if self._down == self._steps and first_day <= day:
            opening = self._earliest, self._first - self._head
            closing = self._latest, self._last + self._after
            ends = self._last_of_day if self._rises and self._complete else {closing[0]: closing[1]}
        elif self._up == self._steps and first_day >= day:
            opening = self._earliest, self._last - self._before
            closing = self._latest, self._first + self._head - self._head_own
            ends = self._first_of_day if self._falls and self._complete else {closing[0]: closing[1]}
        else:
            return None, None, ()
        days = [(opening[0] - _A_DAY, opening[1]), *sorted(ends.items())]
        return opening, closing, tuple(days)

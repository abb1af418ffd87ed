"""Households as dice throw them: what two earn, what they agreed, what they owe together, and who paid what of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Final

from config.kernel.money import smallest_unit_of
from ledger.core.rules import largest_by_hand
from partnerships.agreements.models import WHOLE
from partnerships.expenses.due import due_days
from partnerships.expenses.months import month_after

CURRENCIES: Final = ("EUR", "JPY", "KWD", "USD", "HUF")
METHODS: Final = ("income", "equal", "percent", "fixed")
FREQUENCIES: Final = ("weekly", "monthly", "yearly", "once")
FIRST, MONTHS = date(2026, 6, 1), 5
LAST: Final = month_after(FIRST, MONTHS) - timedelta(days=1)
# One above, one below it, one beside both.
ABOVE, BELOW, BESIDE = range(3)
_WHOLE_AMOUNTS: Final = ("1", "2", "5", "10", "100", "999", "1000")


@dataclass(frozen=True, slots=True)
class Cost:
    """A shared expense. `percent` is what member 0 bears of it where it says so itself, 'half' for halves."""

    amount: Decimal
    frequency: str
    starts_on: date
    ends_on: date | None
    category: int | None
    percent: Decimal | None
    is_half: bool

    @property
    def method(self) -> str:
        return "equal" if self.is_half else "percent" if self.percent is not None else ""


@dataclass(frozen=True, slots=True)
class Outlay:
    """What one of the two paid: for a cost that was due on a day, or for anything else. Money back is negative."""

    payer: int
    amount: Decimal
    paid_on: date
    category: int | None
    cost: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """`exceptions` are percents by category, None for halves. After each of `rounds` the two get even. `fixed_share` is
    what member 0 bears by a fixed amount where no costs of a month are at hand, in billionths.
    """

    currency: str
    incomes: tuple[Decimal | None, Decimal | None]
    method: str
    percent: Decimal
    fixed_place: int
    fixed_amount: Decimal
    fixed_share: int
    is_whole_percent: bool
    exceptions: dict[int, Decimal | None]
    costs: tuple[Cost, ...]
    rounds: tuple[tuple[Outlay, ...], ...]

    def share_of(self, outlay: Outlay) -> int | None:
        """What member 0 must bear of it in billionths, by the rules alone; None for a fixed amount, which depends on
        what the month comes to.
        """
        cost = None if outlay.cost is None else self.costs[outlay.cost]
        if cost is not None and cost.method:
            return _billionths(cost.percent)
        above = {ABOVE: (ABOVE,), BELOW: (BELOW, ABOVE), BESIDE: (BESIDE,), None: ()}
        for category in above[outlay.category]:
            if category in self.exceptions:
                return _billionths(self.exceptions[category])
        if self.method == "fixed":
            return None
        return self._by_income() if self.method == "income" else _billionths(self._agreed_percent())

    def _agreed_percent(self) -> Decimal | None:
        return self.percent if self.method == "percent" else None

    def _by_income(self) -> int:
        first, second = self.incomes
        if first is None or second is None or not first + second:
            return WHOLE // 2
        part = Fraction(first) / (Fraction(first) + Fraction(second))
        return round(part * 100) * (WHOLE // 100) if self.is_whole_percent else round(part * WHOLE)


def _billionths(percent: Decimal | None) -> int:
    return WHOLE // 2 if percent is None else int(percent * (WHOLE // 100))


def household_of(seed: int) -> Household:
    """The same for the same seed."""
    dice = Random(seed)  # noqa: S311
    currency = dice.choice(CURRENCIES)
    costs = tuple(_cost(dice, currency) for _ in range(dice.randrange(5)))
    return Household(
        currency=currency,
        incomes=(_income(dice, currency), _income(dice, currency)),
        method=dice.choice(METHODS),
        percent=_percent(dice),
        fixed_place=dice.randrange(2),
        fixed_amount=_amount(dice, currency),
        fixed_share=dice.randint(0, WHOLE),
        is_whole_percent=dice.random() < 0.5,
        exceptions={
            category: None if dice.random() < 0.3 else _percent(dice)
            for category in dice.sample(range(3), dice.randrange(3))
        },
        costs=costs,
        rounds=_rounds(dice, currency, costs),
    )


def _cost(dice: Random, currency: str) -> Cost:
    starts_on = _day(dice)
    has_own = dice.random() < 0.3
    return Cost(
        amount=_amount(dice, currency),
        frequency=dice.choice(FREQUENCIES),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=dice.randrange(90)) if dice.random() < 0.3 else None,
        category=dice.choice((None, ABOVE, BELOW, BESIDE)),
        percent=_percent(dice) if has_own else None,
        is_half=not has_own and dice.random() < 0.1,
    )


def _rounds(dice: Random, currency: str, costs: tuple[Cost, ...]) -> tuple[tuple[Outlay, ...], ...]:
    due = [
        (place, due_on)
        for place, cost in enumerate(costs)
        for number in range(MONTHS)
        for due_on in due_days(cost.starts_on, cost.frequency, cost.ends_on, month_after(FIRST, number))
    ]
    chosen = dice.sample(due, min(len(due), dice.randrange(8)))
    outlays = [_paid(dice, currency, costs, *each) for each in chosen]
    outlays += [_other(dice, currency) for _ in range(dice.randrange(5))]
    dice.shuffle(outlays)
    cut = dice.randint(0, len(outlays))
    return tuple(outlays[:cut]), tuple(outlays[cut:])


def _paid(dice: Random, currency: str, costs: tuple[Cost, ...], place: int, due_on: date) -> Outlay:
    """Bills vary: mostly what was said, sometimes less."""
    cost, unit = costs[place], smallest_unit_of(currency)
    units = int(cost.amount / unit)
    amount = cost.amount if dice.random() < 0.6 else dice.randint(1, units) * unit
    return Outlay(dice.randrange(2), amount, _day(dice), cost.category, place, due_on)


def _other(dice: Random, currency: str) -> Outlay:
    sign = -1 if dice.random() < 0.2 else 1
    category = dice.choice((None, ABOVE, BELOW, BESIDE))
    return Outlay(dice.randrange(2), sign * _amount(dice, currency), _day(dice), category)


def _amount(dice: Random, currency: str) -> Decimal:
    """A cent, a round one, or any up to the most that can be entered."""
    unit = smallest_unit_of(currency)
    most = int(largest_by_hand(currency) / unit)
    kind = dice.random()
    if kind < 0.1:
        return unit
    if kind < 0.2:
        return Decimal(dice.choice(_WHOLE_AMOUNTS)).quantize(unit)
    return dice.randint(1, 10 ** dice.randrange(2, len(str(most)))) * unit


def _income(dice: Random, currency: str) -> Decimal | None:
    kind = dice.random()
    if kind < 0.1:
        return None
    return Decimal(0) if kind < 0.2 else _amount(dice, currency)


def _percent(dice: Random) -> Decimal:
    return dice.choice((Decimal(0), Decimal(100), Decimal(50), Decimal(dice.randint(0, 10_000)).scaleb(-2)))


def _day(dice: Random) -> date:
    return FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))

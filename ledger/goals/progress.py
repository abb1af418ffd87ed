"""How far a goal is, what it needs each month, and when it is there: arithmetic without a database."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from config.kernel.money import ZERO, smallest_unit_of

QUARTERS = (25, 50, 75, 100)
TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
# Beyond a century nobody plans, and years run out at 9999.
MOST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Progress:
    """`percent` is 0 to 100 with one decimal, rounded down, so that 100 is only said of what is reached.

    Money comes once a month: `months_left` counts the months in which it still can, from this one (from the next where
    something went in already) to the last that is over by the target date. `needed_monthly` is what is left over
    those, rounded up to the cent; all of it where no such month is left. `expected_on` is the last day of the month in
    which it is there at `going_in` a month; None where nothing goes in. `months_early` is negative where it is late.
    What has no target date is always on track.
    """

    percent: Decimal
    left: Decimal
    going_in: Decimal
    days_remaining: int | None
    months_left: int | None
    needed_monthly: Decimal | None
    expected_on: date | None
    months_early: int | None
    on_track: bool

    @property
    def more_needed(self) -> Decimal:
        """How much more a month makes it come in time."""
        return ZERO if self.on_track or self.needed_monthly is None else max(self.needed_monthly - self.going_in, ZERO)


def progress_of(
    *,
    target: Decimal,
    saved: Decimal,
    currency: str,
    going_in: Decimal,
    target_date: date | None,
    today: date,
    went_in_this_month: bool,
) -> Progress:
    """`going_in` is what goes in each month, at least zero; amounts are in `currency`."""
    left = max(target - saved, ZERO)
    first = 1 if went_in_this_month else 0
    steps = _steps(left, going_in)
    months_left = None if target_date is None else max(_months_over_by(target_date, today) - first + 1, 0)
    days = None if target_date is None else max((target_date - today).days, 0)
    needed = None if months_left is None else _needed(left, months_left, currency)
    expected, early = None, None
    if not left:
        early = None
    elif steps is not None:
        expected = month_end(today, first + steps - 1)
        early = None if months_left is None else months_left - steps
    on_track = not left or months_left is None or (steps is not None and steps <= months_left)
    return Progress(
        percent=percent_of(saved, target),
        left=left,
        going_in=going_in,
        days_remaining=days,
        months_left=months_left,
        needed_monthly=needed,
        expected_on=expected,
        months_early=early,
        on_track=on_track,
    )


def percent_of(saved: Decimal, target: Decimal) -> Decimal:
    return min(saved * HUNDRED / target, HUNDRED).quantize(TENTH, ROUND_DOWN)


def quarters_reached(saved: Decimal, target: Decimal) -> list[int]:
    return [quarter for quarter in QUARTERS if saved * HUNDRED >= target * quarter]


def month_end(day: date, months_later: int) -> date:
    """The last day of the month that comes so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months_later, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _steps(left: Decimal, going_in: Decimal) -> int | None:
    """In how many months `left` has gone in; None: never, or not in a century."""
    if not left:
        return 0
    if going_in <= 0:
        return None
    steps = int((left / going_in).to_integral_value(ROUND_CEILING))
    return steps if steps <= MOST_MONTHS else None


def _months_over_by(target_date: date, today: date) -> int:
    """How many months after this one the last lies that is over at the end of `target_date`; -1 is the one before."""
    months = (target_date.year - today.year) * 12 + target_date.month - today.month
    is_over = target_date.day == monthrange(target_date.year, target_date.month)[1]
    return months if is_over else months - 1


def _needed(left: Decimal, months: int, currency: str) -> Decimal:
    return (left / max(months, 1)).quantize(smallest_unit_of(currency), ROUND_CEILING)

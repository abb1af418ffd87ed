"""What is worth saying of somebody's patterns, the weightiest first, each with its figures and where its lines are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from insights.figures import spans
from insights.figures.patterns import LEAST_MONTHS, CategoryPattern, Patterns
from insights.figures.payees import Paid

SPIKE: Final = "spike"
RISING: Final = "rising"
FALLING: Final = "falling"
WEEKDAY: Final = "weekday"
PAYDAY: Final = "payday"
HABIT: Final = "habit"
KINDS: Final = (SPIKE, RISING, FALLING, WEEKDAY, PAYDAY, HABIT)
WEEKDAY_TIMES: Final = Decimal("1.5")
PAYDAY_TIMES: Final = Decimal("1.3")
# So many payments a month make a habit.
HABIT_PAYMENTS: Final = 8
MOST_HABITS: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """`amount` and `usual` by the kind: a spike's month and median; the change a month and the median of a trend; a
    weekday's average and none; one payment of a habit and what it comes to in a year. `times` is a score, a multiple,
    or payments a month. Its lines are those of `category_id` from `first` to `last`, both included.
    """

    kind: str
    first: date
    last: date
    category_id: UUID | None = None
    amount: Decimal | None = None
    usual: Decimal | None = None
    times: Decimal | None = None
    weekday: int | None = None
    share: Decimal | None = None
    expected: Decimal | None = None
    payees: tuple[Paid, ...] = ()


def findings(found: Patterns) -> list[Finding]:
    """Of four months at least: fewer say nothing of what is usual. Without the database."""
    if len(found.months) < LEAST_MONTHS:
        return []
    return [*_spikes(found), *_trends(found), *_days(found), *_habits(found)]


def _spikes(found: Patterns) -> Iterator[Finding]:
    for each in found.spikes:
        end = spans.month_end(each.month)
        yield Finding(SPIKE, each.month, end, each.category_id, each.amount, each.usual, each.score, payees=each.payees)


def _trends(found: Patterns) -> list[Finding]:
    """The steepest first."""
    moving = [each for each in found.categories if each.direction != "steady" and not each.is_private]
    moving.sort(key=lambda each: -abs(each.slope))
    return [
        Finding(each.direction, found.first, found.last, each.category_id, each.slope, each.median) for each in moving
    ]


def _days(found: Patterns) -> Iterator[Finding]:
    top = max(found.weekdays, key=lambda each: each.times or 0, default=None)
    if top is not None and top.times is not None and top.times >= WEEKDAY_TIMES:
        yield Finding(WEEKDAY, found.first, found.last, amount=top.average, times=top.times, weekday=top.weekday)
    for each in found.payday[-1:]:
        if each.times >= PAYDAY_TIMES:
            yield Finding(PAYDAY, found.first, found.last, times=each.times, share=each.share, expected=each.expected)


def _habits(found: Patterns) -> list[Finding]:
    """Small and often: more payments than most, each smaller than the average one."""
    every = sum((each.payments for each in found.leaves), Decimal(0))
    spent = sum((each.average for each in found.leaves), Decimal(0))
    usual = spent / every if every else Decimal(0)
    often = [each for each in found.leaves if _is_habit(each, usual)]
    often.sort(key=lambda each: (-each.payments, str(each.category_id)))
    return [
        Finding(HABIT, found.first, found.last, each.category_id, each.payment, each.average * 12, each.payments)
        for each in often[:MOST_HABITS]
    ]


def _is_habit(each: CategoryPattern, usual: Decimal) -> bool:
    small = each.payment is not None and 0 < each.payment < usual
    return small and each.payments >= HABIT_PAYMENTS and each.category_id is not None and not each.is_private

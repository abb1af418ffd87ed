"""Which backups stay: the newest ones, and of each of the last days, weeks and months its newest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

Period = Callable[[datetime], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Ladder:
    """How many stay on each rung; days, weeks and months without a backup are not counted."""

    last: int
    daily: int = 0
    weekly: int = 0
    monthly: int = 0


def staying(times: Iterable[datetime], ladder: Ladder) -> set[datetime]:
    """Of aware `times` those that stay: never none of some. Days and ISO weeks are those of UTC.

    What it lets go never makes it choose otherwise the next time.
    """
    newest_first = sorted(set(times), reverse=True)
    stay = set(newest_first[: max(ladder.last, 1)])
    rungs: list[tuple[int, Period]] = [(ladder.daily, _day), (ladder.weekly, _week), (ladder.monthly, _month)]
    for count, period in rungs:
        stay |= set(_newest_of_each(newest_first, period)[:count])
    return stay


def _newest_of_each(newest_first: list[datetime], period: Period) -> list[datetime]:
    found: dict[tuple[int, ...], datetime] = {}
    for time in newest_first:
        found.setdefault(period(time.astimezone(UTC)), time)
    return list(found.values())


def _day(time: datetime) -> tuple[int, ...]:
    return (time.year, time.month, time.day)


def _week(time: datetime) -> tuple[int, ...]:
    return time.isocalendar()[:2]


def _month(time: datetime) -> tuple[int, ...]:
    return (time.year, time.month)

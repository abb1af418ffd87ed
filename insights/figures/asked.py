"""Which periods are meant by a number of them, or by a first and a last day: for the API and for the page."""

from __future__ import annotations

from datetime import date

from insights.figures import spans
from insights.figures.hours import MONTHS_OF_HOURS
from insights.figures.spans import RHYTHMS, Period
from ledger.core.sums import month_end


class TooMany(Exception):
    """More periods than are answered at once."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def periods_of(
    timeframe: str, today: date, *, count: int | None = None, first: date | None = None, last: date | None = None
) -> list[Period]:
    """Whole periods by their number, those of days cut to them. `first` is not after `last`.

    Raises:
        TooMany: there would be more than are answered at once.
    """
    rhythm = RHYTHMS[timeframe]
    if first is None:
        return spans.until(timeframe, last or today, count or rhythm.usual)
    end = last or spans.whole(timeframe, spans.start_of(timeframe, max(first, today))).ends_on
    if spans.count_between(timeframe, first, end) > rhythm.most:
        raise TooMany(rhythm.most)
    return spans.between(timeframe, first, end)


def days_of_hours(
    today: date, *, count: int | None = None, first: date | None = None, last: date | None = None
) -> tuple[date, date]:
    """First and last day of the months whose hours are asked for, both included.

    Raises:
        TooMany: they are more than three months.
    """
    end = last or month_end(max(first, today) if first else today)
    start = first or spans.before(spans.MONTH, end.replace(day=1), (count or MONTHS_OF_HOURS) - 1)
    if spans.count_between(spans.MONTH, start, end) > MONTHS_OF_HOURS:
        raise TooMany(MONTHS_OF_HOURS)
    return start, end

"""How good the forecast has been: for each of the last months, what it would have said at its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from insights.forecasting.combining import LEAST_TRIED, outlook
from insights.forecasting.curves import as_money
from ledger.core.exchange import rounded

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Months with whether they ended inside the 80% interval, the oldest first; `off` is the mean error of one."""

    months: tuple[tuple[date, bool], ...]
    off: Decimal

    @property
    def inside(self) -> int:
        return sum(is_inside for _month, is_inside in self.months)


def track_record(series: Sequence[float], months: Sequence[date], currency: str) -> TrackRecord:
    """Of at most a year, each month seen from the ones before it alone; what is known counts as having come.

    `months` are first days, the last one that of the series' end.
    """
    count = min(MONTHS, max(0, len(series) - LEAST_TRIED))
    if not count:
        return TrackRecord((), as_money(0, currency))
    seen, off = [], []
    for place, month in enumerate(months[-count:], len(series) - count):
        found = outlook(series[:place], 1)
        error = abs(found.expected[0] - series[place])
        seen.append((month, error <= found.half_width(1)))
        off.append(as_money(error, currency))
    return TrackRecord(tuple(seen), rounded(Fraction(sum(off)) / count, currency))

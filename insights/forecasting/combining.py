"""Ways combined by how far each was off on this series of late, with an interval from what the combination missed.

Weights by past errors follow Bates and Granger (1969); an interval from the errors themselves asks for no bell curve.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median
from typing import Final

from insights.forecasting.methods import METHODS, Series, mean_of_year

# Fewer months tell nothing of which way is better.
LEAST_TRIED: Final = 8
# How many beginnings are tried, and how many months from each.
ORIGINS: Final = 14
REACH: Final = 4
# How sharply the better way is preferred, and the share of the typical error that is no difference.
SHARPNESS: Final = 6.0
ALIKE: Final = 0.1
# Half of an 80% interval in units of the middle error of one month, and how much of it the level itself is off by.
WIDENED: Final = 2.05
LEVEL_OFF: Final = 0.4
# Of one or two months nothing is known of their errors: so much of their size.
UNKNOWN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Outlook:
    """`expected` a month; `one` is half the 80% interval of a month on its own, 0 where nothing ever moved."""

    expected: tuple[float, ...]
    one: float

    def after(self, months: int) -> Outlook:
        """The same without the first so many months."""
        return replace(self, expected=self.expected[months:])

    def half_width(self, months: float) -> float:
        """Half the 80% interval of what `months` (may be a part) come to together.

        Errors of single months add up as their squares, that of the level each month again.
        """
        return self.one * math.sqrt((months + LEVEL_OFF * months * months) / (1 + LEVEL_OFF))


def outlook(series: Series, months: int) -> Outlook:
    """The months to come. A series of no month expects nothing and knows nothing."""
    if not series:
        return Outlook((0.0,) * months, 0.0)
    if len(series) < LEAST_TRIED:
        return Outlook(tuple(mean_of_year(series, months)), _spread(series))
    tried = _tries(series)
    weights = _weights(tried)
    expected = _combined([method(series, months) for method in METHODS], weights)
    misses = [
        abs(value - actual)
        for found, actuals in tried
        for value, actual in zip(_combined(found, weights), actuals, strict=True)
    ]
    return Outlook(tuple(expected), _width(misses, series))


def _tries(series: Series) -> list[tuple[list[list[float]], Series]]:
    """What each way would have said from some late months on, beside what came."""
    first = max(LEAST_TRIED - 2, len(series) - ORIGINS)
    tried = []
    for origin in range(first, len(series)):
        actuals = series[origin : origin + REACH]
        tried.append(([method(series[:origin], len(actuals)) for method in METHODS], actuals))
    return tried


def _weights(tried: Sequence[tuple[list[list[float]], Series]]) -> list[float]:
    errors = [
        fmean(
            abs(value - actual) for found, actuals in tried for value, actual in zip(found[place], actuals, strict=True)
        )
        for place in range(len(METHODS))
    ]
    typical = fmean(errors)
    if not typical:
        return [1 / len(METHODS)] * len(METHODS)
    raw = [(error + ALIKE * typical) ** -SHARPNESS for error in errors]
    return [each / sum(raw) for each in raw]


def _combined(found: Sequence[Sequence[float]], weights: Sequence[float]) -> list[float]:
    months = zip(*found, strict=True)
    return [sum(weight * value for weight, value in zip(weights, values, strict=True)) for values in months]


def _width(misses: Sequence[float], series: Series) -> float:
    """From the errors that were seen; where most were none, from the larger ones."""
    ordered = sorted(misses)
    eighth = ordered[min(len(ordered) - 1, round(0.8 * len(ordered)))]
    return 0.5 * WIDENED * median(ordered) + 0.5 * eighth * 1.15


def _spread(series: Series) -> float:
    middle = fmean(series)
    if len(series) < 3:
        return UNKNOWN * max(abs(each) for each in series)
    return WIDENED * median(abs(each - middle) for each in series)

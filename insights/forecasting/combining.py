"""Ways combined by how far each was off on this series of late, with an interval from what the combination missed.

Weights by past errors follow Bates and Granger (1969); an interval from the errors themselves asks for no bell curve.
Of few months there are no errors to see: their interval is Student's (1908), and wide.
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
# What few months do not tell: as if so many more had each been off by so much of a usual month, or of all that moved.
UNSEEN: Final = 3
OFF: Final = 0.3
OFF_OF_ALL: Final = 0.1
# Student's t for an 80% interval, by degrees of freedom.
STUDENT: Final = {3: 1.638, 4: 1.533, 5: 1.476, 6: 1.440, 7: 1.415, 8: 1.397, 9: 1.383}


@dataclass(frozen=True, slots=True)
class Outlook:
    """`expected` a month; `one` is half the 80% interval of a month on its own, 0 where nothing ever moved beside what
    is known in eight months or more, and where there is no month to tell it by.
    """

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


def outlook(series: Series, months: int, moved: float = 0.0) -> Outlook:
    """The months to come. A series of no month expects nothing and knows nothing.

    `moved` is what moved in all in a usual month, what recurs too, in the unit of the series: few months in which
    nothing else moved do not tell that nothing ever will.
    """
    if not series:
        return Outlook((0.0,) * months, 0.0)
    if len(series) < LEAST_TRIED:
        return Outlook(tuple(mean_of_year(series, months)), _spread(series, moved))
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


def _spread(series: Series, moved: float) -> float:
    """Half the 80% interval of one more month after few (n), of which the mean is expected.

    t(n + 2) * s * sqrt(1 + 1/n), where s² is the mean square of n + 2: the squares of what the months were off by, and
    those of three unseen ones, each off by three tenths of a usual month, or a tenth of all that moved where that is
    more. So months that happen to be alike leave it wide. On the series of `bench.monthly_series` it held 86 to 90% of
    single months and 80 to 85% of the sums of three, for each n from 1 to 7.
    """
    middle, count = fmean(series), len(series)
    unseen = max(OFF * fmean(abs(each) for each in series), OFF_OF_ALL * moved)
    freedom = count - 1 + UNSEEN
    square = (sum((each - middle) ** 2 for each in series) + UNSEEN * unseen**2) / freedom
    return STUDENT[freedom] * math.sqrt(square * (1 + 1 / count))

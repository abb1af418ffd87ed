"""Ways to carry a series of months forward. Floats: these are statistics of money, and money again only once rounded.

A series is one figure a month, the oldest first, none missing. Each way takes it and how many months are wanted, and
answers that many figures; of fewer than twelve months each takes what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import Final

Series = Sequence[float]
Method = Callable[[Series, int], list[float]]
YEAR: Final = 12
# How much of a month's own look is believed, by how many years show it.
_SEASON_BELIEVED: Final = {1: 0.35, 2: 0.6, 3: 0.75}
_TREND_KEPT: Final = 0.8


def seasonal_naive(series: Series, months: int) -> list[float]:
    """The same month a year ago; the mean where there is no such month."""
    if len(series) < YEAR:
        return [fmean(series)] * months
    return [series[len(series) - YEAR + place % YEAR] for place in range(months)]


def mean_of_year(series: Series, months: int) -> list[float]:
    return [fmean(series[-YEAR:])] * months


def median_of_half(series: Series, months: int) -> list[float]:
    return [median(series[-6:])] * months


def median_of_year(series: Series, months: int) -> list[float]:
    return [median(series[-YEAR:])] * months


def mean_of_quarter(series: Series, months: int) -> list[float]:
    return [fmean(series[-3:])] * months


def smoothed(series: Series, months: int, share: float = 0.25) -> list[float]:
    """Exponential smoothing: `share` is what the latest month counts (Brown 1959)."""
    level = fmean(series[:3])
    for each in series:
        level += share * (each - level)
    return [level] * months


def damped_trend(series: Series, months: int) -> list[float]:
    """The median of all slopes over two years at most (Theil 1950, Sen 1968), each further month a fifth less of it."""
    recent = series[-2 * YEAR :]
    slopes = [
        (recent[later] - recent[earlier]) / (later - earlier)
        for later in range(1, len(recent))
        for earlier in range(later)
    ]
    slope = median(slopes) if slopes else 0.0
    year = recent[-YEAR:]
    level = median(value + slope * (len(year) - 1 - place) for place, value in enumerate(year))
    forecast, step = [], slope
    for _month in range(months):
        step *= _TREND_KEPT
        level += step
        forecast.append(level)
    return forecast


def shrunk_season(series: Series, months: int) -> list[float]:
    """The level of the year, and of each month's distance from its year as much as so few years make believable."""
    years = min(3, len(series) // YEAR)
    if not years:
        return mean_of_year(series, months)
    believed = _SEASON_BELIEVED[years]
    distances: list[list[float]] = [[] for _month in range(YEAR)]
    for back in range(years):
        end = len(series) - back * YEAR
        year = series[end - YEAR : end]
        level = fmean(year)
        for place, value in enumerate(year):
            distances[place].append(value - level)
    level = fmean(series[-YEAR:])
    return [level + believed * fmean(distances[place % YEAR]) for place in range(months)]


METHODS: Final[tuple[Method, ...]] = (
    seasonal_naive,
    mean_of_year,
    median_of_half,
    median_of_year,
    mean_of_quarter,
    smoothed,
    damped_trend,
    shrunk_season,
)
# What a combination has to beat.
BASELINES: Final[tuple[Method, ...]] = (seasonal_naive, mean_of_year, median_of_half)

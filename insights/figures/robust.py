"""Statistics that one odd month does not move: pure arithmetic on amounts in the order of their months."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from statistics import median
from typing import Final

from config.kernel.money import ZERO

# Of a normal distribution the median distance from the median is 1 / 1.4826 of its standard deviation, and the mean
# distance 1 / 1.2533.
_BY_MEDIAN: Final = Decimal("1.4826")
_BY_MEAN: Final = Decimal("1.2533")
# Where months are all but equal a few cents would be a spike: no spread is taken for less than this of the median.
_LEAST_SPREAD: Final = Decimal("0.05")
# Two-sided, one in ten.
_CHANCE: Final = Decimal("1.645")


def score(value: Decimal, among: Sequence[Decimal]) -> Decimal:
    """How many spreads `value` lies above the median of `among`, one decimal: Iglewicz and Hoaglin's modified z-score.

    The spread is 1.4826 times the median absolute deviation; where that is zero, 1.2533 times the mean one. `among`
    has one at least; 0 where all of it is zero.
    """
    middle = median(among)
    distances = [abs(each - middle) for each in among]
    spread = median(distances) * _BY_MEDIAN or sum(distances, ZERO) / len(distances) * _BY_MEAN
    spread = max(spread, abs(middle) * _LEAST_SPREAD)
    return ((value - middle) / spread).quantize(Decimal("0.1")) if spread else ZERO


def slope(values: Sequence[Decimal]) -> Decimal:
    """By how much they go up from one to the next: the median of the slopes of all pairs (Theil 1950, Sen 1968)."""
    found = [
        (later - earlier) / (right - left) for (left, earlier), (right, later) in combinations(enumerate(values), 2)
    ]
    return median(found) if found else ZERO


def goes_one_way(values: Sequence[Decimal]) -> bool:
    """Whether they rise or fall by more than chance would have them, one time in ten wrongly (Mann 1945, Kendall).

    z = (|S| - 1) / sqrt(n (n - 1) (2 n + 5) / 18), where S counts the pairs that rise less those that fall.
    """
    count = len(values)
    pairs = sum((later > earlier) - (later < earlier) for earlier, later in combinations(values, 2))
    variance = Decimal(count * (count - 1) * (2 * count + 5)) / 18
    return count > 2 and (abs(pairs) - 1) / variance.sqrt() >= _CHANCE

"""Small bars beside considerations: parts of a whole as percentages, for the attributes of an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from config.kernel.money import ZERO

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Bar:
    """`parts` are (width, class) drawn over each other, the widest first; `mark` the place of a line, or empty."""

    parts: tuple[tuple[str, str], ...]
    mark: str = ""

    @classmethod
    def of_goal(cls, after: Decimal, saved: Decimal, target: Decimal) -> Bar:
        """What stays saved, and what would go of it."""
        return cls(((share(saved, target), "is-soft"), (share(after, target), "is-used")))


def parts_of(spent: Decimal, cost: Decimal, allocated: Decimal) -> Bar:
    """What was spent and what comes to it, on one scale with the limit: beyond it the whole bar is over."""
    whole = max(spent + cost, allocated)
    beyond = spent + cost > allocated
    added = (share(spent + cost, whole), "is-over" if beyond else "is-soft")
    return Bar((added, (share(spent, whole), "is-used")), share(allocated, whole) if beyond else "")


def one_part(part: Decimal, whole: Decimal) -> Bar:
    return Bar(((share(part, whole), "is-used"),))


def share(part: Decimal, whole: Decimal) -> str:
    """0 to 100 with one decimal; 0 of nothing."""
    if whole <= ZERO:
        return "0"
    percent = min(max(part * HUNDRED / whole, ZERO), HUNDRED)
    return str(percent.quantize(TENTH, ROUND_HALF_UP))

"""From where to where money could be moved, by where the month is heading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from django.utils.translation import gettext as _

from config.kernel.money import ZERO
from ledger.budgets.figures import SAVINGS, MonthView, Row
from ledger.budgets.wording import money
from ledger.core.models import Category

AT_MOST: Final = 5
# People move round amounts: to the next of these that is at most a fifth of what is lacking.
_STEPS: Final = [Decimal(step) for step in (1000, 500, 100, 50, 10, 5, 1)]
_IN_STEPS_OF: Final = 5
_FIRST_TO_GIVE: Final = (Category.Bucket.WANTS.value, SAVINGS, Category.Bucket.NEEDS.value)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Move `amount` from one row to the other; `why` names the figures it comes from."""

    source: Row
    target: Row
    amount: Decimal
    why: str


def suggestions(view: MonthView) -> list[Suggestion]:
    """At most five, for what lacks most first. No query.

    Money goes to where more is spent than there is, or will be at its pace, and comes from where it is to spare (Row.
    spare): never from what is over, or would be, and never more than is neither spent, nor due, nor on its way. Wants
    give first, then savings, then needs; among them the least necessary, then who has most. A goal gives nothing.
    """
    if view.days.is_over:
        return []
    spare = {each.key: each.spare for each in view.categories if each.spare}
    found: list[Suggestion] = []
    for target in sorted(view.categories, key=lambda row: (-row.overrun, str(row.key))):
        lacking = target.overrun
        for source in _givers(view.categories):
            if lacking <= 0 or len(found) == AT_MOST:
                break
            has = spare.get(source.key, ZERO)
            if source.key == target.key or not has:
                continue
            amount = min(_round(lacking), has)
            spare[source.key] = has - amount
            lacking -= amount
            found.append(Suggestion(source, target, amount, _why(source, target, view.currency)))
    return found


def _givers(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=_generosity)


def _generosity(row: Row) -> tuple[int, int, Decimal, str]:
    place = _FIRST_TO_GIVE.index(row.bucket) if row.bucket in _FIRST_TO_GIVE else len(_FIRST_TO_GIVE)
    necessity = row.category.necessity_score if row.category else 0
    return place, necessity, -row.spare, str(row.key)


def _round(lacking: Decimal) -> Decimal:
    step = next((each for each in _STEPS if each * _IN_STEPS_OF <= lacking), None)
    return lacking if step is None else (lacking / step).to_integral_value(ROUND_CEILING) * step


def _why(source: Row, target: Row, currency: str) -> str:
    figures = {
        "target": target.name,
        "spent": money(target.spent, currency),
        "projected": money(target.projected, currency),
        "over": money(target.over, currency),
        "overrun": money(target.overrun, currency),
        "source": source.name,
        "heading": money(source.projected, currency),
        "available": money(source.available, currency),
    }
    if target.is_over:
        first = _("%(target)s has cost %(spent)s, %(over)s more than there is.") % figures
    else:
        first = _("%(target)s heads for %(projected)s, %(overrun)s over.") % figures
    second = _("%(source)s heads for %(heading)s of %(available)s.") % figures
    return f"{first} {second}"

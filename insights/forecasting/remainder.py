"""What moved an account beside what recurs: months of roll-ups, less what is known to come back. Never lines.

Roll-ups do not say which line recurs. So of what a month moved by category and kind so much is taken off as the
recurring entries of that category come to in that month, as far back as is looked and never beyond what is there: a
rent that was lower last year leaves nothing, a salary with a bonus leaves the bonus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import fmean
from uuid import UUID

from config.kernel.ids import NIL
from config.kernel.money import to_stored
from ledger.core.queries import next_month
from ledger.core.sums import Sum, month_end
from ledger.recurring.models import Recurring
from ledger.recurring.rhythm import Rhythm

# Shorter than that nothing is known of where a history began, and its first month counts as a whole one.
LEAST_WHOLE = 3
_CellKey = tuple[UUID, str]
_Months = dict[tuple[UUID, date], dict[_CellKey, int]]


def remainders(cells: Iterable[Sum], recurring: Iterable[Recurring], months: Sequence[date]) -> dict[UUID, list[float]]:
    """For each account one figure a month of `months`, in stored units, signed; from its first month on.

    That month is left out, as it may have begun in the middle, where more follow.
    """
    found: _Months = defaultdict(dict)
    for cell in cells:
        found[cell.account_id, cell.starts_on][cell.category, cell.kind] = cell.whole
    begun: dict[UUID, date] = {}
    for account, month in sorted(found, key=lambda key: key[1]):
        begun.setdefault(account, month)
    for each in recurring:
        for account, amount in _sides(each):
            if account in begun:
                _take_off(found, account, each, amount, months)
    series = {}
    for account, first in begun.items():
        own = [_left(found.get((account, month), {})) for month in months if month >= first]
        series[account] = own[1:] if len(own) > LEAST_WHOLE else own
    return series


def moved_a_month(cells: Iterable[Sum]) -> dict[UUID, float]:
    """What an account moved either way in a month in which it moved, what recurs too: the mean, in stored units."""
    found: dict[UUID, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        if cell.category == NIL:
            found[cell.account_id][cell.starts_on] += abs(cell.whole)
    return {account: fmean(by_month.values()) for account, by_month in found.items()}


def _sides(recurring: Recurring) -> list[tuple[UUID, int]]:
    """The accounts it moves, each with its signed amount in stored units."""
    amount = to_stored(recurring.amount)
    sides = [(recurring.account_id, amount)]
    if recurring.to_account_id is not None:
        arrives = -amount if recurring.to_amount is None else to_stored(recurring.to_amount)
        sides.append((recurring.to_account_id, arrives))
    return sides


def _take_off(found: _Months, account: UUID, recurring: Recurring, amount: int, months: Sequence[date]) -> None:
    if not months:
        return
    rhythm = _from_before(recurring.rhythm, months[0])
    due: dict[date, int] = defaultdict(int)
    for day in rhythm.between(months[0], month_end(months[-1])):
        due[day.replace(day=1)] += amount
    for month, expected in due.items():
        _take_from(found.get((account, month), {}), _category_of(recurring), recurring.kind, expected)


def _take_from(cells: dict[_CellKey, int], category: UUID, kind: str, wanted: int) -> None:
    """From the category's part, and from the whole of the kind, which stands under NIL."""
    for key in {(category, kind), (NIL, kind)}:
        wanted = _within(cells.get(key, 0), wanted)
    for key in {(category, kind), (NIL, kind)} if wanted else ():
        cells[key] -= wanted


def _left(cells: Mapping[_CellKey, int]) -> float:
    return float(sum(amount for (category, _kind), amount in cells.items() if category == NIL))


def _from_before(rhythm: Rhythm, first: date) -> Rhythm:
    """The same rhythm as if it had begun before `first`: when it was written down says nothing of when it began."""
    back, begun = 1, rhythm.starts_on
    while begun > first:
        earlier = rhythm.due(-back)
        if earlier is None:
            break
        back, begun = back * 2, earlier
    return replace(rhythm, starts_on=begun)


def _category_of(recurring: Recurring) -> UUID:
    """What its lines were counted under; of a transfer NIL, since its other half has no category."""
    if recurring.category_id is None or recurring.to_account_id is not None:
        return NIL
    return recurring.category_id


def categories_of(recurring: Iterable[Recurring]) -> set[UUID]:
    """Those whose parts are needed beside the wholes."""
    return {_category_of(each) for each in recurring} - {NIL}


def _within(cell: int, wanted: int) -> int:
    """As much of `wanted` as `cell` has on the same side."""
    if (cell > 0) != (wanted > 0):
        return 0
    return min(cell, wanted) if wanted > 0 else max(cell, wanted)


def lived_until(cells: Iterable[Sum], months: Sequence[date]) -> list[date]:
    """`months` without those at the end in which nothing moved anywhere: nobody has brought in their lines yet."""
    last = max((cell.starts_on for cell in cells), default=None)
    return [month for month in months if last is None or month <= last]


def months_before(month: date, count: int) -> list[date]:
    """First days of the `count` whole months before `month`'s, the oldest first."""
    year, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    months = [date(year, number + 1, 1)]
    while len(months) < count:
        months.append(next_month(months[-1]))
    return months

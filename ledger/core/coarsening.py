"""What somebody who is granted sums by category, and no lines, gets of an account: months whose payments hide in a
crowd.

A figure is a sum of at least three payments, for each month and side (spending with its refunds, income):

- A category with fewer than three payments in the month joins 'Private'. Where 'Private' itself has fewer then, the
  category with the fewest payments joins it, and so on: neither a figure nor the difference of two tells one payment.
- A side with fewer than three payments in all shows nothing.
- There are no days and no weeks, and of a range only the months that lie in it whole: two ranges a day apart would
  tell that day. The running month follows the same rule, so a category appears with its third payment.

It is done for each account by itself and by leaf category, before anything is added up: every larger sum (a branch, a
currency, all accounts, an average) is made of what is shown, and no choice of filters shows more.

What stays: the balance is granted as well and moves with every payment, so the amounts are told by it; what this keeps
is which category they went to. Whoever notes the figures each day sees the running month's categories appear and grow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

CROWD: Final = 3
# No category's id: it stands where one would, for what is not told apart.
PRIVATE: Final = UUID(int=2**128 - 1)
_INCOME: Final = "income"


class Cell(NamedTuple):
    """One month's cell of one account, as kept in the roll-ups: amounts in stored units.

    `firsts` counts the payments whose first line is here, `lines` all lines; a category occurs once in a payment.
    """

    account_id: UUID
    month: date
    category: UUID
    kind: str
    whole: int
    own: int
    firsts: int
    lines: int


def coarsened(cells: Iterable[Cell]) -> list[Cell]:
    """The cells that may be shown, those of 'Private' under PRIVATE; in no order."""
    sides: dict[tuple[UUID, date, bool], dict[UUID, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for each in cells:
        sides[each.account_id, each.month, each.kind == _INCOME][each.category].append(each)
    return [cell for categories in sides.values() for cell in _side(categories)]


def _side(categories: dict[UUID, list[Cell]]) -> list[Cell]:
    every = [cell for cells in categories.values() for cell in cells]
    if sum(cell.firsts for cell in every) < CROWD:
        return []
    fewest = sorted(categories, key=lambda key: (_lines(categories[key]), key))
    private: list[UUID] = []
    for key in fewest:
        if _lines(categories[key]) >= CROWD and (not private or _payments(categories, private) >= CROWD):
            break
        private.append(key)
    hidden = set(private)
    return [cell._replace(category=PRIVATE) if cell.category in hidden else cell for cell in every]


def _lines(cells: Iterable[Cell]) -> int:
    return sum(cell.lines for cell in cells)


def _payments(categories: dict[UUID, list[Cell]], keys: Iterable[UUID]) -> int:
    """How many payments there are at least: one that is split over several categories counts once."""
    chosen = [categories[key] for key in keys]
    return max(sum(cell.firsts for cells in chosen for cell in cells), max(_lines(cells) for cells in chosen))

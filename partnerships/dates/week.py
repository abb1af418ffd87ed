"""The third step: what was paid for both in the week, by day and category, against the week before.

Of the payments that statements are made of (SharedPayment), so that its figures are theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from config.kernel.money import ZERO
from ledger.core.category_tree import CategoryNode, CategoryTree
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.dates.weeks import WEEK, monday_of
from partnerships.expenses.models import SharedPayment

DAYS: Final = 7
# The bars stand in a box of this height; each has a tenth of it for itself.
HEIGHT, SLOT, BAR = 100, 10, 6
# So many categories are named for the difference between two weeks.
NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A day; `height` is its part of the largest day's, in HEIGHT. Where more came back than was paid it has none."""

    day: date
    amount: Decimal
    place: int
    height: int
    is_today: bool

    @property
    def x(self) -> int:
        return self.place * SLOT + (SLOT - BAR) // 2

    @property
    def y(self) -> int:
        return HEIGHT - self.height

    @property
    def rounded(self) -> Decimal:
        """For the label above which there is little room."""
        return self.amount.quantize(Decimal(1))


@dataclass(frozen=True, slots=True)
class Part:
    """What was paid in one category; `category` is None for what has none."""

    category: CategoryNode | None
    amount: Decimal

    @property
    def name(self) -> str:
        return self.category.name if self.category else _("Without a category")


@dataclass(frozen=True, slots=True)
class Paid:
    payment: SharedPayment
    i_paid: bool


@dataclass(frozen=True, slots=True)
class Week:
    """`bars`, `parts` and `paid` each add up to `total`. `because` names the categories that made most of the
    difference to `before`, the total of the week before.
    """

    first: date
    last: date
    total: Decimal
    before: Decimal
    bars: Sequence[Bar]
    parts: Sequence[Part]
    paid: Sequence[Paid]
    because: Sequence[str]
    is_over: bool

    @property
    def difference(self) -> Decimal:
        return self.total - self.before

    @property
    def less(self) -> Decimal:
        """Positive where less was paid than the week before."""
        return -self.difference


def spent_in(partnership: Partnership, monday: date) -> Decimal:
    """What was paid for both in a week. One query."""
    return _sum(_payments(partnership, monday, monday))


def week_of(standing: Standing, tree: CategoryTree) -> Week:
    """One query."""
    today = standing.person.today
    monday = monday_of(today)
    both = _payments(standing.partnership, monday - WEEK, monday)
    payments = [each for each in both if each.paid_on >= monday]
    earlier = [each for each in both if each.paid_on < monday]
    return Week(
        first=monday,
        last=monday + WEEK - timedelta(days=1),
        total=_sum(payments),
        before=_sum(earlier),
        bars=_bars(payments, monday, today),
        parts=_parts(payments, tree),
        paid=[Paid(each, each.payer == standing.place) for each in payments],
        because=_because(_parts(payments, tree), _parts(earlier, tree)) if earlier else (),
        is_over=today >= monday + WEEK - timedelta(days=1),
    )


def _payments(partnership: Partnership, first: date, last: date) -> list[SharedPayment]:
    """Those of the weeks from the Monday `first` to the week of the Monday `last`, the newest first."""
    found = SharedPayment.objects.filter(partnership=partnership, counts=True, paid_on__gte=first)
    return list(found.filter(paid_on__lt=last + WEEK).select_related("expense").order_by("-paid_on", "-id"))


def _sum(payments: Iterable[SharedPayment]) -> Decimal:
    return sum((each.amount for each in payments), ZERO)


def _bars(payments: Sequence[SharedPayment], monday: date, today: date) -> list[Bar]:
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    amounts = [_sum(each for each in payments if each.paid_on == day) for day in days]
    largest = max(max(amounts), ZERO)
    return [
        Bar(day, amount, place, int(max(amount, ZERO) * HEIGHT / largest) if largest else 0, day == today)
        for place, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]


def _parts(payments: Iterable[SharedPayment], tree: CategoryTree) -> list[Part]:
    """The largest first."""
    sums: dict[UUID | None, Decimal] = {}
    for each in payments:
        node = tree.get(each.category_id)
        key = node.pk if node else None
        sums[key] = sums.get(key, ZERO) + each.amount
    found = [Part(tree.get(key), amount) for key, amount in sums.items()]
    return sorted(found, key=lambda part: (-part.amount, part.name))


def _because(now: Sequence[Part], before: Sequence[Part]) -> list[str]:
    """The categories that moved as the whole did, those that moved most first."""
    moved = {each.name: each.amount for each in now}
    for each in before:
        moved[each.name] = moved.get(each.name, ZERO) - each.amount
    is_less = sum(moved.values(), ZERO) < 0
    towards = [(abs(amount), name) for name, amount in moved.items() if amount and (amount < 0) == is_less]
    return [name for _amount, name in sorted(towards, key=lambda each: (-each[0], each[1]))[:NAMED]]

"""Shops and brands with what was bought there: read from sums, whatever the number of things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from purchases.core.models import Brand, PurchaseSum, Retailer
from purchases.core.queries import Spent

MOST_SHOWN = 500
FIRST_SHOWN = 25
_GROUPINGS = {Retailer: PurchaseSum.Grouping.RETAILER, Brand: PurchaseSum.Grouping.BRAND}


@dataclass(frozen=True, slots=True)
class NameRow:
    """`spent` is one for each currency, most things first; archived things count."""

    key: UUID
    name: str
    url: str
    is_own: bool
    spent: Sequence[Spent]

    @property
    def count(self) -> int:
        return sum(each.count for each in self.spent)


@dataclass(frozen=True, slots=True)
class Names:
    """`used` and own ones by what was spent, `further` the common ones nothing was bought of, by name.

    `hidden`: how many of `used` are not among the first that are shown.
    """

    used: Sequence[NameRow]
    further: Sequence[NameRow]
    hidden: int


def names_of(person: User, model: type[Retailer] | type[Brand], *, shows_all: bool) -> Names:
    """Two queries, at most MOST_SHOWN own ones."""
    sums: dict[str, list[Spent]] = {}
    rows = PurchaseSum.objects.filter(owner=person, grouping=_GROUPINGS[model]).exclude(key="")
    for each in rows.order_by("-count", "currency"):
        sums.setdefault(each.key, []).append(Spent(each.currency, each.count, each.amount))
    visible = model.objects.visible_to(person).order_by("owner", "name_key")
    shown = [
        NameRow(each.pk, each.name, each.url, each.owner_id is not None, sums.get(str(each.pk), ()))
        for each in visible[: MOST_SHOWN * 2]
    ]
    used = sorted((each for each in shown if each.is_own or each.spent), key=_by_money, reverse=True)[:MOST_SHOWN]
    first = used if shows_all else used[:FIRST_SHOWN]
    further = sorted((each for each in shown if not each.is_own and not each.spent), key=lambda each: each.name)
    return Names(first, further, len(used) - len(first))


def _by_money(row: NameRow) -> tuple[object, ...]:
    largest = max((each.amount for each in row.spent), default=0)
    return largest, row.count

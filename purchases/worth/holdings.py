"""What all things that count in net worth are worth: read from a person's sums, by month and life.

Ten thousand things of two hundred months and ten lives are two thousand cells at most, and most people have thirty.
A thing counts from the first day of the month it was bought in, since its cell knows no day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import SCALE, to_stored
from ledger.core import assets
from ledger.core.access import ME, PARTNER, TOGETHER, Lens
from ledger.core.exchange import rounded
from partnerships.core.models import Member
from purchases.core.models import PurchaseSum
from purchases.core.summing import Grouping
from purchases.worth.line import months_left

_MINE, _SHOWN = Grouping.WORTH.value, Grouping.WORTH_SHOWN.value


@dataclass(frozen=True, slots=True)
class Cell:
    """What was paid in one month for things of one life, in months; `paid` in stored units of the currency."""

    currency: str
    bought: date
    life: int
    paid: int


@dataclass(frozen=True, slots=True)
class Things:
    """Those that count for one lens, as an asset of the ledger. What was worked out for a month is kept: a course asks
    five times a month.
    """

    cells: tuple[Cell, ...]
    _known: dict[date, dict[str, Decimal]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def words(self) -> str:
        return _("of which things")

    @property
    def url(self) -> str:
        """'' where no page shows them."""
        try:
            return reverse("things")
        except NoReverseMatch:
            return ""

    @property
    def currencies(self) -> set[str]:
        return {each.currency for each in self.cells}

    def on(self, day: date) -> dict[str, Decimal]:
        """By currency, those that are worth something on the day; each rounded once."""
        month = day.replace(day=1)
        if month not in self._known:
            self._known[month] = self._worth(month)
        return self._known[month]

    def _worth(self, month: date) -> dict[str, Decimal]:
        """Whole numbers of units and months are added up for each life, and divided by it once."""
        left: dict[tuple[str, int], int] = {}
        for each in self.cells:
            months = months_left(each.bought, each.life, month)
            if months:
                key = (each.currency, each.life)
                left[key] = left.get(key, 0) + each.paid * months
        sums: dict[str, Fraction] = {}
        for (currency, life), amount in left.items():
            sums[currency] = sums.get(currency, Fraction()) + Fraction(amount, life * SCALE)
        worth = {currency: rounded(amount, currency) for currency, amount in sums.items()}
        return {currency: amount for currency, amount in worth.items() if amount}


def things_of(person: User, scope: str = ME) -> Things:
    """`me`: one's own. `partner`: of theirs what they show. `together`: both. One query."""
    wanted = Q()
    if scope in (ME, TOGETHER):
        wanted |= Q(owner=person.pk, grouping=_MINE)
    if scope in (PARTNER, TOGETHER):
        wanted |= Q(owner__in=_partner(person), grouping=_SHOWN)
    rows = PurchaseSum.objects.filter(wanted).values_list("key", "currency", "amount")
    return Things(tuple(_cell(*each) for each in rows))


def worth_today(person: User) -> dict[str, Decimal]:
    """Of one's own that count in net worth, by currency, most first; empty where nothing counts. One query."""
    worth = things_of(person).on(person.today)
    return dict(sorted(worth.items(), key=lambda each: (-each[1], each[0])))


class ThingAssets:
    """What the ledger asks for its net worth."""

    def of(self, person: User, scope: str, lens: Lens | None) -> Things:
        return things_of(person, scope)


def _partner(person: User) -> QuerySet[Member, Any]:
    """Of the open partnership, active or paused: what was shown is seen until it is taken back. A sub-query."""
    members = Member.objects.filter(partnership__members__person=person, is_open=True)
    return members.exclude(person=person).values("person")


def _cell(key: str, currency: str, paid: Decimal) -> Cell:
    month, life = key.split("/")
    return Cell(currency, date.fromisoformat(f"{month}-01"), int(life), to_stored(paid))


assets.register(ThingAssets())

"""What a person bought and what is under warranty, in figures: of what they own, archived things too.

Read from sums that every write keeps, and from ranges of an index: none of it grows with the number of things.
Currencies are never added: each figure of money is one currency's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.models import User
from config.kernel.money import ZERO, round_to_currency
from ledger.core.models import Rollup
from ledger.core.queries import months_between
from ledger.core.sums import next_month, periods
from purchases.core.models import Brand, Purchase, PurchaseSum, Retailer, Warranty
from purchases.core.summing import Grouping

SOON = timedelta(days=30)
_OF_SPANS = {Rollup.Span.MONTH.value: Grouping.MONTH, Rollup.Span.DAY.value: Grouping.DAY}


@dataclass(frozen=True, slots=True)
class Spent:
    """What `count` purchases came to in one currency."""

    currency: str
    count: int
    amount: Decimal

    @property
    def average(self) -> Decimal:
        """Half-even, with the currency's decimals."""
        return round_to_currency(self.amount / self.count, self.currency) if self.count else ZERO


@dataclass(frozen=True, slots=True)
class MonthSpent:
    month: date
    spent: Spent


@dataclass(frozen=True, slots=True)
class Summary:
    """`spent` is one for each currency, most things first."""

    count: int
    ordered: int
    received: int
    spent: list[Spent]


@dataclass(frozen=True, slots=True)
class NameShare:
    """`name` None: things without one. `percent` is of all things, with one decimal."""

    name: Retailer | Brand | None
    spent: Spent
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """As it was written first; `pieces` of it were bought."""

    name: str
    pieces: int
    spent: Spent

    @property
    def average(self) -> Decimal:
        """A piece, half-even."""
        return round_to_currency(self.spent.amount / self.pieces, self.spent.currency) if self.pieces else ZERO


@dataclass(frozen=True, slots=True)
class WarrantyMonth:
    """`active`: in force on a day of the month. Of those that end in it, `expired` before today, `soon` from today."""

    month: date
    active: int
    expired: int
    soon: int


@dataclass(frozen=True, slots=True)
class WarrantySummary:
    """`soon` are of the active ones, ending within 30 days."""

    active: int
    expired: int
    voided: int
    soon: int


def _sums(person: User, grouping: Grouping) -> QuerySet[PurchaseSum]:
    return PurchaseSum.objects.filter(owner=person, grouping=grouping)


def spending_by_month(person: User, *, first: date, last: date) -> list[MonthSpent]:
    """Each month from `first`'s to `last`'s, once for each currency something was bought in. One query."""
    months = months_between(first, last)
    keys = (f"{first:%Y-%m}", f"{last:%Y-%m}")
    rows = _sums(person, Grouping.MONTH).filter(key__range=keys)
    found = {(each.key, each.currency): each for each in rows}
    currencies = sorted({currency for _key, currency in found}) or [person.currency]
    return [
        MonthSpent(month, _spent(currency, [found[key]] if (key := (f"{month:%Y-%m}", currency)) in found else []))
        for month in months
        for currency in currencies
    ]


def spending_between(person: User, *, first: date, last: date) -> list[Spent]:
    """From day to day, both included; one for each currency, as at least the person's own. Three queries at most."""
    rows: list[PurchaseSum] = []
    for span, start, end in periods(first, last):
        grouping = _OF_SPANS[span]
        length = 7 if grouping == Grouping.MONTH else 10
        keys = (start.isoformat()[:length], end.isoformat()[:length])
        rows += _sums(person, grouping).filter(key__range=keys)
    return _by_currency(rows) or [Spent(person.currency, 0, ZERO)]


def summary(person: User) -> Summary:
    """Two queries."""
    spent = _by_currency(_sums(person, Grouping.ALL))
    counts = dict.fromkeys(Purchase.Status.values, 0)
    for each in _sums(person, Grouping.STATUS):
        counts[each.key] += each.count
    return Summary(
        count=sum(each.count for each in spent),
        ordered=counts[Purchase.Status.ORDERED],
        received=counts[Purchase.Status.RECEIVED],
        spent=spent,
    )


def spending_by_name(person: User, model: type[Retailer] | type[Brand], *, limit: int) -> list[NameShare]:
    """By retailer or brand and currency, most money first. Three queries."""
    grouping = Grouping.RETAILER if model is Retailer else Grouping.BRAND
    rows = list(_sums(person, grouping).order_by("-amount", "-count", "key")[:limit])
    whole = _sums(person, Grouping.ALL).aggregate(sum=Sum("count"))["sum"] or 0
    names = {str(each.pk): each for each in model.objects.filter(pk__in=[row.key for row in rows if row.key])}
    return [NameShare(names.get(row.key), _spent(row.currency, [row]), percent_of(row.count, whole)) for row in rows]


def top_products(person: User, *, limit: int) -> list[Product]:
    """Those of which most pieces were bought, a product in two currencies twice. One query."""
    rows = _sums(person, Grouping.PRODUCT).order_by("-pieces", "-amount", "key")[:limit]
    return [Product(row.label, row.pieces, _spent(row.currency, [row])) for row in rows]


def warranty_timeline(person: User, *, first: date, last: date) -> list[WarrantyMonth]:
    """Each month from `first`'s to `last`'s; void ones are in none. Three queries."""
    starts = dict(_sums(person, Grouping.WARRANTY_START).filter(key__lte=f"{last:%Y-%m}").values_list("key", "count"))
    ends = dict(_sums(person, Grouping.WARRANTY_END).filter(key__lte=f"{last:%Y-%m}").values_list("key", "count"))
    today = person.today
    found = []
    for month in months_between(first, last):
        key = f"{month:%Y-%m}"
        begun = sum(count for each, count in starts.items() if each <= key)
        over = sum(count for each, count in ends.items() if each < key)
        ending = ends.get(key, 0)
        expired = ending if next_month(month) <= today else 0
        if month == today.replace(day=1):
            expired = _ended_between(person, month, today - timedelta(days=1))
        found.append(WarrantyMonth(month, begun - over, expired, ending - expired))
    return found


def warranty_summary(person: User) -> WarrantySummary:
    """Two queries."""
    counts = dict(_sums(person, Grouping.WARRANTY_STATUS).values_list("key", "count"))
    running = Warranty.objects.filter(owner=person, status=Warranty.Status.ACTIVE)
    soon = running.filter(warranty_end__range=(person.today, person.today + SOON)).count()
    active, expired, voided = (counts.get(each, 0) for each in Warranty.Status.values)
    return WarrantySummary(active, expired, voided, soon)


def _ended_between(person: User, first: date, last: date) -> int:
    ended = Warranty.objects.filter(owner=person, warranty_end__range=(first, last))
    return ended.exclude(status=Warranty.Status.VOIDED).count()


def _by_currency(rows: Iterable[PurchaseSum]) -> list[Spent]:
    of: dict[str, list[PurchaseSum]] = {}
    for each in rows:
        of.setdefault(each.currency, []).append(each)
    return sorted((_spent(*each) for each in of.items()), key=lambda each: (-each.count, each.currency))


def _spent(currency: str, rows: list[PurchaseSum]) -> Spent:
    return Spent(currency, sum(each.count for each in rows), sum((each.amount for each in rows), ZERO))


def percent_of(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """With one decimal; 0 of nothing."""
    return (Decimal(100 * part) / whole if whole else ZERO).quantize(Decimal("0.1"))

"""What an amount is worth in another currency, by the latest dated rate on or before a day, never a later one.

A rate is found straight, the other way round, or over one or two currencies between (the published ones all start
at the euro). Of several the newest wins; of one day the fewest steps, and a person's own before everybody's. Amounts
are converted by the exact fraction and rounded once, half to even, to what the currency allows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import product

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import User
from config.kernel.money import LARGEST, ZERO, decimals_of
from ledger.core.models import ExchangeRate

SHARED_BASE = "EUR"
MOST_STEPS = 3
FEW_DAYS = 3
OLD_AFTER = timedelta(days=10)
_SHOWN = Context(prec=16, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the table: one `base` was worth `rate` of `currency` on the day `on`."""

    base: str
    currency: str
    rate: Decimal
    on: date
    source: str
    is_own: bool

    def value_from(self, currency: str) -> Fraction:
        """What one `currency` is worth in the other of the two."""
        return Fraction(self.rate) if currency == self.base else 1 / Fraction(self.rate)


@dataclass(frozen=True, slots=True)
class Rate:
    """One `base` is worth `value` of `currency`, by these lines of the table; by none in itself."""

    base: str
    currency: str
    value: Fraction
    steps: tuple[Step, ...]

    @property
    def rate(self) -> Decimal:
        """As the table has it where one line says it straight, else to 16 digits."""
        if len(self.steps) == 1 and self.steps[0].base == self.base:
            return self.steps[0].rate
        return _SHOWN.divide(Decimal(self.value.numerator), Decimal(self.value.denominator))

    @property
    def oldest(self) -> Step | None:
        return min(self.steps, key=lambda each: each.on, default=None)

    @property
    def via(self) -> tuple[str, ...]:
        """The currencies between, in order."""
        between, here = [], self.base
        for step in self.steps[:-1]:
            here = step.currency if here == step.base else step.base
            between.append(here)
        return tuple(between)


@dataclass(frozen=True, slots=True)
class Converted:
    """`amount` is in `at.currency`, rounded to what that currency allows."""

    amount: Decimal
    at: Rate


@dataclass(frozen=True, slots=True)
class Total:
    """Amounts of several currencies as one: each converted and rounded, then added.

    `used` are the rates it took, `apart` what no rate is known for, by currency and as it was.
    """

    currency: str
    amount: Decimal
    used: tuple[Rate, ...]
    apart: dict[str, Decimal]


def rounded(value: Fraction, currency: str) -> Decimal:
    """`value` with the currency's decimals, half to even, whatever its size."""
    decimals = decimals_of(currency)
    units = round(value * 10**decimals)
    return Decimal((int(units < 0), tuple(int(digit) for digit in str(abs(units))), -decimals))


class RateBook:
    """The rates a person may use over some days, read once; answers without the database."""

    def __init__(self, steps: Iterable[Step]) -> None:
        """`steps` in the order of their days."""
        self._lines: dict[tuple[str, str], dict[bool, list[Step]]] = defaultdict(lambda: {False: [], True: []})
        self._found: dict[tuple[str, str, date], Rate | None] = {}
        for step in steps:
            self._lines[step.base, step.currency][step.is_own].append(step)

    def rate(self, base: str, currency: str, on: date) -> Rate | None:
        """The best way from one currency to the other on a day, or None."""
        if base == currency:
            return Rate(base, currency, Fraction(1), ())
        key = (base, currency, on)
        if key not in self._found:
            self._found[key] = self._search(base, currency, on)
        return self._found[key]

    def convert(self, amount: Decimal, base: str, currency: str, on: date) -> Converted | None:
        """None without a rate, and for what would be more than the ledger can keep."""
        at = self.rate(base, currency, on)
        if at is None:
            return None
        worth = amount if base == currency else rounded(Fraction(amount) * at.value, currency)
        return Converted(worth, at) if abs(worth) <= LARGEST else None

    def total(self, sums: Mapping[str, Decimal], currency: str, on: date) -> Total:
        """`sums` by currency as one sum in `currency`; what is zero needs no rate."""
        amount, used, apart = ZERO, [], {}
        for each in sorted(sums):
            if not sums[each]:
                continue
            converted = self.convert(sums[each], each, currency, on)
            if converted is None:
                apart[each] = sums[each]
                continue
            amount += converted.amount
            if converted.at.steps:
                used.append(converted.at)
        return Total(currency, amount, tuple(used), apart)

    def _search(self, base: str, currency: str, on: date) -> Rate | None:
        known = [step for pair in self._lines if (step := self._latest(pair, on)) is not None]
        ends: dict[str, list[Step]] = defaultdict(list)
        for step in known:
            ends[step.base].append(step)
            ends[step.currency].append(step)
        best = max(_paths(ends, (base,), currency), key=lambda path: _merit(path, base), default=None)
        if best is None:
            return None
        value, here = Fraction(1), base
        for step in best:
            value *= step.value_from(here)
            here = step.currency if here == step.base else step.base
        return Rate(base, currency, value, best)

    def _latest(self, pair: tuple[str, str], on: date) -> Step | None:
        found = []
        for lines in self._lines[pair].values():
            place = bisect_right(lines, on, key=lambda each: each.on)
            found += lines[place - 1 : place]
        return max(found, key=lambda each: (each.on, each.is_own), default=None)


def _paths(ends: Mapping[str, list[Step]], visited: tuple[str, ...], goal: str) -> Iterator[tuple[Step, ...]]:
    """Every way of at most MOST_STEPS steps from the last of `visited` to `goal`."""
    here = visited[-1]
    for step in ends.get(here, ()):
        there = step.currency if here == step.base else step.base
        if there == goal:
            yield (step,)
        elif there not in visited and len(visited) < MOST_STEPS:
            for rest in _paths(ends, (*visited, there), goal):
                yield (step, *rest)


def _merit(path: tuple[Step, ...], base: str) -> tuple[date, int, int, bool]:
    return min(each.on for each in path), -len(path), sum(each.is_own for each in path), path[0].base == base


def rates_for(person: User, currencies: Iterable[str], days: Collection[date]) -> RateBook:
    """The rates between `currencies` that `person` may use on these `days` (one at least). Two queries.

    More than a few days cost a row for every currency and business day between the first and the last.
    """
    own = list(_own(person, min(days), max(days)))
    wanted = {*currencies, *(each for step in own for each in (step.base, step.currency))} - {SHARED_BASE}
    return RateBook([*own, *(_shared(sorted(wanted), sorted(set(days))) if wanted else ())])


def convert(amount: Decimal, base: str, currency: str, *, on: date, person: User) -> Converted | None:
    """One amount on one day, or None without a rate. Two queries."""
    return rates_for(person, (base, currency), [on]).convert(amount, base, currency, on)


def total_in(person: User, sums: Mapping[str, Decimal], currency: str, *, on: date) -> Total:
    """As RateBook.total. Two queries, none where all of it is in `currency` already."""
    others = [each for each, amount in sums.items() if amount and each != currency]
    book = rates_for(person, (*others, currency), [on]) if others else RateBook(())
    return book.total(sums, currency, on)


_COLUMNS = ("base", "currency", "rate", "on", "source")


def _own(person: User, first: date, last: date) -> Iterator[Step]:
    """Those of the days after `first`, and of each pair the latest until then."""
    pair = {"base": OuterRef("base"), "currency": OuterRef("currency")}
    newer = ExchangeRate.objects.owned_by(person).filter(**pair, on__gt=OuterRef("on"), on__lte=first)
    rows = ExchangeRate.objects.owned_by(person).filter(~Exists(newer), on__lte=last)
    for base, currency, rate, day, source in rows.order_by("on").values_list(*_COLUMNS):
        yield Step(base, currency, rate, day, source, is_own=True)


def _shared(currencies: Sequence[str], days: Sequence[date]) -> Iterator[Step]:
    """For a few days the latest of each currency, by a look-up of the index, as the history is long; else a range."""
    looked_up = days if len(days) <= FEW_DAYS else days[:1]
    wanted = Q()
    for currency, day in product(currencies, looked_up):
        latest = ExchangeRate.objects.shared().filter(base=SHARED_BASE, currency=currency, on__lte=day)
        wanted |= Q(pk=Subquery(latest.order_by("-on").values("pk")[:1]))
    if len(days) > len(looked_up):
        between = {"on__gt": days[0], "on__lte": days[-1]}
        wanted |= Q(base=SHARED_BASE, owner__isnull=True, currency__in=currencies, **between)
    rows = ExchangeRate.objects.filter(wanted).order_by("on").values_list(*_COLUMNS)
    for base, currency, rate, day, source in rows:
        yield Step(base, currency, rate, day, source, is_own=False)

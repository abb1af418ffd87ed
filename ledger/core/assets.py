"""The seam to whoever knows what people have besides accounts: what counts in net worth by their choice.

Accounts alone are core's; whoever is above registers what else there is, and every net worth asks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from accounts.models import User
from ledger.core.access import Lens
from ledger.core.queries import CurrencyTotal, Point, months_between


class Assets(Protocol):
    """What counts for one person through one lens. Answers without the database."""

    @property
    def currencies(self) -> set[str]:
        """All that anything is in, today or not."""

    def on(self, day: date) -> Mapping[str, Decimal]:
        """What all of it is worth on a day, by currency; none that is worth nothing."""


class NamedAssets(Assets, Protocol):
    """Those of one source."""

    @property
    def words(self) -> str:
        """What it is, before its amount: 'of which things'."""

    @property
    def url(self) -> str:
        """Where they are listed; '' where no page does."""


class Source(Protocol):
    def of(self, person: User, scope: str, lens: Lens | None) -> NamedAssets:
        """`scope` is that of a Lens; `lens` is it, where the caller has it. One query, one more without a lens."""


@dataclass(frozen=True, slots=True)
class AllAssets:
    """What every source knows, each once."""

    parts: tuple[NamedAssets, ...]

    @property
    def currencies(self) -> set[str]:
        return {each for part in self.parts for each in part.currencies}

    def on(self, day: date) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for part in self.parts:
            for currency, amount in part.on(day).items():
                found[currency] = found.get(currency, Decimal(0)) + amount
        return {currency: amount for currency, amount in found.items() if amount}


class Sources:
    """All that are registered, in the order they came."""

    def __init__(self) -> None:
        self._all: list[Source] = []

    def register(self, source: Source) -> None:
        self._all.append(source)

    def of(self, person: User, scope: str, lens: Lens | None = None) -> AllAssets:
        """As each Source is asked: one query each."""
        return AllAssets(tuple(each.of(person, scope, lens) for each in self._all))


_sources = Sources()


def register(source: Source) -> None:
    """Call it in a module that is loaded at start-up, once."""
    _sources.register(source)


def current() -> Sources:
    return _sources


def with_assets(totals: list[CurrencyTotal], worth: Mapping[str, Decimal]) -> list[CurrencyTotal]:
    """The totals of accounts, and on the side of what is there `worth`; most first."""
    of = {each.currency: each for each in totals}
    for currency, amount in worth.items():
        was = of.get(currency, CurrencyTotal(currency, Decimal(0), Decimal(0)))
        of[currency] = CurrencyTotal(currency, was.have + amount, was.owe)
    return sorted(of.values(), key=lambda each: (-abs(each.net), each.currency))


def course_with(points: list[Point], assets: Assets, currency: str, *, first: date) -> list[Point]:
    """A net worth in one currency with what else was there: at its own points, and as each month since `first` began.

    Between two points of accounts nothing moves, so that they stand where they stand at the next one.
    """
    if currency not in assets.currencies:
        return points
    known = {each.on: each.amount for each in points}
    worth = {on: assets.on(on).get(currency, Decimal(0)) for on in known}
    start, last = points[0].on, points[-1].on
    for month in months_between(first, last):
        if first <= month < last and month not in known:
            there = assets.on(month).get(currency, Decimal(0))
            if month > start or there:
                worth[month] = there
                known[month] = next(each.amount for each in points if each.on > month)
    return [Point(on, known[on] + worth[on]) for on in sorted(known)]

"""Where the overview's figures come from: one currency's roll-ups, or those of all currencies in the person's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from config.kernel.money import ZERO
from ledger.core import queries
from ledger.core.access import Lens
from ledger.core.assets import Assets, course_with
from ledger.core.converting import Converter
from ledger.core.models import MoneyAccount
from ledger.core.queries import CategoryFigure, PeriodFigures, Point


class Sums(Protocol):
    """What the page asks of its figures; days are included at both ends."""

    def months(self, first: date, last: date) -> list[PeriodFigures]: ...

    def by_category(self, first: date, last: date) -> list[CategoryFigure]: ...

    def spending_course(self, month: date, *, without: Iterable[UUID]) -> list[Point]: ...

    def net_worth_course(self, accounts: Sequence[MoneyAccount], first: date, today: date) -> list[Point]: ...

    def lacks(self, month: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class OneCurrency:
    """One query a question."""

    lens: Lens
    currency: str
    assets: Assets

    @property
    def _lens(self) -> Lens:
        return self.lens.of_currency(self.currency)

    def months(self, first: date, last: date) -> list[PeriodFigures]:
        """Nothing went in or out where no sums are seen: of no account, or of one that is only known to be there."""
        found = queries.monthly_figures(self._lens, first=first, last=last).get(self.currency)
        return found or [PeriodFigures(self.currency, each, ZERO, ZERO) for each in queries.months_between(first, last)]

    def by_category(self, first: date, last: date) -> list[CategoryFigure]:
        return queries.by_category(self._lens, first=first, last=last)

    def spending_course(self, month: date, *, without: Iterable[UUID]) -> list[Point]:
        return queries.spending_course(self._lens, month=month, without=without)

    def net_worth_course(self, accounts: Sequence[MoneyAccount], first: date, today: date) -> list[Point]:
        of_currency = [each for each in accounts if each.currency == self.currency]
        points = queries.net_worth_course(self._lens, of_currency, first=first, today=today)
        return course_with(points, self.assets, self.currency, first=first)

    def lacks(self, month: date) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class AllCurrencies:
    """One query a question and currency."""

    lens: Lens
    converter: Converter
    assets: Assets

    @property
    def _each(self) -> list[OneCurrency]:
        currencies = sorted(set(self.lens.sums.currencies.values()))
        return [OneCurrency(self.lens, each, self.assets) for each in currencies]

    def months(self, first: date, last: date) -> list[PeriodFigures]:
        found = queries.monthly_figures(self.lens, first=first, last=last)
        return self.converter.months(each for figures in found.values() for each in figures)

    def by_category(self, first: date, last: date) -> list[CategoryFigure]:
        return self.converter.by_category(
            (figure.category_id, each.currency, first, figure.amount, figure.count)
            for each in self._each
            for figure in each.by_category(first, last)
        )

    def spending_course(self, month: date, *, without: Iterable[UUID]) -> list[Point]:
        left_out = list(without)
        courses = {each.currency: each.spending_course(month, without=left_out) for each in self._each}
        return self.converter.course(courses, month)

    def net_worth_course(self, accounts: Sequence[MoneyAccount], first: date, today: date) -> list[Point]:
        """At today's rates throughout, so that it moves by money and not by markets."""
        courses = {
            each: OneCurrency(self.lens, each, self.assets).net_worth_course(accounts, first, today)
            for each in sorted({account.currency for account in accounts} | self.assets.currencies)
        }
        at_today = Converter(self.converter.book, self.converter.currency, today)
        return at_today.course(courses, today, backwards=True) or [Point(today, ZERO)]

    def lacks(self, month: date) -> bool:
        """Whether something that moved in it has no rate; to be asked once its figures have been made."""
        return bool(self.converter.apart.get(month))

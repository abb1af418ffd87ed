"""`insights/trends/` and what goes with it: what was, as figures."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters
from config.kernel.kept import Kept
from insights.figures import spans
from insights.figures.api import pattern_docs, summary_docs, trend_docs
from insights.figures.api.pattern_shapes import patterns_shape
from insights.figures.api.summary_shapes import saving_shape, summary_shape
from insights.figures.api.trend_shapes import hours_shape, trends_shape
from insights.figures.asked import TooMany, days_of_hours, periods_of
from insights.figures.flows import EXPENSE, INCOME
from insights.figures.hours import MONTHS_OF_HOURS, hours
from insights.figures.patterns import MOST_MONTHS, USUAL_MONTHS, patterns
from insights.figures.saving import saving
from insights.figures.spans import RHYTHMS, Period
from insights.figures.summary import summary
from insights.figures.trends import Asked, key_of, trends
from ledger.core.access import ME, SCOPES, lens_of
from ledger.core.api.base import LedgerView
from ledger.core.api.rates import currency_parameter
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.queries import seen_accounts

_KNOWN = ("timeframe", "kind", "categories", "by", "periods", "start_date", "end_date", "scope", "convert_to")

SHAPES: Final = Kept[dict[str, Any]](most=64)


class Range(NamedTuple):
    number: int | None
    first: date | None
    last: date | None


class TrendsView(LedgerView):
    @trend_docs.TRENDS
    def get(self, request: Request) -> Response:
        """Three queries and those of `trends` or `hours`. A category one does not see is refused."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(_KNOWN)
        timeframe = parameters.choice("timeframe", trend_docs.TIMEFRAMES) or spans.MONTH
        kind = parameters.choice("kind", (EXPENSE, INCOME)) or EXPENSE
        by_top = parameters.choice("by", ("leaf", "top")) == "top"
        scope = parameters.choice("scope", SCOPES) or ME
        currency = currency_parameter(parameters, "convert_to") or self.person.currency
        tree = category_tree(self.person)
        categories = self._categories(parameters, tree)
        asked = _range(parameters, timeframe)
        if timeframe == trend_docs.HOUR:
            first, last = self._days(parameters, asked)
            parameters.raise_refusals()
            lens = lens_of(self.person, scope)
            found = hours(
                self.person, lens, tree, first=first, last=last, currency=currency, kind=kind, categories=categories
            )
            return Response(hours_shape(found, is_coarse=bool(lens.coarse)))
        periods = self._periods(parameters, timeframe, asked)
        parameters.raise_refusals()
        wanted = Asked(timeframe, periods, currency, kind, categories, by_top)
        lens = lens_of(self.person, scope)
        key = key_of(self.person, lens, tree, wanted)
        return Response(SHAPES.get(key, lambda: trends_shape(trends(self.person, lens, tree, wanted))))

    def _categories(self, parameters: Parameters, tree: CategoryTree) -> tuple[UUID, ...]:
        asked = tuple(parameters.ids("categories"))
        if any(tree.get(each) is None for each in asked):
            parameters.refuse("categories", _("There is no such category."), "does_not_exist")
        return asked

    def _periods(self, parameters: Parameters, timeframe: str, asked: Range) -> list[Period]:
        try:
            return periods_of(timeframe, self.person.today, count=asked.number, first=asked.first, last=asked.last)
        except TooMany as error:
            _refuse_many(parameters, error.most)
            return []

    def _days(self, parameters: Parameters, asked: Range) -> tuple[date, date]:
        try:
            return days_of_hours(self.person.today, count=asked.number, first=asked.first, last=asked.last)
        except TooMany as error:
            _refuse_many(parameters, error.most)
            return date.min, date.min


class PatternsView(LedgerView):
    @pattern_docs.PATTERNS
    def get(self, request: Request) -> Response:
        """Three queries and those of `patterns`."""
        parameters = Parameters(request.query_params)
        months = parameters.integer("months", 1, MOST_MONTHS) or USUAL_MONTHS
        scope, currency = _whose(parameters, self.person.currency, "months")
        tree = category_tree(self.person)
        found = patterns(self.person, lens_of(self.person, scope), tree, months=months, currency=currency)
        return Response(patterns_shape(found, tree))


class SummaryView(LedgerView):
    @summary_docs.SUMMARY
    def get(self, request: Request) -> Response:
        """Queries as `summary`."""
        scope, currency = _whose(Parameters(request.query_params), self.person.currency)
        return Response(summary_shape(summary(self.person, scope=scope, currency=currency)))


class SavingsView(LedgerView):
    @summary_docs.SAVINGS
    def get(self, request: Request) -> Response:
        """Four queries and those of `saving`."""
        scope, currency = _whose(Parameters(request.query_params), self.person.currency)
        lens = lens_of(self.person, scope)
        tree, accounts = category_tree(self.person), seen_accounts(lens)
        return Response(saving_shape(saving(self.person, lens, tree, accounts, currency)))


def _whose(parameters: Parameters, usual: str, *others: str) -> tuple[str, str]:
    """Scope and currency, the last to be read."""
    parameters.refuse_others(("scope", "convert_to", *others))
    scope = parameters.choice("scope", SCOPES) or ME
    currency = currency_parameter(parameters, "convert_to") or usual
    parameters.raise_refusals()
    return scope, currency


def _range(parameters: Parameters, timeframe: str) -> Range:
    most = MONTHS_OF_HOURS if timeframe == trend_docs.HOUR else RHYTHMS[timeframe].most
    count = parameters.integer("periods", 1, most)
    first, last = parameters.day("start_date"), parameters.day("end_date")
    if first and count:
        parameters.refuse("periods", _("Either a first day or a number of periods."))
    if first and last and first > last:
        parameters.refuse("end_date", _("This is before start_date."), "empty_range")
        first = last
    return Range(count, first, last)


def _refuse_many(parameters: Parameters, most: int) -> None:
    parameters.refuse("start_date", _("At most %(most)s periods at once.") % {"most": most}, "period_too_long")

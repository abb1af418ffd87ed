"""The figures of the page of sums, and their charts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel import charts
from config.kernel.formatting import active_locale, format_short_day, format_short_month
from config.kernel.money import ZERO
from insights.figures import spans
from insights.figures.flows import EXPENSE, INCOME
from insights.figures.monthly import MonthRate
from insights.figures.summary import Summary
from insights.pages.figures.shared import Lines, notes
from insights.pages.figures.trend_figures import CategoryRow, category_rows
from ledger.core.category_tree import CategoryTree
from ledger.core.models import MoneyAccount
from ledger.goals.queries import GoalReport

GOALS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class RateRow:
    """`percent` is the rate in whole percent; None where nothing came in, or not all of the month can be told."""

    month: MonthRate
    url: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """`saved_percent` is that of the year, `budget_width` 0 to 100."""

    found: Summary
    spending: Decimal
    savings: Decimal
    course: charts.Chart
    flows: charts.Chart | None
    rates: list[RateRow]
    tops: list[CategoryRow]
    goals: list[GoalReport]
    saved_percent: int | None
    apy_percent: Decimal | None
    held_apy_percent: Decimal | None
    income_url: str
    spent_url: str


def summary_figures(found: Summary, tree: CategoryTree, scope: str) -> SummaryFigures:
    last = spans.month_end(found.month)
    spent, earned = Lines(EXPENSE, scope), Lines(INCOME, scope)
    saving = found.saving
    return SummaryFigures(
        found=found,
        spending=found.by_type[MoneyAccount.Type.SPENDING].amount,
        savings=found.by_type[MoneyAccount.Type.SAVINGS].amount,
        course=_course(found),
        flows=_flows(found) if saving.months else None,
        rates=[
            RateRow(each, spent.url(each.month, spans.month_end(each.month)), _percent(each.rate))
            for each in reversed(saving.months)
        ],
        tops=category_rows(found.tops, tree, spent, found.month, last, found.spent or ZERO),
        goals=saving.active[:GOALS_SHOWN],
        saved_percent=_percent(saving.rate),
        apy_percent=saving.interest.apy,
        held_apy_percent=found.portfolio.apy,
        income_url=earned.url(found.month, last),
        spent_url=spent.url(found.month, last),
    )


def _percent(rate: Decimal | None) -> int | None:
    return None if rate is None else round(rate * 100)


def summary_notes(found: Summary) -> dict[str, str]:
    """What stays apart of net worth and of this month, and which months do not count in what is usual."""
    unknown = found.saving.unknown
    words = ngettext(
        "In %(n)s earlier month no rate is known for %(currencies)s: it does not count in what is usual.",
        "In %(n)s earlier months no rate is known for %(currencies)s: they do not count in what is usual.",
        len(unknown),
    )
    currencies = sorted({code for each in unknown for code in each.apart})
    return notes(
        found.net_worth.used,
        sorted({*found.net_worth.apart, *found.apart}),
        words % {"n": len(unknown), "currencies": ", ".join(currencies)} if unknown else "",
    )


def _course(found: Summary) -> charts.Chart:
    locale = active_locale()
    points = found.course
    series = [charts.Series(_("Net worth"), [each.amount for each in points], area=True, dots=True)]
    labels = [format_short_day(each.on, locale) for each in points]
    firsts = [(place, each) for place, each in enumerate(points[:-1]) if place % 2 == 0]
    start, length = points[0].on, max((points[-1].on - points[0].on).days, 1)
    at = [(each.on - start).days / length for each in points]
    ticks = [(at[place], format_short_month(each.on, locale)) for place, each in firsts]
    return charts.line_chart(series, labels, currency=found.currency, ticks=ticks, at=at)


def _flows(found: Summary) -> charts.Chart:
    months = found.saving.months
    series = [
        charts.Series(_("In"), [each.income for each in months]),
        charts.Series(_("Out"), [each.spent for each in months], tone="grey"),
    ]
    labels = [format_short_month(each.month, active_locale()) for each in months]
    return charts.bar_chart(series, labels, currency=found.currency)

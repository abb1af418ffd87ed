"""The figures of the page of trends: the chart, its rows, the categories, the hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from config.kernel import charts
from config.kernel.formatting import active_locale, format_month, format_short_day, format_short_month
from insights.figures import spans
from insights.figures.flows import INCOME
from insights.figures.hours import Hours
from insights.figures.spans import Period
from insights.figures.trends import CategoryFigure, Comparison, Figure, PeriodTrend, Trends
from insights.figures.wording import weekday_name
from insights.pages.figures.shared import Lines, Named, named, share_of
from ledger.core.category_tree import CategoryTree

# How dark a field of the hours is drawn, at most.
SHADES = 5
LABELS_SHOWN = 6
CATEGORIES_SHOWN = 10
ROWS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PeriodRow:
    name: str
    url: str
    trend: PeriodTrend
    average: Decimal | None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """`width` is 0 to 100 of the largest, `share` a whole percentage."""

    category: Named
    figure: Figure
    width: int
    share: int
    url: str


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """`latest` is the last period of all. `rows` begin with it: of days not all, the chart has them."""

    found: Trends
    chart: charts.Chart
    latest: PeriodRow
    rows: list[PeriodRow]
    categories: list[CategoryRow]
    more: int
    url: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the week: `cells` are its 24 hours, each its words and its shade, 0 to 5."""

    name: str
    short: str
    figure: Figure
    width: int
    cells: list[tuple[int, int, Figure | None]]


@dataclass(frozen=True, slots=True)
class HourFigures:
    found: Hours
    days: list[DayRow]
    url: str

    @property
    def has_hours(self) -> bool:
        return bool(self.found.hours)


def period_name(period: Period, timeframe: str, *, short: bool = False) -> str:
    locale, day = active_locale(), period.starts_on
    if timeframe == spans.MONTH:
        return format_short_month(day, locale) if short else format_month(day, locale)
    if timeframe == spans.YEAR:
        return str(day.year)
    if timeframe == spans.WEEK and not short:
        return f"{format_short_day(day, locale)} – {format_short_day(period.ends_on, locale)}"
    return format_short_day(day, locale)


def trend_figures(found: Trends, tree: CategoryTree, lines: Lines) -> TrendFigures:
    rows = [_row(each, found, lines) for each in reversed(found.periods)]
    first, last = found.periods[0].period.starts_on, found.periods[-1].period.ends_on
    shown = found.totals[:CATEGORIES_SHOWN]
    return TrendFigures(
        found=found,
        chart=_chart(found),
        latest=rows[0],
        rows=rows[:ROWS_SHOWN],
        categories=category_rows(shown, tree, lines, first, last, found.figure.amount),
        more=len(found.totals) - len(shown),
        url=lines.url(first, last),
    )


def _row(trend: PeriodTrend, found: Trends, lines: Lines) -> PeriodRow:
    period = trend.period
    url = lines.url(period.starts_on, period.ends_on)
    return PeriodRow(period_name(period, found.timeframe), url, trend, trend.figure.average(found.currency))


def category_rows(
    found: Sequence[CategoryFigure], tree: CategoryTree, lines: Lines, first: date, last: date, whole: Decimal
) -> list[CategoryRow]:
    most = max((each.figure.amount for each in found), default=Decimal(0))
    return [
        CategoryRow(
            category=named(tree, each.category_id),
            figure=each.figure,
            width=share_of(each.figure.amount, most),
            share=share_of(each.figure.amount, whole),
            url=lines.of_category(each.category_id, first, last),
        )
        for each in found
    ]


def _chart(found: Trends) -> charts.Chart:
    """Each period, beside it the same a year ago where any of it is known."""
    name = _("Earned") if found.kind == INCOME else _("Spent")
    series = [charts.Series(name, [each.figure.amount for each in found.periods])]
    aged = [_was(each.year_ago) for each in found.periods]
    if any(each is not None for each in aged):
        series.append(charts.Series(_("A year before"), aged, tone="grey"))
    labels = [period_name(each.period, found.timeframe, short=True) for each in found.periods]
    every = -(-len(labels) // LABELS_SHOWN)
    return charts.bar_chart(series, labels, currency=found.currency, every=every)


def _was(comparison: Comparison | None) -> Decimal | None:
    return None if comparison is None else comparison.was


def hour_figures(found: Hours, lines: Lines) -> HourFigures:
    by_place = {(each.weekday, each.hour): each.figure for each in found.hours}
    most = max((each.amount for each in by_place.values()), default=Decimal(0))
    longest = max((each.amount for each in found.weekdays), default=Decimal(0))
    days = []
    for weekday, figure in enumerate(found.weekdays):
        cells = []
        for hour in range(24):
            there = by_place.get((weekday, hour))
            shade = 0 if there is None else max(1, -(-share_of(there.amount, most) * SHADES // 100))
            cells.append((hour, shade, there))
        short = weekday_name(weekday, short=True)
        days.append(DayRow(weekday_name(weekday), short, figure, share_of(figure.amount, longest), cells))
    return HourFigures(found, days, lines.url(found.first, found.last))

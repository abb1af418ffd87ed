"""Trends as the API sends them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from config.kernel.money import money_text
from insights.figures import spans
from insights.figures.hours import Hours
from insights.figures.spans import Period
from insights.figures.trends import CategoryFigure, Comparison, Figure, PeriodTrend, Trends
from ledger.core.api.rate_shapes import used_rates_shape


def trends_shape(found: Trends) -> dict[str, Any]:
    currency = found.currency
    return {
        "timeframe": found.timeframe,
        "kind": found.kind,
        "currency": currency,
        "start_date": found.periods[0].period.starts_on,
        "end_date": found.periods[-1].period.ends_on,
        "total": figure_shape(found.figure, currency, found.apart),
        "periods": [_period_shape(each, found) for each in found.periods],
        "categories": categories_shape(found.totals, currency),
        "by_hour": None,
        "is_coarse": found.is_coarse,
        "rates": used_rates_shape(found.used),
        "apart": found.apart,
    }


def hours_shape(found: Hours, *, is_coarse: bool) -> dict[str, Any]:
    currency = found.currency
    return {
        "timeframe": "hour",
        "kind": found.kind,
        "currency": currency,
        "start_date": found.first,
        "end_date": found.last,
        "total": figure_shape(found.figure, currency, found.apart),
        "periods": [],
        "categories": [],
        "by_hour": {
            "weekdays": [
                {"weekday": place, **figure_shape(each, currency)} for place, each in enumerate(found.weekdays, start=1)
            ],
            "hours": [
                {"weekday": each.weekday + 1, "hour": each.hour, **figure_shape(each.figure, currency)}
                for each in found.hours
            ],
            "untimed": figure_shape(found.untimed, currency),
        },
        "is_coarse": is_coarse,
        "rates": used_rates_shape(found.used),
        "apart": found.apart,
    }


def figure_shape(figure: Figure, currency: str, apart: Collection[str] = ()) -> dict[str, Any]:
    """`apart` are the currencies that are not in it: where nothing is, nobody can say that it is nought."""
    return {
        "total_spent": None if apart and not figure.lines else money_text(figure.amount, currency),
        "transaction_count": figure.lines,
        "avg_transaction": optional_money(figure.average(currency), currency),
    }


def categories_shape(found: Iterable[CategoryFigure], currency: str) -> list[dict[str, Any]]:
    return [
        {
            "category": None if each.is_private else each.category_id,
            "is_private": each.is_private,
            **figure_shape(each.figure, currency),
        }
        for each in found
    ]


def optional_money(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else money_text(amount, currency)


def period_name(period: Period, timeframe: str) -> str:
    day = period.starts_on
    if timeframe == spans.WEEK:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()[: {spans.MONTH: 7, spans.YEAR: 4}.get(timeframe, 10)]


def _period_shape(row: PeriodTrend, found: Trends) -> dict[str, Any]:
    currency = found.currency
    return {
        "period": period_name(row.period, found.timeframe),
        "starts_on": row.period.starts_on,
        "ends_on": row.period.ends_on,
        "is_running": row.is_running,
        **figure_shape(row.figure, currency, found.apart),
        "before": _comparison_shape(row.before, currency),
        "year_ago": _comparison_shape(row.year_ago, currency),
        "moving_mean": optional_money(row.moving_mean, currency),
        "categories": categories_shape(row.categories, currency),
    }


def _comparison_shape(found: Comparison | None, currency: str) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "was": money_text(found.was, currency),
        "change": money_text(found.change, currency),
        "percent": None if found.percent is None else str(found.percent),
    }

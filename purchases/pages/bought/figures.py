"""What was bought, in figures that each lead to their list: of one's own things, archived ones too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel import charts
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.formatting import active_locale, format_month, format_short_month
from config.kernel.money import ZERO
from ledger.core.queries import next_month
from ledger.core.sums import month_end
from purchases.core import queries
from purchases.core.listing import PurchaseFilter, find_purchases
from purchases.core.models import Brand, Purchase, Retailer, Warranty
from purchases.core.queries import (
    MonthSpent,
    NameShare,
    Product,
    Spent,
    Summary,
    WarrantyMonth,
    WarrantySummary,
    percent_of,
)
from purchases.worth.line import month_after, months_from

MONTHS, MOST_MONTHS = 12, 24
# As the API: half of the months of warranties are behind, half before one.
MONTHS_BACK = 5
NAMES_SHOWN, PRODUCTS_SHOWN, RECENT_SHOWN = 8, 8, 6
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """Days included at both ends. `unread`: what was typed as a day and is none, by field."""

    first: date
    last: date
    currency: str
    typed: dict[str, str]
    unread: dict[str, str]

    @property
    def is_usual(self) -> bool:
        return not any(self.typed.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a list: where it leads, how long its bar is (0 to 100 of the longest of its currency)."""

    name: str
    url: str
    count: int
    amount: Decimal
    currency: str
    width: str = "0"
    month: date | None = None
    share: Decimal | None = None
    average: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Page:
    summary: Summary
    warranties: WarrantySummary
    currency: str
    currencies: list[str]
    spent: Spent
    others: list[Spent]
    months: list[Row]
    chart: charts.Chart
    shops: list[Row]
    brands: list[Row]
    products: list[Row]
    timeline: charts.Chart
    purchases: list[Purchase]
    newest: list[Warranty]


def read(query: QueryDict, today: date) -> Asked:
    """The last twelve months unless days are given; one day alone makes the period start or end there."""
    typed = {name: query.get(name, "")[:20].replace("\x00", "").strip() for name in ("start_date", "end_date")}
    days = {name: _day(text) for name, text in typed.items()}
    unread = {
        name: _('We could not read the day "%(typed)s".') % {"typed": typed[name]}
        for name, day in days.items()
        if typed[name] and day is None
    }
    first, last = days["start_date"], days["end_date"]
    if first and last and first > last:
        unread["end_date"] = _("This is before the first day.")
        last = None
    last = last or (month_end(today) if first is None or first <= today else first)
    first = first or max(month_after(last, 1 - MONTHS), EARLIEST_DAY)
    return Asked(first, last, query.get("currency", "")[:3], typed, unread)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day and EARLIEST_DAY <= day <= LATEST_DAY else None


def page_of(person: User, asked: Asked) -> Page:
    """Twenty queries, whatever there is."""
    summary = queries.summary(person)
    currencies = [each.currency for each in summary.spent] or [person.currency]
    currency = asked.currency if asked.currency in currencies else currencies[0]
    whole = {each.currency: each.amount for each in summary.spent}
    between = queries.spending_between(person, first=asked.first, last=asked.last)
    months = _months(person, asked, currency)
    start = month_after(person.today, -MONTHS_BACK)
    timeline = queries.warranty_timeline(person, first=start, last=month_end(month_after(start, MONTHS - 1)))
    mine = find_purchases(person, PurchaseFilter(is_mine=True, is_archived=None), "-purchase_date")
    newest = Warranty.objects.owned_by(person).select_related("purchase").order_by("-pk")
    return Page(
        summary=summary,
        warranties=queries.warranty_summary(person),
        currency=currency,
        currencies=currencies,
        spent=next((each for each in between if each.currency == currency), Spent(currency, 0, ZERO)),
        others=[each for each in between if each.currency != currency and each.count],
        months=months,
        chart=_spending_chart(months, currency),
        shops=_name_rows(queries.spending_by_name(person, Retailer, limit=NAMES_SHOWN), "retailer_id", whole),
        brands=_name_rows(queries.spending_by_name(person, Brand, limit=NAMES_SHOWN), "brand_id", whole),
        products=_product_rows(queries.top_products(person, limit=PRODUCTS_SHOWN)),
        timeline=_timeline_chart(timeline),
        purchases=list(mine[:RECENT_SHOWN]),
        newest=list(newest[:RECENT_SHOWN]),
    )


def things_url(**filters: object) -> str:
    """The inventory of what these figures are made of."""
    query: dict[str, Any] = {"is_mine": "true", "is_archived": "all", **filters}
    return f"{reverse('things')}?{urlencode(query)}"


def _months(person: User, asked: Asked, currency: str) -> list[Row]:
    """Of the period, the latest MOST_MONTHS; of a shorter one than a year the twelve months to its end."""
    months = min(max(months_from(asked.first, asked.last) + 1, MONTHS), MOST_MONTHS)
    first = max(month_after(asked.last, 1 - months), EARLIEST_DAY)
    found = queries.spending_by_month(person, first=first, last=asked.last)
    by_month: dict[date, MonthSpent] = {each.month: each for each in found if each.spent.currency == currency}
    rows, month = [], first
    for _number in range(months):
        spent = by_month[month].spent if month in by_month else Spent(currency, 0, ZERO)
        url = things_url(start_date=month, end_date=next_month(month) - timedelta(days=1))
        rows.append(Row(format_month(month, active_locale()), url, spent.count, spent.amount, currency, month=month))
        month = next_month(month)
    return rows


def _spending_chart(months: Sequence[Row], currency: str) -> charts.Chart:
    locale = active_locale()
    names = [
        format_short_month(month, locale) + (f" {month:%Y}" if month.month == 1 else "")
        for each in months
        if (month := each.month) is not None
    ]
    series = [charts.Series(_("Bought"), [each.amount for each in months])]
    return charts.bar_chart(series, names, currency=currency, every=-(-len(names) // 6))


def _timeline_chart(months: Sequence[WarrantyMonth]) -> charts.Chart:
    series = [
        charts.Series(_("In force"), [Decimal(each.active) for each in months]),
        charts.Series(_("Ended"), [Decimal(each.expired) for each in months], tone="muted"),
        charts.Series(_("To end"), [Decimal(each.soon) for each in months], tone="soon"),
    ]
    locale = active_locale()
    return charts.bar_chart(series, [format_short_month(each.month, locale) for each in months], currency="", every=2)


def _name_rows(shares: Iterable[NameShare], field: str, whole: Mapping[str, Decimal]) -> list[Row]:
    """`whole`: what all things came to, by currency; the API's percentage is of how many they are."""
    found = list(shares)
    longest = _longest(each.spent for each in found)
    without = _("Without a shop") if field == "retailer_id" else _("Without a brand")
    return [
        Row(
            name=each.name.name if each.name else without,
            url=things_url(**{field: each.name.pk if each.name else NOTHING}),
            count=each.spent.count,
            amount=each.spent.amount,
            currency=each.spent.currency,
            width=_width(each.spent, longest),
            share=percent_of(each.spent.amount, whole.get(each.spent.currency, ZERO)),
        )
        for each in found
    ]


def _product_rows(products: Iterable[Product]) -> list[Row]:
    found = list(products)
    longest = _longest(each.spent for each in found)
    return [
        Row(
            name=each.name,
            url=things_url(search=each.name),
            count=each.pieces,
            amount=each.spent.amount,
            currency=each.spent.currency,
            width=_width(each.spent, longest),
            average=each.average,
        )
        for each in found
    ]


def _longest(spent: Iterable[Spent]) -> dict[str, Decimal]:
    longest: dict[str, Decimal] = {}
    for each in spent:
        longest[each.currency] = max(longest.get(each.currency, ZERO), each.amount)
    return longest


def _width(spent: Spent, longest: dict[str, Decimal]) -> str:
    whole = longest[spent.currency]
    return f"{spent.amount * 100 / whole:.1f}" if whole else "0"

"""A thing's worth as its page shows it: the figures of today, the line to the end, how long such things last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from config.kernel import charts
from config.kernel.formatting import active_locale, format_month, format_short_month
from config.kernel.money import ZERO
from ledger.core.models import Category
from purchases.core.models import Purchase
from purchases.worth.line import cost_a_month, course, month_after, months_from, worth_on

# How many years things of a category last, as people expect it; what stands nowhere here lasts as long as most.
USUAL_YEARS: Final = {
    "mobile": 4,
    "electronics": 5,
    "games": 6,
    "furniture": 10,
    "home": 10,
    "diy-garden": 10,
    "home-repairs": 15,
    "car": 12,
    "transportation": 12,
    "shared-vehicles": 8,
    "clothing": 4,
    "sports-hobby": 8,
    "gym": 8,
    "kids-things": 4,
    "optician": 4,
    "books-press": 10,
    "internet-tv": 6,
}
MOST_YEARS_USUAL, OFFERED = 5, (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30)
YEAR = 12
MOST_POINTS = 49


@dataclass(frozen=True, slots=True)
class Worth:
    """`today` None: nobody said how long it lasts. `gone` is the percentage of the price that is gone by today.

    `cost` is what owning it came to a month over `months`, at least one; `ends` is the month it is worth nothing from.
    """

    today: Decimal | None
    gone: int
    cost: Decimal
    months: int
    ends: date | None


def worth_of(purchase: Purchase, today: date, *, paid_since: Decimal = ZERO) -> Worth:
    """`paid_since` is what its claims cost, in its currency. No query."""
    price, currency, bought, life = purchase.price, purchase.currency, purchase.purchase_date, purchase.life_months
    months = max(months_from(bought, today), 1)
    cost = cost_a_month(price, currency, bought, life, today, paid_since)
    if life is None:
        return Worth(None, 0, cost, months, None)
    worth = worth_on(price, currency, bought, life, today)
    gone = round((price - worth) * 100 / price) if price else 0
    return Worth(worth, gone, cost, months, month_after(bought, life))


def worth_card(request: HttpRequest, purchase: Purchase) -> str:
    """The card of a thing the person sees; its owner changes it there. One query where the thing has a category."""
    assert isinstance(request.user, User)
    return render_to_string("purchases/worth/_card.html", card_context(request.user, purchase), request)


def card_context(person: User, purchase: Purchase) -> dict[str, Any]:
    today = person.today
    is_mine = purchase.owner_id == person.pk
    return {
        "purchase": purchase,
        "worth": worth_of(purchase, today),
        "life": life_words(purchase.life_months) if purchase.life_months else "",
        "chart": chart_of(purchase, today) if purchase.life_months else None,
        "offers": offers_of(purchase) if is_mine else [],
        "usual": usual_years(purchase) if is_mine and purchase.life_months is None else None,
        "is_mine": is_mine,
    }


def usual_years(purchase: Purchase) -> int:
    """How long such a thing lasts, by its category or the one above. One query at most."""
    if purchase.category_id is None:
        return MOST_YEARS_USUAL
    found = Category.objects.filter(pk=purchase.category_id).values_list("slug", "parent__slug").first()
    slugs = found or ()
    return next((USUAL_YEARS[slug] for slug in slugs if slug in USUAL_YEARS), MOST_YEARS_USUAL)


def offers_of(purchase: Purchase) -> list[tuple[int, str]]:
    """Lives to choose from, in months and in words; the thing's own is among them."""
    months = {years * YEAR for years in OFFERED}
    if purchase.life_months:
        months.add(purchase.life_months)
    return [(each, life_words(each)) for each in sorted(months)]


def life_words(months: int) -> str:
    years, rest = divmod(months, YEAR)
    if rest:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}


def chart_of(purchase: Purchase, today: date) -> charts.Chart:
    """From the purchase to the end, dashed from today on; a long life at every so many months, today always."""
    assert purchase.life_months is not None
    steps = course(purchase.price, purchase.currency, purchase.purchase_date, purchase.life_months)
    last = len(steps) - 1
    here = months_from(purchase.purchase_date, today)
    every = -(-len(steps) // MOST_POINTS)
    kept = sorted({*range(0, last, every), last, *([here] if 0 <= here <= last else [])})
    known = [steps[place].worth if place <= here else None for place in kept]
    coming = [steps[place].worth if here <= place and here < last else None for place in kept]
    series = [
        charts.Series(_("Worth"), known, area=True, ends=here < last),
        charts.Series(_("To come"), coming, dashed=True),
    ]
    locale = active_locale()
    between = -(-last // 4)
    ticks = [(place / last, _tick(steps[place].month, locale, last)) for place in range(0, last + 1, between)]
    return charts.line_chart(
        [each for each in series if any(value is not None for value in each.values)],
        [format_month(steps[place].month, locale) for place in kept],
        currency=purchase.currency,
        ticks=ticks,
        at=[place / last for place in kept],
        from_zero=True,
    )


def _tick(month: date, locale: str, months: int) -> str:
    return format_short_month(month, locale) if months <= YEAR else f"{month:%Y}"

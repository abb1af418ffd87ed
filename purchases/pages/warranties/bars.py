"""Warranties as bars over the months to come, and what of them to see to before they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from config.kernel.formatting import active_locale, format_number, format_short_day, format_short_month
from ledger.core.category_tree import CategoryNode, CategoryTree
from purchases.core.ageing import REMINDERS
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.queries import SOON
from purchases.worth.line import month_after, months_from
from purchases.worth.replacing import MONTHS_AHEAD, last_day

LONGEST_IN_DAYS, LONGEST_IN_MONTHS = 120, 24
SEE_TO_WITHIN = timedelta(days=90)
MOST_TO_SEE_TO = 5
QUARTER = 3
# Beyond this share of the width the day stands inside the bar, or it would run into what is left.
INSIDE_FROM = 0.72

# By the category of the thing or the one above it.
ADVICE: Final = {
    "mobile": gettext_lazy("Look at the battery’s health, the screen and the ports"),
    "electronics": gettext_lazy("Look at screen, battery and every port"),
    "games": gettext_lazy("Try every button and drive"),
    "furniture": gettext_lazy("Look at joints, springs and seams"),
    "home": gettext_lazy("Look at seals, handles and coating"),
    "diy-garden": gettext_lazy("Run it under load, and look at battery and bearings"),
    "sports-hobby": gettext_lazy("Look at straps, bearings and welds"),
    "shared-vehicles": gettext_lazy("Have battery, brakes and bearings looked at"),
    "transportation": gettext_lazy("Have battery, brakes and bearings looked at"),
    "clothing": gettext_lazy("Look at seams, soles and zips"),
    "kids-family": gettext_lazy("Look at buckles, wheels and locks"),
}
USUAL_ADVICE = gettext_lazy("Look it over, and note what is wrong")


@dataclass(frozen=True, slots=True)
class Tick:
    """A quarter on the axis. `at` is a percentage of the width."""

    at: str
    text: str
    is_year: bool
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A warranty as it stands on the page. `width` and `reminders` are percentages; `owner` is who shows it."""

    warranty: Warranty
    thing: Purchase
    category: CategoryNode | None
    maker: str
    owner: str
    left: str
    width: str
    inside: bool
    is_soon: bool
    reminders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to see to: an open claim, or what to look at before the cover ends."""

    thing: Purchase
    category: CategoryNode | None
    title: str
    text: str
    action: str
    claim: Claim | None = None
    end: date | None = None


def ticks(today: date) -> list[Tick]:
    firsts = [month_after(today, ahead) for ahead in range(1, MONTHS_AHEAD + 1)]
    locale = active_locale()
    return [
        Tick(
            at=_percent(_share(first, today)),
            text=f"{first:%Y}" if first.month == 1 else format_short_month(first, locale),
            is_year=first.month == 1,
            is_wide=first.month % 6 != 1,
        )
        for first in firsts
        if first.month % QUARTER == 1
    ]


def bar_of(warranty: Warranty, tree: CategoryTree, person: User) -> Bar:
    """Its thing, that's brand, shop and owner are joined."""
    today, thing = person.today, warranty.purchase
    end = warranty.warranty_end
    share = 1.0 if end is None else min(_share(end, today), 1.0)
    running = warranty.status == Warranty.Status.ACTIVE
    days = [end - timedelta(days=before) for before in REMINDERS] if end is not None and running else []
    is_mine = thing.owner_id == person.pk
    return Bar(
        warranty=warranty,
        thing=thing,
        category=tree.get(thing.category_id),
        maker=warranty.provider or (thing.brand.name if thing.brand else ""),
        owner="" if is_mine else thing.owner.short_name,
        left=left_words(end, today) if running else str(warranty.get_status_display()),
        width=_percent(max(share, 0.004)),
        inside=share > INSIDE_FROM,
        is_soon=end is not None and end - today <= SOON,
        reminders=tuple(_percent(_share(day, today)) for day in days if today <= day <= last_day(today)),
    )


def left_words(end: date | None, today: date) -> str:
    """Of one that runs: in days up to four months, in months up to two years, then in years with one decimal."""
    if end is None:
        return _("For life")
    days = (end - today).days
    if days == 0:
        return _("today")
    if days <= LONGEST_IN_DAYS:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    months = months_from(today, end) - (end.day < today.day)
    if months < LONGEST_IN_MONTHS:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    years = format_number(round(months / 12, 1), active_locale())  # type: ignore[arg-type]
    return _("%(count)s years") % {"count": years}


def tasks_of(bars: Iterable[Bar], claims: Iterable[Claim], tree: CategoryTree, today: date) -> list[Task]:
    """Of one's own: open claims first, then what ends within 90 days, a thing once."""
    by_thing = {each.purchase_id: each for each in claims}
    tasks: dict[UUID, Task] = {}
    for bar in bars:
        end, thing = bar.warranty.warranty_end, bar.thing
        claim = by_thing.get(thing.pk)
        if thing.pk in tasks or thing.is_archived or bar.owner:
            continue
        if claim is not None:
            tasks[thing.pk] = _of_claim(bar, claim)
        elif end is not None and end - today <= SEE_TO_WITHIN:
            tasks[thing.pk] = _of_end(bar, end, tree)
    return sorted(tasks.values(), key=lambda each: each.claim is None)[:MOST_TO_SEE_TO]


def _of_claim(bar: Bar, claim: Claim) -> Task:
    if claim.status == Claim.Status.SENT and claim.sent_on is not None:
        title = _("%(name)s was sent in") % {"name": bar.thing.product_name}
        since = claim.sent_on
    else:
        title, since = _("%(name)s: a claim is open") % {"name": bar.thing.product_name}, claim.opened_on
    text = _("%(problem)s, since %(day)s.") % {"problem": claim.problem.rstrip("."), "day": _day(since)}
    return Task(bar.thing, bar.category, title, text, _("See it"), claim)


def _of_end(bar: Bar, end: date, tree: CategoryTree) -> Task:
    above = tree.get(bar.category.parent_id) if bar.category else None
    slugs = [each.slug for each in (bar.category, above) if each is not None]
    advice = next((ADVICE[slug] for slug in slugs if slug in ADVICE), USUAL_ADVICE)
    who = bar.maker or (bar.thing.retailer.name if bar.thing.retailer else "")
    says = _("%(who)s covers it until %(day)s.") if who else _("It is covered until %(day)s.")
    text = says % {"who": who, "day": _day(end)} + " " + _("A claim opened before counts.")
    title = _("%(name)s: %(advice)s") % {"name": bar.thing.product_name, "advice": advice}
    return Task(bar.thing, bar.category, title, text, _("Open a claim"), end=end)


def _day(day: date) -> str:
    return format_short_day(day, active_locale())


def _share(day: date, today: date) -> float:
    return (day - today).days / (last_day(today) - today).days


def _percent(share: float) -> str:
    return f"{share * 100:.2f}"

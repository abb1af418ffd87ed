"""What recurs, in words for the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.recurring import rhythm
from ledger.recurring.models import Recurring, RecurringNotice
from ledger.recurring.rhythm import Rhythm
from ledger.recurring.upcoming import Due, monthly_totals

SHOWN_A_WEEK = 4
_TRANSFER_ICON, _INCOME_ICON, _OTHER_ICON = "arrow-left-right", "arrow-down-left", "receipt-text"


def rhythm_words(of: Rhythm) -> str:
    """As 'Monthly, on day 15' or 'Every 2 weeks, on Friday'."""
    number = of.interval
    if of.frequency == rhythm.DAILY:
        return ngettext("Daily", "Every %(number)s days", number) % {"number": number}
    if of.frequency == rhythm.WEEKLY:
        words = {"number": number, "weekday": date_format(of.starts_on, "l")}
        return ngettext("Weekly, on %(weekday)s", "Every %(number)s weeks, on %(weekday)s", number) % words
    if of.frequency == rhythm.MONTHLY:
        words = {"number": number, "day": _day_of_month(of.starts_on)}
        return ngettext("Monthly, on %(day)s", "Every %(number)s months, on %(day)s", number) % words
    words = {"number": number, "day": date_format(of.starts_on, "j F")}
    return ngettext("Yearly, on %(day)s", "Every %(number)s years, on %(day)s", number) % words


def _day_of_month(day: date) -> str:
    if day.day == 31:
        return _("the last day")
    return (_("day %(day)s or the last") if day.day > 28 else _("day %(day)s")) % {"day": day.day}


def name_of(recurring: Recurring) -> str:
    """Whom it is with; of a transfer where it goes."""
    if recurring.to_account is not None:
        return _("To %(account)s") % {"account": recurring.to_account.name}
    return recurring.payee or str(recurring.get_kind_display())


@dataclass(frozen=True, slots=True)
class Row:
    """One of the list, and what stands beside it."""

    recurring: Recurring
    name: str
    rhythm: str
    category: CategoryNode | None
    icon: str
    currency: str
    is_mine: bool
    is_late: bool
    odd: list[RecurringNotice]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    totals: list[tuple[Decimal, str]]
    rows: list[Row]


@dataclass(slots=True)
class Week:
    """Seven days of those to come, at most so many things by name. `sums` by currency, signed."""

    first: date
    last: date
    items: list[tuple[str, Due]] = field(default_factory=list)
    more: int = 0
    sums: list[tuple[Decimal, str]] = field(default_factory=list)


def row_of(recurring: Recurring, tree: CategoryTree, *, mine: bool, today: date, odd: list[RecurringNotice]) -> Row:
    category = tree.get(recurring.category_id)
    plain = {Recurring.Kind.TRANSFER: _TRANSFER_ICON, Recurring.Kind.INCOME: _INCOME_ICON}
    icon = category.icon if category else plain.get(Recurring.Kind(recurring.kind), _OTHER_ICON)
    return Row(
        recurring=recurring,
        name=name_of(recurring),
        rhythm=rhythm_words(recurring.rhythm),
        category=category,
        icon=icon,
        currency=recurring.account.currency,
        is_mine=mine,
        is_late=recurring.next_on is not None and recurring.next_on < today,
        odd=odd,
    )


def groups_of(rows: Iterable[Row]) -> list[Group]:
    """By what they are, each with what it comes to in a month; those that rest or have ended at the end."""
    kept: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        active = row.recurring.status == Recurring.Status.ACTIVE
        kept[row.recurring.kind if active else row.recurring.status].append(row)
    titles = {
        Recurring.Kind.EXPENSE: _("Bills and rent, a month"),
        Recurring.Kind.TRANSFER: _("Set aside and paid back, a month"),
        Recurring.Kind.INCOME: _("Comes in, a month"),
        Recurring.Status.PAUSED: _("Paused"),
        Recurring.Status.ENDED: _("Ended"),
    }
    return [
        Group(
            title=title,
            totals=totals_of(each.recurring for each in kept[key]) if key in Recurring.Kind.values else [],
            rows=kept[key],
        )
        for key, title in titles.items()
        if kept.get(key)
    ]


def totals_of(recurring: Iterable[Recurring]) -> list[tuple[Decimal, str]]:
    """What they come to in a month, by currency, without a sign."""
    return [(abs(amount), currency) for currency, amount in sorted(monthly_totals(recurring).items())]


def weeks_of(dues: Iterable[Due], first: date, weeks: int) -> list[Week]:
    """The weeks from `first` on; what is late stands in the first one."""
    found = [Week(first + timedelta(weeks=n), first + timedelta(weeks=n, days=6)) for n in range(weeks)]
    sums: list[dict[str, Decimal]] = [defaultdict(Decimal) for _week in found]
    for due in dues:
        place = max(0, (due.due_on - first).days // 7)
        if place >= weeks:
            continue
        week = found[place]
        if len(week.items) < SHOWN_A_WEEK:
            week.items.append((name_of(due.recurring), due))
        else:
            week.more += 1
        sums[place][due.currency] += due.amount
    for week, sum_of in zip(found, sums, strict=True):
        week.sums = [(amount, currency) for currency, amount in sorted(sum_of.items())]
    return found

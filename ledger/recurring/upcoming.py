"""What is due in the days to come, and what a month comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from accounts.models import User
from ledger.core.exchange import rounded
from ledger.recurring.models import Recurring, RecurringDay, RecurringQuerySet

DAYS = 60
MOST_DAYS = 366
_PER_MONTH = {
    Recurring.Frequency.DAILY: Fraction(365, 12),
    Recurring.Frequency.WEEKLY: Fraction(52, 12),
    Recurring.Frequency.MONTHLY: Fraction(1),
    Recurring.Frequency.YEARLY: Fraction(1, 12),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One day on which something is due. `is_late`: its day has passed, and it was not booked or seen yet."""

    recurring: Recurring
    due_on: date
    is_late: bool = False

    @property
    def amount(self) -> Decimal:
        amount: Decimal = self.recurring.amount
        return amount

    @property
    def currency(self) -> str:
        return self.recurring.account.currency


def upcoming(person: User, *, days: int = DAYS, recurring: RecurringQuerySet | None = None) -> list[Due]:
    """What is due from today for `days` days (today counts), and what is late, in order of days. Two queries.

    `recurring` narrows what the person may see; all of it when None.
    """
    seen = Recurring.objects.visible_to(person) if recurring is None else recurring
    return due_between(seen, person.today, person.today + timedelta(days=days - 1), late=True)


def due_between(seen: RecurringQuerySet, first: date, last: date, *, late: bool = False) -> list[Due]:
    """What is still to come in a time, both ends inclusive; with `late` also what should have come before it."""
    active = seen.filter(status=Recurring.Status.ACTIVE, next_on__lte=last).select_related("account", "to_account")
    found = list(active)
    handled = _handled(found, last)
    due = []
    for each in found:
        assert each.next_on is not None
        begins = each.next_on if late else max(each.next_on, first)
        days = (day for day in each.rhythm.between(begins, last) if day not in handled[each.pk])
        due += [Due(each, day, is_late=day < first) for day in days]
    return sorted(due, key=lambda each: (each.due_on, -each.amount, each.recurring.payee, each.recurring.pk))


def _handled(recurring: list[Recurring], last: date) -> dict[UUID, set[date]]:
    """Days that have been seen to already, though they are not before the next one. One query."""
    begins = min((each.next_on for each in recurring if each.next_on), default=last)
    rows = RecurringDay.objects.filter(recurring__in=recurring, due_on__range=(begins, last))
    found: dict[UUID, set[date]] = defaultdict(set)
    for key, day in rows.values_list("recurring_id", "due_on"):
        found[key].add(day)
    return found


def monthly_amount(recurring: Recurring) -> Decimal:
    """What it comes to in a month, signed, rounded to its currency: a week counts as 12/52, a day as 12/365 of one."""
    share = _PER_MONTH[Recurring.Frequency(recurring.frequency)] / recurring.interval
    return rounded(Fraction(recurring.amount) * share, recurring.account.currency)


def monthly_totals(recurring: Iterable[Recurring]) -> dict[str, Decimal]:
    """By currency, since currencies are not added."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for each in recurring:
        totals[each.account.currency] += monthly_amount(each)
    return dict(totals)

"""What the person bears of shared bills that are to come, and of a purchase they would make together.

Both know the bills and how they are split; of the partner's own money nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO
from insights.advice.facts import MONTH, Due
from insights.forecasting.queries import KnownMove
from ledger.core.exchange import RateBook, rounded
from ledger.core.models import Category
from ledger.core.queries import next_month
from partnerships.agreements.splitting import Splitting, split_amount
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.due import due_days
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.splits import active_expenses

# A bill that recurs in the person's own accounts as well stands there already.
SAME_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Couple:
    standing: Standing
    splitting: Splitting

    @property
    def currency(self) -> str:
        return self.standing.partnership.currency


def couple_of(person: User) -> Couple | None:
    """Of an active partnership. One query, three in one."""
    standing = current_standing(person)
    if standing is None or standing.partner is None or standing.partnership.status != Partnership.Status.ACTIVE:
        return None
    return Couple(standing, Splitting(standing.partnership))


def bills(couple: Couple, today: date, currency: str, book: RateBook, known: Sequence[KnownMove]) -> list[Due]:
    """The person's part of what both bear, due in the next 30 days, not paid yet and not among `known`; what has no
    rate into `currency` is left out. Two queries, and those of the split.
    """
    at, last = book.rate(couple.currency, currency, today), today + MONTH
    expenses = active_expenses(couple.standing.partnership)
    if at is None or not expenses:
        return []
    due = [
        (expense, day)
        for expense in expenses
        for month in (today.replace(day=1), next_month(today.replace(day=1)))
        for day in due_days(expense.starts_on, expense.frequency, expense.ends_on, month)
        if today < day <= last
    ]
    paid = SharedPayment.objects.filter(partnership=couple.standing.partnership, due_on__range=(today, last))
    settled = set(paid.values_list("expense_id", "due_on"))
    found = []
    for expense, day in due:
        if (expense.pk, day) in settled or _is_known(known, expense.amount, day):
            continue
        share = couple.splitting.share(day, category=expense.category, expense=expense)
        part = split_amount(expense.amount, share.first, couple.currency, expense.pk)[couple.standing.place]
        if part > ZERO:
            found.append(Due(day, expense.name, rounded(Fraction(part) * at.value, currency), is_shared=True))
    return found


def share_of(couple: Couple, today: date, worth: Decimal, currency: str, category_id: UUID | None) -> Decimal:
    """What the person would bear of `worth` by what is agreed for this month. One query for the category."""
    category = Category.objects.filter(pk=category_id).first() if category_id else None
    share = couple.splitting.share(today, category=category)
    return split_amount(worth, share.first, currency, couple.standing.partnership.pk)[couple.standing.place]


def _is_known(known: Sequence[KnownMove], amount: Decimal, day: date) -> bool:
    return any(each.amount == -amount and abs(each.on - day) <= SAME_WITHIN for each in known)

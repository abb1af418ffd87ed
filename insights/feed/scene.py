"""What generators look at: read when the first of them asks, and once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from config.kernel.money import ZERO, decimals_of
from insights.feed.history import History, history_of
from insights.forecasting.queries import Forecast, forecast
from insights.forecasting.spendable import is_money
from ledger.budgets.figures import MonthView
from ledger.budgets.queries import budget_of, month_view
from ledger.core.access import ME, Lens, lens_of
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.models import MoneyAccount
from ledger.core.queries import seen_accounts
from ledger.core.sums import month_end
from ledger.core.views.rows import drill_url
from ledger.goals.models import Goal
from ledger.goals.queries import GoalReport, reports
from ledger.recurring.models import Recurring

LOOKED_AHEAD: Final = 45
MOST_GOALS: Final = 50
MOST_RECURRING: Final = 200
# Less than so much of a usual month is no news, nor is less than ten units of the currency.
LITTLE_SHARE: Final = Decimal("0.02")
LITTLE: Final = Decimal(10)


@dataclass
class Scene:
    """One person today, what they own and their part of it (the lens `me`), in their currency."""

    person: User

    @property
    def today(self) -> date:
        return self.person.today

    @property
    def month(self) -> date:
        return self.today.replace(day=1)

    @property
    def currency(self) -> str:
        return self.person.currency

    @cached_property
    def lens(self) -> Lens:
        return lens_of(self.person, ME)

    @cached_property
    def tree(self) -> CategoryTree:
        return category_tree(self.person)

    @cached_property
    def history(self) -> History:
        return history_of(self.person, self.lens)

    @cached_property
    def accounts(self) -> list[MoneyAccount]:
        return [each for each in seen_accounts(self.lens) if each.closed_on is None]

    @cached_property
    def forecast(self) -> Forecast:
        """Of what is spent from, beginning with today."""
        return forecast(self.person, days=LOOKED_AHEAD, types=[MoneyAccount.Type.SPENDING])

    @cached_property
    def plan(self) -> MonthView | None:
        """The person's own plan of this month, where there is one in their currency."""
        found = budget_of(self.person, self.month)
        return month_view(found, self.person) if found is not None and found.currency == self.currency else None

    @cached_property
    def goals(self) -> list[GoalReport]:
        wanted = Goal.objects.visible_to(self.person).filter(status__in=[Goal.Status.ACTIVE, Goal.Status.COMPLETED])
        return reports(wanted.order_by("priority", "pk")[:MOST_GOALS], self.today)

    @cached_property
    def recurring(self) -> list[Recurring]:
        """What runs on the person's accounts."""
        own = Recurring.objects.owned_by(self.person).filter(status=Recurring.Status.ACTIVE)
        return list(own.select_related("account", "to_account").order_by("pk")[:MOST_RECURRING])

    @cached_property
    def rates(self) -> Mapping[str, Rate]:
        """Today's, by the currency of each account, into the person's; those without a rate are not there."""
        codes = {each.currency for each in self.accounts}
        others = codes - {self.currency}
        book = rates_for(self.person, {*others, self.currency}, [self.today]) if others else RateBook(())
        found = {each: book.rate(each, self.currency, self.today) for each in codes}
        return {code: rate for code, rate in found.items() if rate is not None}

    def worth(self, amount: Decimal, currency: str) -> Decimal | None:
        """In the person's currency at today's rate; None without one."""
        if currency == self.currency:
            return amount
        rate = self.rates.get(currency)
        return None if rate is None else rounded(Fraction(amount) * rate.value, self.currency)

    @cached_property
    def little(self) -> Decimal:
        """What is less is no news."""
        least = LITTLE if decimals_of(self.currency) else LITTLE * 100
        return max(self.history.usual() * LITTLE_SHARE, least)

    def balance(self, *types: str) -> Decimal:
        """Of the accounts of some types that hold money, at today's rates; those without a rate are left out."""
        own = [each for each in self.accounts if each.type in types and is_money(each)]
        return sum((self.worth(each.balance, each.currency) or ZERO for each in own), ZERO)

    def lines_url(self, month: date, **filters: object) -> str:
        """The payments of a month that make a figure."""
        days = {"booked_on_after": month, "booked_on_before": month_end(month)}
        return drill_url(reverse("transactions"), **days, **filters)

    def branch(self, category_id: UUID) -> tuple[UUID, ...]:
        return self.tree.branch(category_id)

    @property
    def end_of_month(self) -> date:
        return month_end(self.month)

    def in_days(self, days: int) -> date:
        return self.today + timedelta(days=days)

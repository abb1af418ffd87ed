"""What every figure of the overview is about: whose, of which month, in which currency, at which rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from ledger.core import assets, queries
from ledger.core.access import ME, Lens
from ledger.core.assets import AllAssets
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.converting import Converter, rate_day
from ledger.core.exchange import RateBook, rates_for
from ledger.core.models import MoneyAccount
from ledger.core.views.overview_sums import AllCurrencies, OneCurrency, Sums
from ledger.core.views.rows import drill_url

ALL = "all"


@dataclass(frozen=True, slots=True)
class Frame:
    """`lens` is what every figure is about. `rates` are there where what it has is in several currencies. `assets`
    count in net worth besides the accounts.
    """

    user: User
    today: date
    currency: str
    month: date
    lens: Lens
    money_accounts: list[MoneyAccount]
    assets: AllAssets
    tree: CategoryTree
    sums: Sums
    rates: RateBook | None

    @property
    def last_day(self) -> date:
        return queries.next_month(self.month) - timedelta(days=1)

    @property
    def is_running(self) -> bool:
        return self.month <= self.today <= self.last_day

    def url(self, *, month: date, span: str = "") -> str:
        """The overview itself, of another month or span and the same currency and lens."""
        currency = ALL if self.is_all else self.currency if self.is_one_of_several else ""
        return drill_url("", month=f"{month:%Y-%m}", span=span, currency=currency, scope=self.scope)

    @property
    def scope(self) -> str:
        """As it stands in an address: the usual lens needs no word."""
        return "" if self.lens.scope == ME else self.lens.scope

    @property
    def is_all(self) -> bool:
        return isinstance(self.sums, AllCurrencies)

    @property
    def is_one_of_several(self) -> bool:
        return not self.is_all and len(set(self.lens.sums.currencies.values())) > 1

    def lines_url(self, **filters: object) -> str:
        if self.is_one_of_several:
            filters["currency"] = self.currency
        days = {"booked_on_after": self.month, "booked_on_before": self.last_day}
        return drill_url(reverse("transactions"), scope=self.scope, **days, **filters)


def make_frame(user: User, lens: Lens, currency: str, month: date, *, wants_all: bool) -> Frame:
    """The rates are read only where there are several currencies: two queries."""
    money_accounts = queries.seen_accounts(lens)
    besides = assets.current().of(user, lens.scope, lens)
    in_use = {each.currency for each in money_accounts if each.balance} | set(besides.on(user.today))
    months: list[date] = []
    if wants_all:
        in_use |= set(lens.sums.currencies.values())
        months = [month, queries.previous_month(month)]
    rates = None
    if len(in_use) > 1:
        days = [user.today, *(rate_day(each, user.today) for each in months)]
        rates = rates_for(user, {*in_use, user.currency}, days)
    sums: Sums = OneCurrency(lens, currency, besides)
    if wants_all and rates is not None:
        sums = AllCurrencies(lens, Converter(rates, user.currency, user.today), besides)
    return Frame(
        user=user,
        today=user.today,
        currency=user.currency if wants_all else currency,
        month=month,
        lens=lens,
        money_accounts=money_accounts,
        assets=besides,
        tree=category_tree(user),
        sums=sums,
        rates=rates,
    )

"""The forecast of a person: their accounts' balances in the days to come, and all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from config.kernel.kept import Kept
from config.kernel.money import ZERO
from insights.forecasting import curves
from insights.forecasting.combining import Outlook, outlook
from insights.forecasting.curves import Day
from insights.forecasting.history import found_in_history, likely
from insights.forecasting.remainder import categories_of, lived_until, months_before, moved_a_month, remainders
from insights.forecasting.spendable import is_of
from insights.forecasting.together import SharedBill, due_bills, only_new, shared_bills
from insights.forecasting.track_record import TrackRecord, track_record
from ledger.core.access import ME, TOGETHER, Lens, lens_of
from ledger.core.exchange import Rate, RateBook, rates_for
from ledger.core.models import MoneyAccount
from ledger.core.queries import seen_accounts
from ledger.core.sums import Sum, balances_by_month, moved_by_month
from ledger.recurring.models import Recurring, RecurringOffer
from ledger.recurring.upcoming import Due, due_between
from partnerships.expenses.models import SharedExpense

MONTHS_BACK: Final = 48
LONGEST: Final = 365
# What is late is believed to come for so long; after that it was missed.
LATE_DAYS: Final = timedelta(days=14)
Known = tuple[Due, RecurringOffer | None, SharedExpense | None]
KEPT: Final = Kept[list[Sum]](most=64)


@dataclass(frozen=True, slots=True)
class KnownMove:
    """One side of what is known to come: `amount` signed, in the currency of `account`.

    With an `offer` it was found in the history, and nobody has said yet that it comes back; with an `expense` both bear
    it, and it recurs in no account.
    """

    on: date
    due: Due
    account: MoneyAccount
    amount: Decimal
    offer: RecurringOffer | None = None
    expense: SharedExpense | None = None

    @property
    def is_between(self) -> bool:
        """It goes from one account to another."""
        return self.due.recurring.to_account_id is not None


@dataclass(frozen=True, slots=True)
class AccountCourse:
    """`has_lines`: its lines are seen, so that what is known falls on its day; else its months tell all there is."""

    account: MoneyAccount
    days: list[Day]
    has_history: bool
    is_mine: bool = True
    has_lines: bool = True

    @property
    def lowest(self) -> Day:
        return curves.lowest(self.days)


@dataclass(frozen=True, slots=True)
class Behind:
    """What was, in stored units of each account's currency: `series` what it moved beside what recurs in each of
    `months`, `moved` what it moved in all in a usual one."""

    series: dict[UUID, list[float]]
    moved: dict[UUID, float]
    months: list[date]

    def ahead(self, account_id: UUID, months: int, silent: int) -> Outlook:
        """Of the `months` to come, where `silent` ones before them have no lines yet."""
        found = outlook(self.series.get(account_id, ()), silent + months, self.moved.get(account_id, 0.0))
        return found.after(silent)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`days` is the sum of `accounts` in `currency` at today's rates `used`, but for those of `apart`; the first is
    today. Empty without an account. `behind` is what all of them moved beside what recurs, a figure a month in stored
    units, until the last of `months`.
    """

    currency: str
    today: date
    balance: Decimal
    days: list[Day]
    known: list[KnownMove]
    accounts: list[AccountCourse]
    rates: dict[str, Fraction]
    used: tuple[Rate, ...]
    apart: dict[str, Decimal]
    behind: list[float]
    months: list[date]
    scope: str = ME

    @property
    def lowest(self) -> Day | None:
        return curves.lowest(self.days) if self.days else None

    @property
    def record(self) -> TrackRecord:
        """Of all accounts together. No query, a few milliseconds."""
        return track_record(self.behind, self.months, self.currency)


def forecast(
    person: User,
    *,
    days: int,
    types: Collection[str] = (),
    account_ids: Collection[UUID] = (),
    currency: str | None = None,
    scope: str = ME,
) -> Forecast:
    """Accounts the person owns or co-owns that are open, whole balances; of some `types`, or the named ones.

    Of the type to spend from only what can be paid from counts (see `spendable`): no loan, unless it is named. With the
    scope TOGETHER also those of the partner whose balance they see, and what both have to pay.

    Seven queries, one more where an account is joint, two more where there are several currencies; together six more.
    """
    lens = lens_of(person, scope)
    accounts = [
        each
        for each in seen_accounts(lens.only(account_ids))
        if each.closed_on is None and (account_ids or is_of(each, types))
    ]
    today, currency = person.today, currency or person.currency
    if not accounts:
        return Forecast(currency, today, ZERO, [], [], [], {}, (), {}, [], [], scope)
    lens = lens.only([each.pk for each in accounts])
    months, lined = months_before(today, MONTHS_BACK), lens.lines
    told = [each for each in accounts if each.pk in lined.sights]
    on_these = Q(account__in=list(lined.sights)) | Q(to_account__in=list(lined.sights))
    recurring = Recurring.objects.visible_to(person).filter(on_these)
    found = found_in_history(person, lined.sights)
    bills = shared_bills(person, lined, told) if scope == TOGETHER else []
    coming = [*recurring, *found]
    coming += only_new(bills, coming)
    cells = _moved(person, lens, months, frozenset(categories_of(coming)))
    cells += balances_by_month(lens, first=months[0], last=months[-1]) if scope == TOGETHER else []
    lived = lived_until(cells, months)
    behind = Behind(remainders(cells, coming, lived), moved_a_month(cells), lived)
    last = today + timedelta(days=days)
    dues = due_between(recurring, today, last, late=True)
    moves = _moves(_known(dues, likely(found, today, last), bills, today, last), told, today)
    by_account = _by_account(moves)
    ahead, silent = curves.months_needed(today, days), len(months) - len(lived)
    courses = [
        AccountCourse(
            each, bent, bool(behind.series.get(each.pk)), lens.sights[each.pk].is_mine, each.pk in lined.sights
        )
        for each in accounts
        for bent in [_curve(each, by_account[each.pk], behind.ahead(each.pk, ahead, silent), today, days)]
    ]
    return replace(_in_one(person, courses, behind, moves, currency), scope=scope)


def _moved(person: User, lens: Lens, months: list[date], categories: frozenset[UUID]) -> list[Sum]:
    """As `moved_by_month`, in a list of the caller's own; without a query where it is kept."""
    state = lens.state
    key = None if state is None else (person.pk, state, months[0], months[-1], categories)

    def read() -> list[Sum]:
        return moved_by_month(lens, first=months[0], last=months[-1], categories=categories)

    return [*KEPT.get(key, read)]


def _curve(account: MoneyAccount, moves: Iterable[curves.Known], ahead: Outlook, today: date, days: int) -> list[Day]:
    """What this account holds on each of the `days` from today on."""
    return curves.curve(account.balance, moves, ahead, today=today, days=days, currency=account.currency)


def _in_one(
    person: User,
    courses: list[AccountCourse],
    behind: Behind,
    moves: list[KnownMove],
    currency: str,
) -> Forecast:
    today = person.today
    others = {each.account.currency for each in courses} - {currency}
    book = rates_for(person, {*others, currency}, [today]) if others else RateBook(())
    found = {each: book.rate(each, currency, today) for each in sorted({each.account.currency for each in courses})}
    rates = {each: rate.value for each, rate in found.items() if rate is not None}
    rated = [each for each in courses if each.account.currency in rates]
    apart: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in courses:
        if each.account.currency not in rates:
            apart[each.account.currency] += each.account.balance
    by_account: dict[UUID, Fraction] = {each.account.pk: rates[each.account.currency] for each in rated}
    whole = curves.summed(behind.series, by_account)
    plain = all(each.account.currency == currency for each in rated)
    days: list[Day] = []
    if rated:
        moved = sum(behind.moved.get(key, 0.0) * float(rate) for key, rate in by_account.items())
        total = outlook(whole, 1, moved)
        days = curves.added([(each.days, by_account[each.account.pk]) for each in rated], total, currency, plain=plain)
    balances = [each.account.balance for each in rated]
    balance = curves.total_of(balances, list(by_account.values()), currency, plain=plain)
    return Forecast(
        currency=currency,
        today=today,
        balance=balance,
        days=days,
        known=moves,
        accounts=courses,
        rates=rates,
        used=tuple(rate for rate in found.values() if rate is not None and rate.steps),
        apart=dict(apart),
        behind=whole,
        months=behind.months,
    )


def _by_account(moves: Iterable[KnownMove]) -> dict[UUID, list[curves.Known]]:
    found: dict[UUID, list[curves.Known]] = defaultdict(list)
    for each in moves:
        found[each.account.pk].append(curves.Known(each.on, each.amount))
    return found


def _known(
    dues: list[Due],
    offered: Iterable[tuple[Due, RecurringOffer | None]],
    bills: list[SharedBill],
    today: date,
    last: date,
) -> list[Known]:
    """What recurs, what was found, and what both have to pay that is none of these. One query for bills."""
    known: list[Known] = [(due, None, None) for due in dues]
    known += [(due, offer, None) for due, offer in offered]
    return known + [(due, None, each) for due, each in due_bills(bills, [due for due, *_ in known], today, last)]


def _moves(dues: Iterable[Known], accounts: list[MoneyAccount], today: date) -> list[KnownMove]:
    """Each side of each due day that is on one of the accounts, in the order of days."""
    own = {each.pk: each for each in accounts}
    moves = []
    for due, offer, expense in dues:
        if due.due_on < today - LATE_DAYS:
            continue
        on, recurring = max(due.due_on, today), due.recurring
        if recurring.account_id in own:
            moves.append(KnownMove(on, due, own[recurring.account_id], due.amount, offer, expense))
        if recurring.to_account_id in own:
            arrives = -due.amount if recurring.to_amount is None else recurring.to_amount
            moves.append(KnownMove(on, due, own[recurring.to_account_id], arrives, offer))
    return sorted(moves, key=lambda each: each.on)

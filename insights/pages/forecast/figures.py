"""The figures of the page: the curve, its lowest point, what is known, and how today becomes the next payday."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from config.kernel import charts
from config.kernel.formatting import active_locale, format_short_day
from config.kernel.money import ZERO
from insights.forecasting.curves import Day, lowest_by_month
from insights.forecasting.queries import AccountCourse, Forecast, KnownMove
from ledger.core.access import ME
from ledger.core.exchange import rounded
from ledger.core.queries import next_month
from ledger.core.views.rows import drill_url
from ledger.recurring.wording import name_of

# What a payday is: the largest income, and those at least half as large.
PAYDAY_SHARE = Decimal("0.5")
MOST_POINTS = 31
# Beyond so many days from point to point the day before a payday is not told apart.
MOST_BETWEEN = 7
SHOWN_KNOWN = 40
UNTIL_WITHOUT_PAY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One known movement: `after` is the balance of all shown accounts at the end of its day."""

    on: date
    name: str
    amount: Decimal
    currency: str
    icon: str
    is_in: bool
    is_late: bool
    is_offer: bool
    is_shared: bool
    url: str
    after: Decimal


@dataclass(frozen=True, slots=True)
class Bridge:
    """How today's balance becomes that of the day `until`; the parts add up to it exactly."""

    until: date
    is_payday: bool
    balance: Decimal
    income: Decimal
    bills: Decimal
    moved: Decimal
    everyday: Decimal
    days: int
    result: Decimal


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account's own lowest point, and the list of its lines."""

    course: AccountCourse
    url: str


@dataclass(frozen=True, slots=True)
class Figures:
    found: Forecast
    lowest: Day
    chart: charts.Chart
    bridge: Bridge
    known: list[KnownRow]
    known_until: date
    more_known: int
    offered: int
    lows: list[Day]
    accounts: list[AccountRow]
    everyday_url: str
    has_history: bool


def figures_of(found: Forecast) -> Figures | None:
    """None where there is no account to show."""
    if found.lowest is None:
        return None
    moves = [each for each in found.known if each.account.currency in found.rates]
    paydays = _paydays(found, moves)
    bridge = _bridge(found, moves, paydays)
    until = min(found.days[-1].on, max(bridge.until, found.today + UNTIL_WITHOUT_PAY))
    shown = [each for each in moves if each.on <= until]
    accounts = [
        AccountRow(each, _lines_url(money_account=each.account.pk, **_scope_of(found))) for each in found.accounts
    ]
    return Figures(
        found=found,
        lowest=found.lowest,
        chart=_chart(found, found.lowest, paydays),
        bridge=bridge,
        known=[_row(found, each) for each in shown[:SHOWN_KNOWN]],
        known_until=until,
        more_known=max(0, len(shown) - SHOWN_KNOWN),
        offered=sum(each.offer is not None for each in shown),
        lows=lowest_by_month(found.days),
        accounts=accounts,
        everyday_url=_everyday_url(found),
        has_history=any(each.has_history for each in found.accounts),
    )


def _worth(found: Forecast, move: KnownMove) -> Decimal:
    rate = found.rates[move.account.currency]
    return move.amount if rate == 1 else rounded(Fraction(move.amount) * rate, found.currency)


def _paydays(found: Forecast, moves: Iterable[KnownMove]) -> list[date]:
    incomes = [(each.on, _worth(found, each)) for each in moves if each.amount > 0 and not each.is_between]
    largest = max((amount for _on, amount in incomes), default=ZERO)
    return sorted({on for on, amount in incomes if amount >= largest * PAYDAY_SHARE})


def _bridge(found: Forecast, moves: Sequence[KnownMove], paydays: Sequence[date]) -> Bridge:
    """To the next payday; without one, a month."""
    last = found.days[-1].on
    coming = [day for day in paydays if day > found.today]
    until = coming[0] if coming else min(last, found.today + UNTIL_WITHOUT_PAY)
    before = [each for each in moves if each.on <= until]
    income = sum((_worth(found, each) for each in before if each.amount > 0 and not each.is_between), ZERO)
    bills = sum((_worth(found, each) for each in before if each.amount < 0 and not each.is_between), ZERO)
    moved = sum((_worth(found, each) for each in before if each.is_between), ZERO)
    days = (until - found.today).days
    result = found.days[days].expected
    everyday = result - found.balance - income - bills - moved
    return Bridge(until, bool(coming), found.balance, income, bills, moved, everyday, days, result)


def _row(found: Forecast, move: KnownMove) -> KnownRow:
    recurring = move.due.recurring
    icon = (
        "heart-handshake"
        if move.expense
        else "arrow-left-right"
        if move.is_between
        else "arrow-down-left"
        if move.amount > 0
        else "receipt-text"
    )
    arrives = move.is_between and move.amount > 0
    name = _("From %(account)s") % {"account": recurring.account.name} if arrives else name_of(recurring)
    return KnownRow(
        on=move.on,
        name=name,
        amount=move.amount,
        currency=move.account.currency,
        icon="heart-handshake" if move.expense else icon,
        is_in=move.amount > 0,
        is_late=move.due.is_late,
        is_offer=move.offer is not None,
        is_shared=move.expense is not None,
        url=_url_of(found, move),
        after=found.days[(move.on - found.today).days].expected,
    )


def _url_of(found: Forecast, move: KnownMove) -> str:
    if move.expense is not None:
        return reverse("shared_expense", args=[move.expense.pk])
    payee = move.due.recurring.payee
    return _lines_url(search=payee, **_scope_of(found)) if payee else reverse("recurring")


def _scope_of(found: Forecast) -> dict[str, str]:
    """What the list of lines is told where it is not about one's own."""
    return {"scope": found.scope} if found.scope != ME else {}


def _lines_url(**filters: object) -> str:
    return drill_url(reverse("transactions"), **filters)


def _everyday_url(found: Forecast) -> str:
    """The lines of the last month, which the rest is made of; of the one account where only one is shown."""
    first = found.today - timedelta(days=30)
    one = found.accounts[0].account.pk if len(found.accounts) == 1 else None
    return _lines_url(
        kind="expense,refund",
        money_account=one,
        booked_on_after=first,
        booked_on_before=found.today,
        **_scope_of(found),
    )


def _chart(found: Forecast, low: Day, paydays: Sequence[date]) -> charts.Chart:
    """Each day; of a long time every so many, the paydays and the days before, the lowest point and the ends."""
    days = found.days
    step = -(-len(days) // MOST_POINTS)
    before = [day - timedelta(days=1) for day in paydays] if step <= MOST_BETWEEN else []
    wanted = {low.on, days[-1].on, *paydays, *before}
    days = [each for place, each in enumerate(days) if place % step == 0 or each.on in wanted]
    span = (found.days[-1].on - found.today).days
    locale = active_locale()
    series = [
        charts.Series(_("8 of 10 cases"), [each.low for each in days], upto=[each.high for each in days]),
        charts.Series(_("Expected"), [each.expected for each in days]),
        charts.Series(_("Payday"), [each.expected if each.on in paydays else None for each in days], dots=True),
        charts.Series(
            _("Lowest point"), [each.expected if each.on == low.on else None for each in days], tone="soon", dots=True
        ),
    ]
    return charts.line_chart(
        [each for each in series if any(value is not None for value in each.values)],
        [format_short_day(each.on, locale) for each in days],
        currency=found.currency,
        at=[(each.on - found.today).days / span for each in days],
        ticks=_ticks(found.today, found.days[-1].on, span),
    )


def _ticks(first: date, last: date, span: int) -> list[tuple[float, str]]:
    """Today, and the first days of the months that are far enough from both ends and from each other."""
    locale = active_locale()
    months = []
    month = next_month(first)
    while month <= last:
        months.append(month)
        month = next_month(month)
    step = max(1, -(-len(months) // 6))
    inner = [((month - first).days / span, format_short_day(month, locale)) for month in months[::step]]
    return [(0.0, _("Today")), *((at, text) for at, text in inner if 0.2 <= at <= 0.96)]

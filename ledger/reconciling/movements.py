"""What accounts held at the end of a day, read back from today's balance through the roll-ups.

Lines the bank has only announced (`is_pending`) are left out: the bank's own balance does not know them yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from config.kernel.money import ZERO
from ledger.core.models import MoneyAccount, Rollup, Transaction
from ledger.core.posting import week_of_month
from ledger.core.queries import next_month

# SQLite allows an expression a depth of a thousand.
ACCOUNTS_AT_ONCE = 100
Moves = dict[UUID, dict[date, Decimal]]


def held_at(accounts: Sequence[MoneyAccount], days: Mapping[UUID, date]) -> dict[UUID, Decimal]:
    """What each account held at the end of its day in `days`, without what is only announced.

    Reads the cells of days up to the end of the day's week and those of weeks after it: two queries for each
    hundred accounts, whatever the history before.
    """
    held = {each.pk: each.balance for each in accounts}
    for start in range(0, len(accounts), ACCOUNTS_AT_ONCE):
        keys = [each.pk for each in accounts[start : start + ACCOUNTS_AT_ONCE]]
        for key, moved in _moved_after({key: days[key] for key in keys}):
            held[key] -= moved
        for key, moved in _announced_until({key: days[key] for key in keys}):
            held[key] -= moved
    return held


def _moved_after(days: Mapping[UUID, date]) -> list[tuple[UUID, Decimal]]:
    after = Q()
    for key, day in days.items():
        week = week_of_month(day)
        after |= Q(account=key, span=Rollup.Span.BALANCE, starts_on__gt=week)
        after |= Q(account=key, span=Rollup.Span.DAY, starts_on__gt=day, starts_on__lte=_last_of_week(week))
    return list(Rollup.objects.filter(after).values_list("account_id").annotate(moved=Sum("amount")))


def _announced_until(days: Mapping[UUID, date]) -> list[tuple[UUID, Decimal]]:
    until = Q()
    for key, day in days.items():
        until |= Q(account=key, booked_on__lte=day)
    announced = Transaction.objects.live().filter(until, is_pending=True)
    return list(announced.order_by().values_list("account_id").annotate(moved=Sum("amount")))


def _last_of_week(week: date) -> date:
    return min(week + timedelta(days=6), next_month(week) - timedelta(days=1))


def moved_by_day(account_ids: Sequence[UUID], *, first: date, last: date) -> Moves:
    """What the bank booked on each day from `first` to `last`, both included; days without a line are not there.

    Two queries; they read the cells of those days.
    """
    moves: Moves = defaultdict(dict)
    cells = Rollup.objects.filter(
        account__in=account_ids, span=Rollup.Span.DAY, starts_on__gte=first, starts_on__lte=last
    )
    for key, day, moved in cells.values_list("account_id", "starts_on").annotate(moved=Sum("amount")):
        moves[key][day] = moved
    announced = Transaction.objects.live().filter(
        account__in=account_ids, is_pending=True, booked_on__gte=first, booked_on__lte=last
    )
    told = announced.order_by().values_list("account_id", "booked_on").annotate(moved=Sum("amount"))
    for key, day, moved in told:
        moves[key][day] = moves[key].get(day, ZERO) - moved
    return moves

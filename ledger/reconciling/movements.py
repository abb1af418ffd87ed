"""What accounts held at the end of a day, read back from today's balance through the roll-ups.

Lines the bank has only announced (`is_pending`) are left out: the bank's own balance does not know them yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from config.kernel.money import ZERO, from_stored
from config.kernel.sql import db_date, db_uuid
from ledger.core.models import MoneyAccount, Rollup, Transaction
from ledger.core.posting import week_of_month
from ledger.core.queries import next_month

# SQLite allows 500 parts of a UNION; an account has two.
ACCOUNTS_AT_ONCE = 200
Moves = dict[UUID, dict[date, Decimal]]


def held_at(accounts: Sequence[MoneyAccount], days: Mapping[UUID, date]) -> dict[UUID, Decimal]:
    """What each account held at the end of its day in `days`, without what is only announced.

    Reads the cells of days up to the end of the day's week and those of weeks after it: two queries (one more for
    each further 200 accounts), whatever the history before.
    """
    held = {each.pk: each.balance for each in accounts}
    keys = list(held)
    for start in range(0, len(keys), ACCOUNTS_AT_ONCE):
        for key, moved in _moved_after([(key, days[key]) for key in keys[start : start + ACCOUNTS_AT_ONCE]]):
            held[key] -= moved
    if keys:
        for key, day, moved in _announced(keys):
            if day <= days[key]:
                held[key] -= moved
    return held


def _moved_after(days: Sequence[tuple[UUID, date]]) -> list[tuple[UUID, Decimal]]:
    """A part of the statement for each account: with one WHERE of many ORs SQLite reads everybody's cells."""
    one = "SELECT %s, SUM(amount) FROM ledger_rollup WHERE account_id = %s AND span = %s AND starts_on > %s"
    parts: list[str] = []
    values: list[Any] = []
    for place, (key, day) in enumerate(days):
        week = week_of_month(day)
        parts += [one, f"{one} AND starts_on <= %s"]
        values += [place, db_uuid(key), Rollup.Span.BALANCE.value, db_date(week)]
        values += [place, db_uuid(key), Rollup.Span.DAY.value, db_date(day), db_date(_last_of_week(week))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [(days[place][0], from_stored(moved)) for place, moved in cursor.fetchall() if moved is not None]


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
    for key, day, moved in _announced(account_ids):
        if first <= day <= last:
            moves[key][day] = moves[key].get(day, ZERO) - moved
    return moves


def _announced(account_ids: Sequence[UUID]) -> list[tuple[UUID, date, Decimal]]:
    """What is announced on each day, of whatever day: lines of the last weeks, with an index of their own."""
    announced = Transaction.objects.live().filter(account__in=account_ids, is_pending=True)
    return list(announced.values_list("account_id", "booked_on").annotate(moved=Sum("amount")))

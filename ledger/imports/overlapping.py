"""Whose account a statement is that names none: the one whose entries it repeats."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from ledger.core.models import MoneyAccount, Transaction
from ledger.imports.readers import Statement
from ledger.imports.readers.packed import AMOUNT, DAY, rows_of

_SAMPLE = 300
# Fewer, or all of one day, may be chance: two accounts that pay the same subscriptions.
_LEAST_LINES = 3
_LEAST_DAYS = 2
_SHARE = Decimal("0.8")

# A day and a signed amount.
Movement = tuple[date, Decimal]


def account_with_entries_of(accounts: QuerySet[MoneyAccount], statement: Statement) -> MoneyAccount | None:
    """The one of `accounts` that has four in five movements of the days where it and the statement overlap.

    The same day and amount are the same movement; up to 300 lines of the statement are asked about. None where fewer
    than three movements or two days are in common, or where several accounts fit. At most two queries.
    """
    mine = {each.pk: each for each in accounts}
    if not mine or len(statement.lines) < _LEAST_LINES:
        return None
    step = -(-len(statement.lines) // _SAMPLE)
    rows = islice(rows_of(statement.lines), 0, None, step)
    asked = [(date.fromordinal(row[DAY]), Decimal(row[AMOUNT])) for row in rows]
    entries = Transaction.objects.filter(
        account__in=list(mine), booked_on__in={day for day, _ in asked}, deleted_at__isnull=True, withheld=""
    )
    here: dict[UUID, Counter[Movement]] = {}
    for key, day, amount in entries.values_list("account", "booked_on", "amount").iterator():
        here.setdefault(key, Counter())[day, amount] += 1
    fitting = [mine[key] for key, movements in here.items() if key in mine and _repeats(asked, movements)]
    return fitting[0] if len(fitting) == 1 else None


def _repeats(asked: list[Movement], here: Counter[Movement]) -> bool:
    wanted = Counter(asked)
    common = wanted & here
    days = {day for day, _ in common}
    if common.total() < _LEAST_LINES or len(days) < _LEAST_DAYS:
        return False
    first, last = min(days), max(days)
    within = sum(count for (day, _), count in wanted.items() if first <= day <= last)
    return common.total() >= _SHARE * within

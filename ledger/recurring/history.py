"""The history of an account as finding needs it: the last three years, payees with few enough payments only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from config.kernel.money import to_stored
from ledger.core.models import Transaction
from ledger.recurring.finding import Payment

YEARS = timedelta(days=3 * 366)
# A weekly payment of three years, and as many beside it. A payee with more is a shop.
FEWEST, MOST = 2, 320
AT_ONCE = 200


class Group(NamedTuple):
    """What went one way between an account and one payee; `payee` as the latest line has it."""

    payee_key: str
    payee: str
    sign: int
    payments: list[Payment]


def groups_of(account_id: UUID, today: date) -> Iterator[Group]:
    """One query that counts payees, and one per 200 payees for their lines."""
    for sign, way in ((-1, Q(amount__lt=0)), (1, Q(amount__gt=0))):
        lines = counting_lines(account_id).filter(way, booked_on__gt=today - YEARS).exclude(payee_key="")
        counted = lines.order_by().values("payee_key").annotate(times=Count("pk"))
        few = counted.filter(times__gte=FEWEST, times__lte=MOST).values_list("payee_key", flat=True)
        keys = sorted(few)
        for start in range(0, len(keys), AT_ONCE):
            yield from _read(lines, keys[start : start + AT_ONCE], sign)


def counting_lines(account_id: UUID) -> QuerySet[Transaction]:
    """Lines that a rhythm may be read from: booked, known to all owners, neither money back nor a transfer."""
    return Transaction.objects.live().filter(
        account=account_id, withheld="", is_pending=False, kind__in=["expense", "income"]
    )


def _read(lines: QuerySet[Transaction], keys: Sequence[str], sign: int) -> Iterator[Group]:
    """The lines of some payees, one payee after the other in memory."""
    rows = lines.filter(payee_key__in=keys).order_by("payee_key", "booked_on", "pk")
    key, payee = "", ""
    payments: list[Payment] = []
    for row_key, row_payee, day, amount in rows.values_list("payee_key", "payee", "booked_on", "amount").iterator():
        if row_key != key and payments:
            yield Group(key, payee, sign, payments)
            payments = []
        key, payee = row_key, row_payee
        payments.append(Payment(day, abs(to_stored(amount))))
    if payments:
        yield Group(key, payee, sign, payments)

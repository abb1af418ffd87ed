"""The bank's balances of an account beside ours, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count

from ledger.core.models import MoneyAccount, Transaction
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.movements import held_at, moved_by_day

PER_PAGE = 60
# Fewer days of one gap in a row are shown one by one.
RUN_FROM = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One bank balance. `ticked` counts the lines ticked off on the statement it ends."""

    id: UUID
    on: date
    bank: Decimal
    ours: Decimal
    by_hand: bool
    ticked: int
    corrected: bool

    @property
    def gap(self) -> Decimal:
        return self.bank - self.ours


@dataclass(frozen=True, slots=True)
class Run:
    """Balances of a file in a row that all have the same gap: `latest` and, where there are several, the `first`."""

    latest: Told
    first: Told
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    told: list[Told]
    older: date | None


def tell_page(account: MoneyAccount, *, before: date | None = None, limit: int = PER_PAGE) -> Page:
    """Up to `limit` days with a balance, of several of one day the newest, before the day `before`. Seven queries,
    however many there are."""
    balances = StatementBalance.objects.filter(account=account).counting().order_by("-on")
    if before is not None:
        balances = balances.filter(on__lt=before)
    found = list(balances[: limit + 1])
    shown = found[:limit]
    return Page(told_of(account, shown), shown[-1].on if len(found) > limit else None)


def told_of(account: MoneyAccount, balances: Sequence[StatementBalance]) -> list[Told]:
    """`balances` of one account, newest first, beside ours. Five queries; they read the cells of the days between."""
    if not balances:
        return []
    latest, earliest = balances[0].on, balances[-1].on
    ours = held_at([account], {account.pk: latest})[account.pk]
    moves = moved_by_day([account.pk], first=earliest + timedelta(days=1), last=latest).get(account.pk, {})
    ticked = _ticked(account, balances)
    told, moved, place = [], sorted(moves, reverse=True), 0
    for each in balances:
        while place < len(moved) and moved[place] > each.on:
            ours -= moves[moved[place]]
            place += 1
        by_hand = each.source == StatementBalance.Source.HAND
        count = ticked.get(each.on, 0) if by_hand else 0
        told.append(Told(each.pk, each.on, each.amount, ours, by_hand, count, each.correction_id is not None))
    return told


def _ticked(account: MoneyAccount, balances: Sequence[StatementBalance]) -> dict[date, int]:
    days = [each.on for each in balances if each.source == StatementBalance.Source.HAND]
    lines = Transaction.objects.live().filter(account=account, reconciled_on__in=days)
    return dict(lines.values_list("reconciled_on").annotate(count=Count("pk"))) if days else {}


def runs(told: Sequence[Told]) -> list[Run]:
    """Days in a row with the same gap as one, so that a file's daily balances do not bury the day a gap began."""
    found: list[list[Told]] = []
    for each in told:
        last = found[-1][-1] if found else None
        if last is not None and not each.by_hand and not last.by_hand and each.gap == last.gap:
            found[-1].append(each)
        else:
            found.append([each])
    return [
        run
        for group in found
        for run in ([Run(group[0], group[-1], len(group))] if len(group) >= RUN_FROM else _one_by_one(group))
    ]


def _one_by_one(group: Sequence[Told]) -> list[Run]:
    return [Run(each, each, 1) for each in group]

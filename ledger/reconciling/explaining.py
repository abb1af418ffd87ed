"""What could explain a gap between ledger and bank: entries whose amount is exactly the gap's, and why each might be
wrong. Suggestions only; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from config.kernel.money import fits_currency
from ledger.core import origins
from ledger.core.models import Link, MoneyAccount, Transaction
from ledger.core.models.transactions import TransactionQuerySet
from ledger.core.standings import Standing
from ledger.reconciling.models import StatementBalance

MOST = 6
# A bank books within days of when a person writes something down; a duplicate comes as far from its twin.
NEAR = timedelta(days=5)
TWIN_WITHIN = timedelta(days=3)
# How far before the first gap is looked where no earlier day agreed.
UNKNOWN_BEFORE = timedelta(days=62)


class Why(StrEnum):
    """`code` of an explanation. All but TURNED can be mended with one tap."""

    OPENING = "opening_balance"
    BINNED = "in_the_bin"
    LATER = "dated_later"
    EARLIER = "dated_earlier"
    TWICE = "entered_twice"
    BY_HAND = "by_hand"
    UNTICKED = "not_ticked_off"
    SAME = "same_amount"
    TURNED = "wrong_direction"


class Act(StrEnum):
    """What a tap does: restore or bin the entry, move it to `day`, or move the opening balance by the gap."""

    RESTORE = "restore"
    BIN = "bin"
    MOVE = "move"
    OPENING = "opening"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`entry` is what may be wrong; `twin` what it may be a duplicate of; `day` where MOVE moves it."""

    why: Why
    act: Act
    entry: Transaction | None = None
    twin: Transaction | None = None
    day: date | None = None


def explain(account: MoneyAccount, standing: Standing) -> list[Explanation]:
    """For the gap with which a difference began, best first, at most six. At most eight queries, of lines between the
    day that agreed and the first that did not; none where all agrees."""
    if standing.agrees or standing.apart_since is None:
        return []
    found: list[Explanation] = []
    seen: set[UUID] = set()
    for each in _of_lines(account, standing, standing.apart_since):
        if each.entry is not None and each.entry.pk not in seen:
            seen.add(each.entry.pk)
            found.append(each)
    if standing.agreed_on is not None or not standing.steady:
        return found[:MOST]
    # A single balance says little of the opening one; several that are apart by the same amount say much.
    opening = Explanation(Why.OPENING, Act.OPENING)
    several = standing.apart_since < standing.on
    return [opening, *found[: MOST - 1]] if several else [*found[: MOST - 1], opening]


def _of_lines(account: MoneyAccount, standing: Standing, until: date) -> Iterator[Explanation]:
    gap = standing.first_gap
    after = standing.agreed_on or until - UNKNOWN_BEFORE
    lines = Transaction.objects.filter(account=account, is_pending=False).order_by("-booked_on", "-id")
    between = lines.filter(booked_on__gt=after, booked_on__lte=until)
    merged = Link.objects.filter(kind=Link.Kind.MERGE).values("other")
    for entry in between.binned().filter(amount=gap).exclude(pk__in=merged)[:MOST]:
        yield Explanation(Why.BINNED, Act.RESTORE, entry)
    for entry in lines.live().filter(amount=gap, booked_on__gt=until, booked_on__lte=until + NEAR)[:MOST]:
        yield Explanation(Why.LATER, Act.MOVE, entry, day=until)
    yield from _unticked(account, between.live(), until)
    too_much = list(between.live().filter(amount=-gap)[:MOST])
    from_files = origins.current().of([each.pk for each in too_much])
    for entry in too_much:
        yield from _too_much(lines.live(), entry, standing, from_file=entry.pk in from_files)
    half = gap / 2
    if fits_currency(half, account.currency):
        for entry in between.live().filter(amount=-half)[:MOST]:
            yield Explanation(Why.TURNED, Act.NONE, entry)


def _too_much(
    lines: TransactionQuerySet, entry: Transaction, standing: Standing, *, from_file: bool
) -> Iterator[Explanation]:
    near = (entry.booked_on - TWIN_WITHIN, entry.booked_on + TWIN_WITHIN)
    twin = lines.filter(amount=entry.amount, booked_on__range=near).exclude(pk=entry.pk).first()
    if twin is not None:
        yield Explanation(Why.TWICE, Act.BIN, entry, twin)
    elif standing.apart_since == standing.on and entry.booked_on > standing.on - NEAR:
        yield Explanation(Why.EARLIER, Act.MOVE, entry, day=standing.on + timedelta(days=1))
    elif not from_file:
        yield Explanation(Why.BY_HAND, Act.BIN, entry)
    else:
        yield Explanation(Why.SAME, Act.BIN, entry)


def _unticked(account: MoneyAccount, between: TransactionQuerySet, until: date) -> Iterator[Explanation]:
    """Lines a person left open when they ticked a statement off: the bank books them after it."""
    statement = StatementBalance.objects.filter(account=account, on=until, source=StatementBalance.Source.HAND)
    if not between.filter(reconciled_on=until).exists() or not statement.exists():
        return
    for entry in between.filter(reconciled_on=None)[:MOST]:
        yield Explanation(Why.UNTICKED, Act.MOVE, entry, day=until + timedelta(days=1))

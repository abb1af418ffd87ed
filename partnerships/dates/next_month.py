"""The last step: what is due next month, told from what is due in this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from config.kernel.money import ZERO
from partnerships.agreements import presenting
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import AGREEMENT
from partnerships.agreements.splitting import Splitting
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.expenses.months import month_after
from partnerships.statements.statement import DueLine, Parts, Statement, statement_of


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the reader and their partner bear; `name` is the expense's, '' of a sum."""

    mine: Decimal
    theirs: Decimal
    name: str = ""

    @property
    def whole(self) -> Decimal:
        return self.mine + self.theirs


@dataclass(frozen=True, slots=True)
class NextMonth:
    """`now`, the `changes` and `split` (what moves between the two at the same price) add up to `then`. `due` are its
    lines; `bar` and `told` the split in force then; `waiting` a change of it that is asked for.
    """

    this_month: date
    month: date
    now: Amounts
    changes: Sequence[Amounts]
    split: Amounts
    then: Amounts
    due: Sequence[tuple[DueLine, Amounts]]
    bar: presenting.Bar
    told: presenting.Told | None
    waiting: Approval | None


def due_next_month(partnership: Partnership) -> Statement:
    """Nothing of it is paid, but what was paid early. Eight queries, and those of the split."""
    return statement_of(partnership, month_after(this_month()))


def next_month(standing: Standing) -> NextMonth:
    """Some thirty queries, however many expenses there are."""
    partnership, place = standing.partnership, standing.place
    now, then = statement_of(partnership, this_month()), due_next_month(partnership)
    splitting = Splitting(partnership)
    agreement = splitting.agreement_in(then.month)
    changes, split = _changes(now.due, then.due, place)
    waiting = Approval.objects.filter(partnership=partnership, kind=AGREEMENT, status=Approval.Status.PENDING)
    return NextMonth(
        this_month=now.month,
        month=then.month,
        now=_amounts(now.due_parts, place),
        changes=changes,
        split=split,
        then=_amounts(then.due_parts, place),
        due=[(each, _amounts(each.parts, place)) for each in then.due],
        bar=presenting.bar(splitting.whole(then.month), standing),
        told=presenting.told([agreement], standing)[0] if agreement else None,
        waiting=waiting.first(),
    )


def _changes(now: Iterable[DueLine], then: Iterable[DueLine], place: int) -> tuple[list[Amounts], Amounts]:
    """By how much each expense comes to another amount, and what moves between the two of those that do not."""
    before, after = _by_expense(now, place), _by_expense(then, place)
    found, split = [], Amounts(ZERO, ZERO)
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, Amounts(ZERO, ZERO)), after.get(key, Amounts(ZERO, ZERO))
        moved = Amounts(new.mine - old.mine, new.theirs - old.theirs, new.name or old.name)
        if moved.whole:
            found.append(moved)
        else:
            split = _plus(split, moved)
    return sorted(found, key=lambda each: (-abs(each.whole), each.name)), split


def _by_expense(lines: Iterable[DueLine], place: int) -> dict[UUID, Amounts]:
    sums: dict[UUID, Amounts] = {}
    for each in lines:
        amounts = _amounts(each.parts, place, each.expense.name)
        known = sums.get(each.expense.pk)
        sums[each.expense.pk] = _plus(known, amounts) if known else amounts
    return sums


def _plus(first: Amounts, second: Amounts) -> Amounts:
    return Amounts(first.mine + second.mine, first.theirs + second.theirs, first.name)


def _amounts(parts: Parts, place: int, name: str = "") -> Amounts:
    return Amounts(parts[place], parts[1 - place], name)

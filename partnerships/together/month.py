"""The running month of two as one of them reads it: who owes whom, what was paid for both, what is due next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from config.kernel.money import ZERO
from ledger.core.category_tree import CategoryNode, CategoryTree
from partnerships.core.standing import Standing
from partnerships.statements.balance import owed_by
from partnerships.statements.statement import DueLine, PaidLine, Parts, Statement

ME, OTHER = "a", "b"


@dataclass(frozen=True, slots=True)
class Both:
    """An amount of the reader, of the partner, and of both together."""

    mine: Decimal
    theirs: Decimal

    @property
    def whole(self) -> Decimal:
        return self.mine + self.theirs


@dataclass(frozen=True, slots=True)
class Owing:
    """`amount` is positive; `i_owe` says who gives it. How it adds up: what was left from before, what each paid this
    month and ought to have borne of it, and what was settled in it; each with the sign of what the reader gets.
    """

    amount: Decimal
    i_owe: bool
    carried_in: Decimal
    paid: Both
    borne: Both
    settled: Decimal
    result: Decimal

    @property
    def difference(self) -> Both:
        return Both(self.paid.mine - self.borne.mine, self.paid.theirs - self.borne.theirs)


@dataclass(frozen=True, slots=True)
class PaidRow:
    """What was paid this month for one commitment, or otherwise in one category: `sides` are who paid. `url` leads to
    the commitment, or to the lines of the month.
    """

    name: str
    category: CategoryNode | None
    count: int
    sides: list[str]
    parts: Both
    url: str

    @property
    def amount(self) -> Decimal:
        return self.parts.whole


@dataclass(frozen=True, slots=True)
class DueRow:
    """What nobody has paid yet; `payer` is who usually does, '' for either, and `is_late` that its day is past."""

    name: str
    category: CategoryNode | None
    due_on: date
    amount: Decimal
    mine: Decimal
    side: str
    payer: str
    is_late: bool
    url: str
    pay_url: str


def owing(statement: Statement, standing: Standing) -> Owing:
    """No query."""
    place = standing.place
    sign = 1 if place == 0 else -1
    mine = owed_by(place, statement.carried_out)
    return Owing(
        amount=abs(mine),
        i_owe=mine > 0,
        carried_in=sign * statement.carried_in,
        paid=_both(statement.paid_by, place),
        borne=_both(statement.shares, place),
        settled=sign * statement.settled,
        result=-mine,
    )


def paid_rows(statement: Statement, standing: Standing, tree: CategoryTree) -> list[PaidRow]:
    """The commitments and categories of what was paid, most first; their amounts add up to what was paid."""
    groups: dict[tuple[str, str], list[PaidLine]] = {}
    looks: dict[tuple[str, str], CategoryNode | None] = {}
    for line in statement.paid:
        node = tree.get(line.payment.category_id)
        expense = line.payment.expense
        key = (str(expense.pk), expense.name) if expense else ("", node.name if node else _("Without a category"))
        groups.setdefault(key, []).append(line)
        looks.setdefault(key, node)
    rows = [_paid_row(key[1], lines, looks[key], standing.place) for key, lines in groups.items()]
    return sorted(rows, key=lambda row: (-row.amount, row.name))


def _paid_row(name: str, lines: list[PaidLine], look: CategoryNode | None, place: int) -> PaidRow:
    expense_id = lines[0].payment.expense_id
    return PaidRow(
        name=name,
        category=look,
        count=len(lines),
        sides=sorted({_side(each.payment.payer, place) for each in lines}),
        parts=_sum((each.parts for each in lines), place),
        url=reverse("shared_expense", args=[expense_id]) if expense_id else reverse("statement"),
    )


def due_rows(lines: Iterable[DueLine], standing: Standing, tree: CategoryTree) -> list[DueRow]:
    """Of `lines` those that are open, in the order they are due."""
    today, place = standing.person.today, standing.place
    rows = []
    for line in lines:
        if line.payment is not None:
            continue
        look, payer = tree.get(line.expense.category_id), line.expense.payer
        rows.append(
            DueRow(
                name=line.expense.name,
                category=look,
                due_on=line.due_on,
                amount=line.amount,
                mine=line.parts[place],
                side="" if payer is None else _side(payer, place),
                payer="" if payer is None else _("You") if payer == place else str(standing.other),
                is_late=line.due_on < today,
                url=reverse("shared_expense", args=[line.expense.pk]),
                pay_url=reverse("shared_expense_pay", args=[line.expense.pk]),
            )
        )
    return rows


def _side(payer: int, place: int) -> str:
    return ME if payer == place else OTHER


def _both(parts: Parts, place: int) -> Both:
    return Both(parts[place], parts[1 - place])


def _sum(parts: Iterable[Parts], place: int) -> Both:
    mine = theirs = ZERO
    for each in parts:
        mine, theirs = mine + each[place], theirs + each[1 - place]
    return Both(mine, theirs)

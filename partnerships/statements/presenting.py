"""A statement as one of the two reads it: their own amounts first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.kernel.money import ZERO
from ledger.core.category_tree import CategoryNode, CategoryTree
from partnerships.core.standing import Standing
from partnerships.expenses.models import SharedPayment
from partnerships.statements.balance import owed_by
from partnerships.statements.models import Settlement
from partnerships.statements.statement import DueLine, PaidLine, Statement


@dataclass(frozen=True, slots=True)
class DueRow:
    line: DueLine
    category: CategoryNode | None
    mine: Decimal
    theirs: Decimal
    is_late: bool


@dataclass(frozen=True, slots=True)
class PaidRow:
    payment: SharedPayment
    category: CategoryNode | None
    i_paid: bool
    can_undo: bool
    mine: Decimal
    theirs: Decimal


@dataclass(frozen=True, slots=True)
class SettlementRow:
    settlement: Settlement
    i_paid: bool
    signed: Decimal
    is_mine_booked: bool

    @property
    def signed_theirs(self) -> Decimal:
        return -self.signed


@dataclass(frozen=True, slots=True)
class Pair:
    mine: Decimal
    theirs: Decimal


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What the other one gets: what the reader gives, and the other way round."""

    carried_in: Decimal
    balance: Decimal
    settled: Decimal
    carried_out: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """Signed amounts are what the reader gets; below zero they give it.

    `of_mine` and `of_theirs` are what each bears of what the reader paid and of what the other paid: this month's
    balance is what the other bears of the first less what the reader bears of the second.
    """

    statement: Statement
    due: list[DueRow]
    by_me: list[PaidRow]
    by_other: list[PaidRow]
    settlements: list[SettlementRow]
    due_shares: Pair
    paid: Pair
    shares: Pair
    of_mine: Pair
    of_theirs: Pair
    carried_in: Decimal
    balance: Decimal
    settled: Decimal
    carried_out: Decimal

    @property
    def owed(self) -> Decimal:
        return abs(self.carried_out)

    @property
    def other(self) -> OtherSide:
        return OtherSide(-self.carried_in, -self.balance, -self.settled, -self.carried_out)


def reading_of(statement: Statement, standing: Standing, tree: CategoryTree) -> Reading:
    """No query."""
    place, today = standing.place, standing.person.today
    paid = [_paid(each, standing, tree) for each in statement.paid]
    by_me, by_other = [each for each in paid if each.i_paid], [each for each in paid if not each.i_paid]
    return Reading(
        statement=statement,
        due=[_due(each, place, today, tree) for each in statement.due],
        by_me=by_me,
        by_other=by_other,
        settlements=[_settlement(each, place) for each in statement.settlements],
        due_shares=_pair(statement.due_parts, place),
        paid=_pair(statement.paid_by, place),
        shares=_pair(statement.shares, place),
        of_mine=_borne(by_me),
        of_theirs=_borne(by_other),
        carried_in=-owed_by(place, statement.carried_in),
        balance=-owed_by(place, statement.balance),
        settled=-owed_by(place, statement.settled),
        carried_out=-owed_by(place, statement.carried_out),
    )


def _pair(parts: tuple[Decimal, Decimal], place: int) -> Pair:
    return Pair(parts[place], parts[1 - place])


def _borne(rows: list[PaidRow]) -> Pair:
    return Pair(sum((each.mine for each in rows), ZERO), sum((each.theirs for each in rows), ZERO))


def _due(line: DueLine, place: int, today: date, tree: CategoryTree) -> DueRow:
    pair = _pair(line.parts, place)
    is_late = line.payment is None and line.due_on < today
    return DueRow(line, tree.get(line.expense.category_id), pair.mine, pair.theirs, is_late)


def _paid(line: PaidLine, standing: Standing, tree: CategoryTree) -> PaidRow:
    payment, pair = line.payment, _pair(line.parts, standing.place)
    i_paid = payment.payer == standing.place
    is_marked = payment.expense_id is not None or payment.transaction_id is None
    can_undo = is_marked and (i_paid or payment.recorded_by_id == standing.person.pk)
    return PaidRow(payment, tree.get(payment.category_id), i_paid, can_undo, pair.mine, pair.theirs)


def _settlement(each: Settlement, place: int) -> SettlementRow:
    i_paid = each.payer == place
    half = each.outgoing_id if i_paid else each.incoming_id
    return SettlementRow(each, i_paid, each.amount if i_paid else -each.amount, half is not None)

"""What is due and unpaid, and the lines that may pay it: a few bounded queries for a window of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.models import MoneyAccount, Transaction
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.expenses.due import due_days
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.months import month_after
from partnerships.expenses.services.payments import most_for, most_of
from partnerships.expenses.splits import active_expenses
from partnerships.linking.judging import AROUND_DUE, AROUND_WEEKLY, Due, Found, Line, judge_halves, near, words_of
from partnerships.sharing.levels import accounts_of_one
from partnerships.sharing.models import PersonalLine
from partnerships.statements.models import Settlement
from partnerships.statements.services.halves import AROUND, candidates

MOST_LINES: Final = 2_000
MOST_LEARNED: Final = 500
Frequency = SharedExpense.Frequency
_COLUMNS = ("pk", "amount", "booked_on", "payee_key", "payee", "notes", "category")


@dataclass(frozen=True, slots=True)
class Days:
    """Both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def accounts_to_look_at(standing: Standing) -> list[MoneyAccount]:
    """What is the person's alone, in the partnership's currency: what a joint account pays is for both already."""
    return [each for each in accounts_of_one(standing.person) if each.currency == standing.partnership.currency]


def dues_around(standing: Standing, days: Days) -> list[Due]:
    """What lines of these days may pay, unless it is paid by a known line or by the partner. Three queries."""
    expenses = active_expenses(standing.partnership)
    around = Days(days.first - AROUND_DUE, days.last + AROUND_DUE)
    paid = {
        (each.expense_id, each.due_on): each
        for each in SharedPayment.objects.filter(
            partnership=standing.partnership, counts=True, due_on__gte=around.first, due_on__lte=around.last
        )
    }
    learned = _learned(standing.person, expenses)
    found = []
    for expense in expenses:
        for due_on in _due_days(expense, around):
            payment = paid.get((expense.pk, due_on))
            if payment is None or (payment.transaction_id is None and payment.payer == standing.place):
                found.append(_due(expense, due_on, payment, standing, learned[expense.pk]))
    return found


def _due_days(expense: SharedExpense, days: Days) -> Iterator[date]:
    month = days.first.replace(day=1)
    while month <= days.last:
        for each in due_days(expense.starts_on, expense.frequency, expense.ends_on, month):
            if each in days:
                yield each
        month = month_after(month)


def _learned(person: User, expenses: Collection[SharedExpense]) -> dict[UUID | None, set[str]]:
    """The payees of lines the person has linked to each: what the partner's ledger has of it stays there."""
    found: dict[UUID | None, set[str]] = defaultdict(set)
    linked = SharedPayment.objects.filter(expense__in=expenses, linked_by=person, transaction__isnull=False)
    rows = linked.order_by("-paid_on").values_list("expense", "transaction__payee_key")
    for expense, key in rows[:MOST_LEARNED]:
        if key:
            found[expense].add(key)
    return found


def _due(
    expense: SharedExpense, due_on: date, payment: SharedPayment | None, standing: Standing, known: Collection[str]
) -> Due:
    partnership: Partnership = standing.partnership
    if payment is not None:
        payment.expense = expense
    return Due(
        expense=expense.pk,
        due_on=due_on,
        amount=expense.amount if payment is None else payment.amount,
        most=most_of(expense, partnership) if payment is None else most_for(payment, partnership),
        words=words_of(expense.name),
        within=AROUND_WEEKLY if expense.frequency == Frequency.WEEKLY else AROUND_DUE,
        category=expense.category_id,
        known=frozenset(known),
        usually=None if expense.payer is None else expense.payer == standing.place,
        said_on=None if payment is None else payment.paid_on,
    )


def lines_around(standing: Standing, accounts: Sequence[MoneyAccount], dues: Sequence[Due]) -> list[Line]:
    """Spending of the amounts and days of `dues` that is part of nothing yet, withheld and personal lines left out, the
    newest 2,000. One query, and two for the categories.
    """
    wanted = Q(pk__in=[])
    for each in _ranges(dues):
        wanted |= each
    found = Transaction.objects.live().filter(
        wanted,
        account__in=accounts,
        kind=Transaction.Kind.EXPENSE,
        withheld="",
        is_pending=False,
        booked_on__lte=standing.person.today,
        shared_payment=None,
        personal_line=None,
    )
    tree = category_tree(standing.person)
    rows = found.order_by("-booked_on", "-pk").values_list(*_COLUMNS)[:MOST_LINES]
    return [
        Line(pk, -amount, booked_on, key, words_of(payee, notes), _upwards(tree, category))
        for pk, amount, booked_on, key, payee, notes, category in rows
    ]


def _ranges(dues: Sequence[Due]) -> Iterator[Q]:
    """One for each expense: the days of all its due days, and the amounts of all."""
    by_expense: dict[UUID, list[Due]] = defaultdict(list)
    for each in dues:
        by_expense[each.expense].append(each)
    for some in by_expense.values():
        days = [day for each in some for day in each.days]
        between = Q(booked_on__gte=min(days) - AROUND_DUE, booked_on__lte=max(days) + AROUND_DUE)
        least = min(each.amount - near(each.amount) for each in some)
        most = max(each.amount + near(each.amount) for each in some)
        amounts = Q(amount__lte=-max(least, Decimal(0)), amount__gte=-most, amount__lt=0)
        known = Q(payee_key__in=some[0].known, amount__gte=-max(each.most for each in some), amount__lt=0)
        yield between & (amounts | known if some[0].known else amounts)


def _upwards(tree: CategoryTree, category: UUID | None) -> frozenset[UUID]:
    found: set[UUID] = set()
    node = tree.get(category)
    while node is not None and node.id not in found:
        found.add(node.id)
        node = tree.get(node.parent_id)
    return frozenset(found)


def halves_around(standing: Standing, accounts: Sequence[MoneyAccount], days: Days) -> list[Found]:
    """For each settlement around these days that lacks the person's half the rows that may be it. One query, two more
    for each settlement and one where rows are found.
    """
    own = {each.pk for each in accounts}
    without = Q(payer=standing.place, outgoing=None) | Q(payer=1 - standing.place, incoming=None)
    settled = Settlement.objects.filter(
        without,
        partnership=standing.partnership,
        settled_on__gte=days.first - AROUND,
        settled_on__lte=days.last + AROUND,
    )
    partner = words_of(str(standing.other), standing.partner.name if standing.partner else "")
    found: list[Found] = []
    for each in settled.order_by("settled_on", "pk"):
        rows = candidates(standing=standing, payer=each.payer, amount=each.amount, around=each.settled_on)
        mine = [row for row in rows if row.account_id in own and not row.is_pending]
        personal = set(PersonalLine.objects.filter(transaction__in=mine).values_list("transaction", flat=True))
        lines = [_half(row) for row in mine if row.pk not in personal and row.booked_on <= standing.person.today]
        found += judge_halves(each.pk, each.settled_on, partner, lines)
    return found


def _half(row: Transaction) -> Line:
    return Line(row.pk, abs(row.amount), row.booked_on, row.payee_key, words_of(row.payee, row.notes))

"""One month of a partnership: what was due, what was paid, and who owes whom. Every total is the sum of its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from config.kernel.money import ZERO
from ledger.core.models import Category
from partnerships.agreements.splitting import Splitting, split_amount
from partnerships.core.models import Partnership
from partnerships.expenses.due import due_days
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.months import month_after
from partnerships.expenses.splits import active_expenses
from partnerships.statements.balance import balance_of
from partnerships.statements.models import Settlement

Parts = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class DueLine:
    """An occurrence; `payment` is None while it is open. `parts` of what is due, by place."""

    expense: SharedExpense
    due_on: date
    amount: Decimal
    parts: Parts
    payment: SharedPayment | None


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A payment of the month; `parts` by place add up to its amount."""

    payment: SharedPayment
    parts: Parts

    @property
    def category(self) -> Category | None:
        return self.payment.category


@dataclass(frozen=True)
class Statement:
    """Balances are what the other owes member 0, negative for what member 0 owes."""

    partnership: Partnership
    month: date
    due: tuple[DueLine, ...]
    paid: tuple[PaidLine, ...]
    settlements: tuple[Settlement, ...]
    carried_in: Decimal

    @cached_property
    def total_due(self) -> Decimal:
        return sum((each.amount for each in self.due), ZERO)

    @cached_property
    def due_parts(self) -> Parts:
        return _sums(each.parts for each in self.due)

    @cached_property
    def open(self) -> Decimal:
        """Of what is due, what nobody has paid yet. It is not part of who owes whom."""
        return sum((each.amount for each in self.due if each.payment is None), ZERO)

    @cached_property
    def total_paid(self) -> Decimal:
        return sum((each.payment.amount for each in self.paid), ZERO)

    @cached_property
    def paid_by(self) -> Parts:
        first = sum((each.payment.amount for each in self.paid if each.payment.payer == 0), ZERO)
        return first, self.total_paid - first

    @cached_property
    def shares(self) -> Parts:
        return _sums(each.parts for each in self.paid)

    @property
    def balance(self) -> Decimal:
        """Of this month alone."""
        return self.paid_by[0] - self.shares[0]

    @cached_property
    def settled(self) -> Decimal:
        """What member 0 gave less what they got."""
        return sum((each.amount if each.payer == 0 else -each.amount for each in self.settlements), ZERO)

    @property
    def carried_out(self) -> Decimal:
        return self.carried_in + self.balance + self.settled


def _sums(parts: Iterable[Parts]) -> Parts:
    first = second = ZERO
    for each in parts:
        first, second = first + each[0], second + each[1]
    return first, second


def statement_of(partnership: Partnership, month: date) -> Statement:
    """Of the month whose first day it is. Eight queries, and those of the split; as many for long histories."""
    first, end = month, month_after(month)
    paid = SharedPayment.objects.filter(
        partnership=partnership, counts=True, paid_on__gte=first, paid_on__lt=end
    ).select_related("expense", "category")
    settlements = Settlement.objects.filter(partnership=partnership, settled_on__gte=first, settled_on__lt=end)
    return Statement(
        partnership=partnership,
        month=month,
        due=tuple(_due_lines(partnership, month)),
        paid=tuple(
            PaidLine(each, (each.first_amount, each.amount - each.first_amount))
            for each in paid.order_by("paid_on", "id")
        ),
        settlements=tuple(settlements.select_related("outgoing", "incoming").order_by("number")),
        carried_in=balance_of(partnership, before=first),
    )


def _due_lines(partnership: Partnership, month: date) -> list[DueLine]:
    """Of active expenses, and of others what was paid for this month, so that archiving changes no past."""
    payments = _paid_for(partnership, month)
    splitting, lines = Splitting(partnership), []
    for expense in active_expenses(partnership):
        for due_on in due_days(expense.starts_on, expense.frequency, expense.ends_on, month):
            lines.append(_due_line(expense, due_on, payments.pop((expense.pk, due_on), None), splitting))
    for payment in payments.values():
        if payment.expense is not None and payment.due_on is not None:
            lines.append(_due_line(payment.expense, payment.due_on, payment, splitting))
    return sorted(lines, key=lambda line: (line.due_on, line.expense.name, line.expense.pk))


def _paid_for(partnership: Partnership, month: date) -> dict[tuple[UUID, date], SharedPayment]:
    found = SharedPayment.objects.filter(
        partnership=partnership, counts=True, due_on__gte=month, due_on__lt=month_after(month), expense__isnull=False
    )
    keyed: dict[tuple[UUID, date], SharedPayment] = {}
    for each in found.select_related("expense__category").order_by("due_on", "id"):
        if each.expense_id is not None and each.due_on is not None:
            keyed[each.expense_id, each.due_on] = each
    return keyed


def _due_line(expense: SharedExpense, due_on: date, payment: SharedPayment | None, splitting: Splitting) -> DueLine:
    """What was paid is due as it was paid, so that a later price changes no earlier month."""
    if payment is not None:
        parts = (payment.first_amount, payment.amount - payment.first_amount)
        return DueLine(expense, due_on, payment.amount, parts, payment)
    share = splitting.share(due_on, category=expense.category, expense=expense)
    parts = split_amount(expense.amount, share.first, splitting.partnership.currency, expense.pk)
    return DueLine(expense, due_on, expense.amount, parts, None)

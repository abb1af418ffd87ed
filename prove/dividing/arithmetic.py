"""A household in memory: the product's own splitting and statements, without a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.kernel.money import ZERO, smallest_unit_of
from ledger.core.models import Category
from partnerships.agreements.incomes import ratio
from partnerships.agreements.models import WHOLE, Agreement, AgreementException, Reason
from partnerships.agreements.splitting import Share, Splitting
from partnerships.core.models import Partnership
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.months import month_after
from partnerships.expenses.services.payments import share_anew
from partnerships.statements.balance import ower
from partnerships.statements.models import Settlement
from partnerships.statements.statement import PaidLine, Statement
from prove.dividing.households import FIRST, LAST, MONTHS, Household, Outlay

Lines = Callable[[date], Statement]


class Uneven(Exception):
    """What does not add up, or who still owes whom."""


class InMemory(Splitting):
    """Of an agreement that no database holds. A fixed amount comes to any part of the month's costs."""

    def __init__(self, partnership: Partnership, home: Household, categories: Sequence[Category]) -> None:
        self.partnership, self._home = partnership, home
        agreement = Agreement(partnership=partnership, starts_on=FIRST, method=home.method, first_percent=home.percent)
        agreement._prefetched_objects_cache = {  # type: ignore[attr-defined]
            "exceptions": [
                AgreementException(
                    category_id=categories[key].pk, method="equal" if part is None else "percent", first_percent=part
                )
                for key, part in home.exceptions.items()
            ]
        }
        self.agreements = [agreement]
        self._months = {}

    def whole(self, month: date) -> Share:
        if self._home.method == "fixed":
            return Share(self._home.fixed_share, Reason.FIXED)
        if self._home.method != "income":
            return super().whole(month)
        first, second = (None if each is None else Fraction(each) for each in self._home.incomes)
        return Share(*ratio(first, second, whole_percent=self._home.is_whole_percent))


def pay_in_memory(home: Household) -> int:
    """How many payments there were. Raises Uneven."""
    partnership = Partnership(currency=home.currency, started_on=FIRST)
    categories = _categories()
    splitting = InMemory(partnership, home, categories)
    expenses = [
        SharedExpense(amount=each.amount, method=each.method, first_percent=each.percent) for each in home.costs
    ]
    paid: list[SharedPayment] = []
    settled: list[Settlement] = []

    def month_of(month: date, carried_in: Decimal) -> Statement:
        return _statement(partnership, month, carried_in, paid, settled)

    for outlays in home.rounds:
        for outlay in outlays:
            payment = SharedPayment(
                partnership=partnership,
                payer=outlay.payer,
                amount=outlay.amount,
                paid_on=outlay.paid_on,
                category=None if outlay.category is None else categories[outlay.category],
                expense=None if outlay.cost is None else expenses[outlay.cost],
            )
            share_anew(payment, partnership, splitting)
            check_part(home, outlay, payment)
            paid.append(payment)
        owed = balance_by_months(month_of)
        payer = ower(owed)
        if payer is not None:
            settled.append(Settlement(partnership=partnership, payer=payer, amount=abs(owed), settled_on=LAST))
        if balance_by_months(month_of):
            raise Uneven(f"{balance_by_months(month_of)} are owed after {abs(owed)} was paid")
    return len(paid)


def check_part(home: Household, outlay: Outlay, payment: SharedPayment) -> None:
    """Split by the rules, and to the nearest smallest unit."""
    expected = home.share_of(outlay)
    if expected not in (None, payment.first_share):
        raise Uneven(f"{outlay} is split by {payment.first_share}, {expected} was agreed")
    exact = Fraction(outlay.amount) * payment.first_share / WHOLE
    if abs(Fraction(payment.first_amount) - exact) > Fraction(smallest_unit_of(home.currency)) / 2:
        raise Uneven(f"{outlay}: {payment.first_amount} is not the nearest to {float(exact)}")


def balance_by_months(month_of: Callable[[date, Decimal], Statement]) -> Decimal:
    """What the last month carries out, each month begun with what the one before did. Raises Uneven."""
    carried = ZERO
    for number in range(MONTHS):
        month = month_of(month_after(FIRST, number), carried)
        if month.carried_in != carried:
            raise Uneven(f"{month.month} begins with {month.carried_in}, the one before ended with {carried}")
        check_sums(month)
        carried = month.carried_out
    return carried


def check_sums(month: Statement) -> None:
    if not sum(month.shares) == month.total_paid == sum(month.paid_by):
        raise Uneven(f"{month.month}: {month.shares} and {month.paid_by} are not {month.total_paid}")
    for line in month.paid:
        if sum(line.parts) != line.payment.amount:
            raise Uneven(f"{line.parts} are not {line.payment.amount}")


def _statement(
    partnership: Partnership,
    month: date,
    carried_in: Decimal,
    paid: Iterable[SharedPayment],
    settled: Iterable[Settlement],
) -> Statement:
    lines = tuple(
        PaidLine(each, (each.first_amount, each.amount - each.first_amount))
        for each in paid
        if each.paid_on.replace(day=1) == month
    )
    of_month = tuple(each for each in settled if each.settled_on.replace(day=1) == month)
    return Statement(partnership, month, (), lines, of_month, carried_in)


def _categories() -> list[Category]:
    above, beside = Category(name="above"), Category(name="beside")
    return [above, Category(name="below", parent=above), beside]

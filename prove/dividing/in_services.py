"""A household in the database: everything is done by the services that pages and API call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships.agreements.models import Method
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import ExceptionTerms, Terms
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.sharing.whose import BOTH, say_whose
from partnerships.statements.balance import balance_of
from partnerships.statements.services import settle
from partnerships.statements.statement import Statement, statement_of
from prove.dividing.arithmetic import Uneven, balance_by_months, check_part
from prove.dividing.households import FIRST, LAST, Cost, Household, Outlay


class _Undo(Exception):
    pass


def pay_in_services(home: Household, seed: int) -> int:
    """How many payments there were; nothing of it stays. Raises Uneven, and what a service raises."""
    try:
        with transaction.atomic():
            count = _Couple(home, seed).live()
            raise _Undo
    except _Undo:
        return count


class _Couple:
    def __init__(self, home: Household, seed: int) -> None:
        self.home = home
        people = [self._person(seed, place) for place in (0, 1)]
        partnership = start_partnership(first=people[0], second=people[1], currency=home.currency, started_on=FIRST)
        self.both = [standing_in(each, partnership.pk) for each in people]
        self.accounts = [self._account(each) for each in people]
        self.categories = _categories()
        begin_agreement(partnership=partnership, terms=self._terms(), proposed_by=people[0])
        self.expenses = [self._add(place % 2, each) for place, each in enumerate(home.costs)]

    def live(self) -> int:
        partnership, count = self.both[0].partnership, 0
        for outlays in self.home.rounds:
            for outlay in outlays:
                check_part(self.home, outlay, self._pay(outlay))
                count += 1
            owed = balance_by_months(self._month)
            if owed != balance_of(partnership):
                raise Uneven(f"the statement carries {owed} out, the balance is {balance_of(partnership)}")
            if owed:
                settle(standing=self.both[count % 2], expected_amount=abs(owed), settled_on=LAST)
            rest = balance_of(partnership), balance_by_months(self._month)
            if any(rest):
                raise Uneven(f"{rest} are owed after {abs(owed)} was paid")
        return count

    def _month(self, month: date, _carried: Decimal) -> Statement:
        return statement_of(self.both[0].partnership, month)

    def _person(self, seed: int, place: int) -> User:
        return User.objects.create_user(
            f"even-{seed}-{place}@example.org", currency=self.home.currency, monthly_income=self.home.incomes[place]
        )

    def _account(self, person: User) -> MoneyAccount:
        return ledger.create_money_account(owner=person, currency=self.home.currency, name="Everyday", opened_on=FIRST)

    def _terms(self) -> Terms:
        home = self.home
        exceptions = tuple(
            ExceptionTerms(self.categories[key].pk, Method.EQUAL if part is None else Method.PERCENT, part)
            for key, part in home.exceptions.items()
        )
        return Terms(
            FIRST, home.method, home.percent, home.fixed_place, home.fixed_amount,
            whole_percent=home.is_whole_percent, exceptions=exceptions,
        )  # fmt: skip

    def _add(self, place: int, cost: Cost) -> SharedExpense:
        values: dict[str, Any] = {
            "name": "Cost",
            "amount": cost.amount,
            "frequency": cost.frequency,
            "starts_on": cost.starts_on,
            "ends_on": cost.ends_on,
            "category": None if cost.category is None else self.categories[cost.category].pk,
            "method": cost.method,
            "first_percent": cost.percent,
        }
        expense, asked = add_expense(standing=self.both[place], values=values)
        if asked is not None:
            approve(approval=asked, by=self.both[1 - place])
        return expense

    def _pay(self, outlay: Outlay) -> SharedPayment:
        standing = self.both[outlay.payer]
        if outlay.cost is None:
            return self._share(outlay, standing)
        assert outlay.due_on is not None, "a cost is due on a day"
        return mark_paid(
            standing=self.both[outlay.due_on.day % 2],
            expense=self.expenses[outlay.cost],
            due_on=outlay.due_on,
            payer=outlay.payer,
            amount=outlay.amount,
            paid_on=outlay.paid_on,
        )

    def _share(self, outlay: Outlay, standing: Standing) -> SharedPayment:
        """A line of the payer's own ledger, which the partner agrees to where they are asked. Without a payee, for
        which a category would be suggested.
        """
        entry = ledger.record_transaction(
            account=self.accounts[outlay.payer],
            recorded_by=standing.person,
            amount=-outlay.amount,
            booked_on=outlay.paid_on,
            kind=Transaction.Kind.EXPENSE if outlay.amount > 0 else Transaction.Kind.REFUND,
            category=None if outlay.category is None else self.categories[outlay.category],
        )
        say_whose(standing=standing, entry=entry, whose=BOTH)
        asked = Approval.objects.filter(partnership=standing.partnership, status=Approval.Status.PENDING).first()
        if asked is not None:
            approve(approval=asked, by=self.both[1 - outlay.payer])
        return SharedPayment.objects.get(transaction=entry)


def _categories() -> list[Category]:
    """As in memory: one above, one below it, one beside both. Of what everybody has."""
    everybodys = Category.objects.filter(owner=None, household=None, kind=Category.Kind.EXPENSE)
    below = everybodys.filter(parent__isnull=False).select_related("parent").earliest("sort_order", "pk")
    above = below.parent
    assert above is not None, "it was asked for with one"
    beside = everybodys.filter(parent=None).exclude(pk=above.pk).earliest("sort_order", "pk")
    return [above, below, beside]

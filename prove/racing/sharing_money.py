"""Two who pay, settle up and fill a pot, eight times at once: each race is given one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from accounts.models import User
from config.kernel.models import AuditEntry
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals import services as approvals
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import add_expense, ask_to_change, mark_paid
from partnerships.statements.balance import balance_of
from partnerships.statements.models import Contribution, Settlement
from partnerships.statements.services import mark_contribution, roll_up, settle
from prove.racing.together import RACERS, Wrong, all_at_once, one_wins

DUE = date(2026, 3, 1)


def mark_one_day_paid(person: User) -> None:
    first, second = _couple(person)
    expense = _expense(first)
    one_wins([partial(_pay, expense, each) for each in (first, second)] * (RACERS // 2))
    _once(SharedPayment.objects.filter(expense=expense).count(), "expense_paid", first)


def settle_one_balance(person: User) -> None:
    first, second = _couple(person)
    _pay(_expense(first), first)
    one_wins([partial(_settle, each) for each in (first, second)] * (RACERS // 2))
    _once(Settlement.objects.filter(partnership=first.partnership).count(), "settlement_made", first)
    if balance_of(first.partnership):
        raise Wrong("they are not even")


def edit_one_expense(person: User) -> None:
    """Asked once, decided once, changed once."""
    first, second = _couple(person)
    expense = _expense(first)
    one_wins([partial(_ask, expense, each) for each in (first, second)] * (RACERS // 2))
    asked = Approval.objects.get(partnership=first.partnership)
    by = second if asked.requested_by_id == first.person.pk else first
    acts: list[Callable[[], object]] = [partial(_approve, asked, by)] * (RACERS // 2)
    one_wins(acts + [partial(_decline, asked, by)] * (RACERS // 2))
    asked.refresh_from_db()
    expected = Decimal(55) if asked.status == Approval.Status.APPROVED else Decimal(40)
    if SharedExpense.objects.get(pk=expense.pk).amount != expected:
        raise Wrong(f"{asked.status}, and the amount is not {expected}")


def mark_one_contribution_paid(person: User) -> None:
    """Rolled up by all of them, two rows; marked by one."""
    first, _second = _couple(person)
    _expense(first)
    Partnership.objects.filter(pk=first.partnership.pk).update(mode=Partnership.Mode.POT)
    results = all_at_once([partial(_roll_up, first)] * RACERS)
    this = Contribution.objects.filter(partnership=first.partnership)
    months = set(this.values_list("month", flat=True))
    if set(results) != {"done"} or this.count() != 2 * len(months):
        raise Wrong(f"{results}, {this.count()} rows of {len(months)} months")
    one_wins([partial(_mark, first)] * RACERS)
    _once(this.filter(paid_on__isnull=False).count(), "contribution_paid", first)


def _couple(person: User) -> tuple[Standing, Standing]:
    name, _at, host = person.email.partition("@")
    partner = User.objects.create_user(f"{name}-partner@{host}", "pw", currency="EUR")
    partnership = start_partnership(first=person, second=partner, currency="EUR", started_on=DUE)
    terms = Terms(starts_on=DUE, method="percent", first_percent=Decimal(60))
    begin_agreement(partnership=partnership, terms=terms, proposed_by=person)
    return standing_in(person, partnership.pk), standing_in(partner, partnership.pk)


def _expense(standing: Standing) -> SharedExpense:
    values = {"name": "Internet", "amount": Decimal(40), "starts_on": DUE}
    expense, _asked = add_expense(standing=standing, values=values)
    return expense


def _pay(expense: SharedExpense, by: Standing) -> None:
    mark_paid(standing=by, expense=expense, due_on=DUE, paid_on=DUE)


def _settle(by: Standing) -> None:
    settle(standing=by, expected_amount=Decimal(16))


def _ask(expense: SharedExpense, by: Standing) -> None:
    ask_to_change(standing=by, expense=expense, changes={"amount": Decimal(55)})


def _approve(asked: Approval, by: Standing) -> None:
    approvals.approve(approval=asked, by=by)


def _decline(asked: Approval, by: Standing) -> None:
    approvals.decline(approval=asked, by=by)


def _roll_up(by: Standing) -> None:
    roll_up(Partnership.objects.get(pk=by.partnership.pk))


def _mark(by: Standing) -> None:
    mark_contribution(standing=by)


def _once(rows: int, action: str, standing: Standing) -> None:
    audited = AuditEntry.objects.filter(action=action, details__partnership=str(standing.partnership.pk)).count()
    if (rows, audited) != (1, 1):
        raise Wrong(f"{rows} rows, {audited} audit rows")

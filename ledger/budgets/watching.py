"""After what was spent has changed: carry it over, tell windows what it did to the month, and tell people once.

Only the running month is told of. A household is looked at only where an account of both changed, or what was paid for
both (the partnerships say so): what moves on somebody's own account raises no number of the other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import translation

from accounts.models import User
from config.kernel.live import push
from config.kernel.money import money_text
from ledger.budgets.figures import MonthView, Row
from ledger.budgets.limits import limit_rows
from ledger.budgets.models import Budget
from ledger.budgets.notices import tell
from ledger.budgets.purses import joint_lens
from ledger.budgets.queries import month_view
from ledger.budgets.services import refresh_carried
from ledger.budgets.standing import standing_of
from ledger.budgets.telling import frame_of, people_of
from ledger.core.models import (
    HouseholdMember,
    MoneyAccountAccess,
    OfOwnerOrHousehold,
    Transaction,
    TransactionLine,
)

Role = MoneyAccountAccess.Role
Changed = Sequence[tuple[UUID | None, date]]


def watch_account(account_id: UUID, ids: Sequence[UUID]) -> None:
    """Of the account's owners, each by what they see; `ids` as of TransactionsChanged. Twice tells nothing anew.

    Whoever sees none of what changed hears nothing, and a household only of what both see.
    """
    owning = MoneyAccountAccess.objects.filter(account=account_id, role__in=[Role.OWNER, Role.CO_OWNER])
    lines = _lines(ids)
    for grant in owning.filter(person__is_active=True).select_related("person").order_by("person"):
        seen = [each for each in lines if each.withheld in ("", grant.role)]
        if seen or not ids:
            watch_person(grant.person, [each.counted for each in seen])
    everybodys = [each.counted for each in lines if not each.withheld]
    for household_id in _households(owning.values("person")) if everybodys or not ids else ():
        if account_id in joint_lens(household_id).sights:
            watch_household(household_id, everybodys)


def _households(people: Any) -> list[UUID]:
    members = HouseholdMember.objects.filter(person__in=people, is_open=True)
    return sorted(set(members.values_list("household_id", flat=True)))


class _Line(NamedTuple):
    """Where a line, or a part of a split one, counts, and from whom it is kept."""

    counted: tuple[UUID | None, date]
    withheld: str


def _lines(ids: Sequence[UUID]) -> list[_Line]:
    """Two queries, none for none."""
    if not ids:
        return []
    entries = Transaction.objects.filter(pk__in=ids)
    whole = entries.filter(is_split=False).values_list("category_id", "booked_on", "withheld")
    parts = TransactionLine.objects.filter(transaction__in=entries.filter(is_split=True))
    split = parts.values_list("category_id", "transaction__booked_on", "transaction__withheld")
    return [_Line((category_id, on), withheld) for category_id, on, withheld in [*whole, *split]]


def watch_person(person: User, changed: Changed) -> None:
    """Their own budgets, or where this month has none their standing limits."""
    with translation.override(person.locale.lower()):
        month = person.today.replace(day=1)
        running = _look_at_budgets(Budget.objects.of(owner=person, household=None), person, changed)
        if running is None:
            for row in limit_rows(person, month):
                tell(person, standing_of(row), month, None)
        else:
            _tell_of(running, person)


def watch_household(household_id: UUID, changed: Changed = ()) -> None:
    """What both plan together; both are told."""
    members = User.objects.filter(households__household=household_id, households__is_open=True, is_active=True)
    people = list(members.order_by("pk"))
    budgets = Budget.objects.of(owner=None, household=household_id)
    if not people or _look_at_budgets(budgets, people[0], changed) is None:
        return
    for person in people:
        budget = budgets.filter(month=person.today.replace(day=1)).first()
        if budget is not None:
            with translation.override(person.locale.lower()):
                _tell_of(month_view(budget, person), person)


def _look_at_budgets(budgets: OfOwnerOrHousehold[Budget], reader: User, changed: Changed) -> MonthView | None:
    """Carry over into those that are open, and tell windows of the months that changed; the running month's view."""
    month, running = reader.today.replace(day=1), None
    for budget in budgets.filter(status=Budget.Status.OPEN).order_by("month"):
        refresh_carried(budget=budget, reader=reader)
        if budget.month == month:
            running = month_view(budget, reader)
            push(people_of(budget), "budget:changed", {**frame_of(budget), "rows": _impact(running, changed)})
        elif any(on.replace(day=1) == budget.month for _category, on in changed):
            push(people_of(budget), "budget:changed", frame_of(budget))
    return running


def _impact(view: MonthView, changed: Changed) -> list[dict[str, str | None]]:
    """The rows in which what changed this month counts, as they are now."""
    rows: dict[UUID | None, Row] = {}
    for category_id, on in changed:
        if on.replace(day=1) == view.month:
            row = view.row_of_category(category_id) or view.unplanned
            rows[row.key] = row
    return [
        {
            "category": None if key is None else str(key),
            "allocated_amount": money_text(row.allocated, view.currency),
            "spent_amount": money_text(row.spent, view.currency),
            "remaining_amount": money_text(row.remaining, view.currency),
        }
        for key, row in rows.items()
    ]


def _tell_of(view: MonthView, person: User) -> None:
    if view.days.is_running:
        for row in view.categories:
            tell(person, standing_of(row), view.month, view.budget)

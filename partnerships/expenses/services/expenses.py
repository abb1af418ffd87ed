"""Adding a shared expense, and asking the partner to change or end one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from config.kernel.events import announce
from config.kernel.live import push
from partnerships.agreements.splitting import monthly_amount
from partnerships.approvals.items import WAITS, ask_about, settled, withdraw_waiting
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses import errors
from partnerships.expenses.events import SharedExpenseChanged
from partnerships.expenses.models import SharedExpense
from partnerships.expenses.shapes import expense_shape, text_of
from partnerships.expenses.values import as_text, checked, columns, values_of

ADD, EDIT, DELETE = "expense_add", "expense_edit", "expense_delete"
Status = SharedExpense.Status


@transaction.atomic
def add_expense(
    *, standing: Standing, values: Mapping[str, Any], message: str = ""
) -> tuple[SharedExpense, Approval | None]:
    """Add what both bear from now on. One above the partnership's threshold, each time or in a month, or with a split
    of its own waits for the partner, and is not counted.

    `values` by the names in values.FIELDS; all but `name` and `amount` may be missing. The approval is None where it
    counts at once. Raises FieldError; Overtaken `no_partnership`, `partnership_paused`.
    """
    partnership = hold_active(standing)
    found = checked({**_defaults(), **values}, partnership)
    waits = _is_asked_for(found, partnership)
    if waits:
        found["status"] = Status.PENDING_APPROVAL
    expense = SharedExpense.objects.create(partnership=partnership, added_by=standing.person, **columns(found))
    asked = None
    if waits:
        after = as_text({**found, "status": Status.ACTIVE}, partnership.currency)
        asked = ask_about(standing=standing, kind=ADD, item=expense, before={}, after=after, message=message)
    announce(SharedExpenseChanged(partnership.pk, expense.pk, "added", standing.person.pk))
    shape = expense_shape(expense, partnership.currency)
    push(standing.people, "expense:added", {"expense": shape, "added_by": str(standing.person.pk)})
    return expense, asked


def _is_asked_for(found: Mapping[str, Any], partnership: Partnership) -> bool:
    amount: Decimal = found["amount"]
    a_month = monthly_amount(amount, found["frequency"], partnership.currency)
    return bool(found["method"]) or max(amount, a_month) > partnership.approval_threshold


def _defaults() -> dict[str, Any]:
    return {
        "category": None,
        "frequency": SharedExpense.Frequency.MONTHLY,
        "starts_on": timezone.now().date(),
        "ends_on": None,
        "payer": None,
        "method": "",
        "first_percent": None,
        "notes": "",
        "status": Status.ACTIVE,
    }


@transaction.atomic
def ask_to_change(
    *,
    standing: Standing,
    expense: SharedExpense,
    changes: Mapping[str, Any],
    version: int | None = None,
    message: str = "",
) -> Approval:
    """Ask the partner to change it, archiving included; until they agree it stays as it is.

    Raises:
        FieldError: values that cannot be; `unchanged`.
        Conflict: `version` is given and is not the current one.
        Overtaken: `waits_for_approval`, `item_moved` where it is gone, and as request_approval.
    """
    partnership = hold_active(standing)
    fresh = _settled(expense, version)
    before = values_of(fresh)
    after = checked({**before, **changes}, partnership)
    if before == after:
        raise errors.nothing_changes()
    return ask_about(
        standing=standing,
        kind=EDIT,
        item=fresh,
        before=as_text(before, partnership.currency),
        after=as_text(after, partnership.currency),
        message=message,
    )


@transaction.atomic
def ask_to_delete(
    *, standing: Standing, expense: SharedExpense, version: int | None = None, message: str = ""
) -> Approval | None:
    """Ask the partner to end it for good; what was paid for it stays. One that still waits is withdrawn by its adder,
    at once and without asking: None. Raises as ask_to_change.
    """
    partnership = hold_active(standing)
    if expense.status == WAITS and withdraw_waiting(kind=ADD, object_id=expense.pk, by=standing):
        return None
    fresh = _settled(expense, version)
    before = as_text(values_of(fresh), partnership.currency)
    return ask_about(standing=standing, kind=DELETE, item=fresh, before=before, after={}, message=message)


def _settled(expense: SharedExpense, version: int | None) -> SharedExpense:
    return settled(expense, version, gone=errors.expense_gone(), waits=errors.still_waits())


def tell_updated(partnership: Partnership, people: list[UUID], expense_id: UUID, changes: Any, by: UUID | None) -> None:
    announce(SharedExpenseChanged(partnership.pk, expense_id, "updated", by))
    told = {name: text_of(value, partnership.currency) for name, value in changes.items()}
    data = {"expense_id": str(expense_id), "changes": told, "updated_by": str(by) if by else None}
    push(people, "expense:updated", data)


def tell_deleted(partnership_id: UUID, people: list[UUID], expense_id: UUID, by: UUID | None) -> None:
    announce(SharedExpenseChanged(partnership_id, expense_id, "deleted", by))
    push(people, "expense:deleted", {"expense_id": str(expense_id), "deleted_by": str(by) if by else None})

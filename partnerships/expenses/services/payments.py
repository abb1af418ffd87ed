"""Marking what was due as paid, taking that back, and naming the real payment in the payer's ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.models import User
from config.kernel.audit import record
from config.kernel.events import announce
from config.kernel.live import push
from ledger.core import rules
from ledger.core.errors import NoLongerThere
from ledger.core.models import Transaction
from partnerships.agreements.splitting import Splitting, split_amount
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses import errors
from partnerships.expenses.due import due_days
from partnerships.expenses.events import SharedPaymentChanged
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.shapes import payment_shape
from partnerships.expenses.worth import worth_of

# Bills vary: a payment may be this part of the expense above it, or this much in the partnership's currency.
MORE_PART: Final = Decimal("0.1")
MORE_AMOUNT: Final = Decimal(1)


@transaction.atomic
def mark_paid(
    *,
    standing: Standing,
    expense: SharedExpense,
    due_on: date,
    payer: int | None = None,
    amount: Decimal | None = None,
    paid_on: date | None = None,
) -> SharedPayment:
    """Say that one of the two has paid what was due on a day; by default the whole amount, today, by who says so.

    It is split as agreed for the month it was paid in, once and for all. Five queries, and those of the split.

    Raises:
        FieldError: `not_due`, `not_active`, `day_to_come`, `above_expense`, or an amount that cannot be.
        Overtaken: `already_paid` (with the payment), `item_moved` where the expense is gone, as hold_active.
    """
    partnership = hold_active(standing)
    fresh = SharedExpense.objects.filter(pk=expense.pk).select_related("category").first()
    if fresh is None:
        raise errors.expense_gone()
    if fresh.status != SharedExpense.Status.ACTIVE:
        raise errors.not_counted()
    if due_on not in due_days(fresh.starts_on, fresh.frequency, fresh.ends_on, due_on):
        raise errors.not_due_then()
    amount = fresh.amount if amount is None else amount
    rules.check_amount_by_hand(amount, partnership.currency)
    if amount > most_of(fresh, partnership):
        raise errors.above_expense()
    paid_on = checked_day(standing.person, paid_on)
    SharedPayment.objects.filter(expense=fresh, due_on=due_on, counts=False).delete()
    payment = SharedPayment(
        partnership=partnership,
        expense=fresh,
        due_on=due_on,
        payer=standing.place if payer is None else payer,
        amount=amount,
        paid_on=paid_on,
        payee=fresh.name,
        category=fresh.category,
        recorded_by=standing.person,
    )
    share_anew(payment, partnership)
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError as error:
        twin = SharedPayment.objects.filter(expense=fresh, due_on=due_on).first()
        raise errors.already_paid(twin.pk if twin else None) from error
    record("expense_paid", person=standing.person, payment=str(payment.pk), partnership=str(partnership.pk))
    tell(payment, standing, "added")
    return payment


def most_of(expense: SharedExpense, partnership: Partnership) -> Decimal:
    """What a payment of it may come to without asking: a tenth or one unit above it, or up to the threshold."""
    amount: Decimal = expense.amount
    threshold: Decimal = partnership.approval_threshold
    return max(amount + max(amount * MORE_PART, MORE_AMOUNT), threshold)


def most_for(payment: SharedPayment, partnership: Partnership) -> Decimal:
    """What it may come to without asking, in the partnership's currency: see most_of; without an expense as now."""
    amount: Decimal = payment.amount
    threshold: Decimal = partnership.approval_threshold
    return max(amount, threshold if payment.expense is None else most_of(payment.expense, partnership))


def checked_day(person: User, day: date | None, field: str = "paid_on") -> date:
    """Today where none is said. Raises FieldError for one that is still to come."""
    if day is None:
        return person.today
    if day > person.today:
        raise errors.day_to_come(field)
    return day


def share_anew(payment: SharedPayment, partnership: Partnership, splitting: Splitting | None = None) -> None:
    """Set by what is agreed now for the month it was paid in; the caller stores it."""
    splitting = splitting or Splitting(partnership)
    share = splitting.share(payment.paid_on, category=payment.category, expense=payment.expense)
    payment.first_share = share.first
    divide(payment, partnership)


def divide(payment: SharedPayment, partnership: Partnership) -> None:
    """Set what member 0 bears, by the share that is kept with it."""
    parts = split_amount(payment.amount, payment.first_share, partnership.currency, payment.pk)
    payment.first_amount = parts[0]


@transaction.atomic
def undo_payment(*, standing: Standing, payment: SharedPayment) -> None:
    """Take back that it was paid. The transaction, where one is named, stays as it is in its ledger.

    Raises FieldError (`not_yours`, `comes_from_ledger`), NoLongerThere, Overtaken as hold_active.
    """
    partnership = hold_active(standing)
    fresh = SharedPayment.objects.filter(pk=payment.pk).first()
    if fresh is None:
        raise NoLongerThere
    if fresh.expense_id is None and fresh.transaction_id is not None:
        raise errors.comes_from_ledger()
    if standing.person.pk != fresh.recorded_by_id and standing.place != fresh.payer:
        raise errors.not_yours()
    remove(fresh, standing)
    record("expense_unpaid", person=standing.person, payment=str(payment.pk), partnership=str(partnership.pk))


def remove(payment: SharedPayment, standing: Standing) -> None:
    key, entry = payment.pk, payment.transaction_id
    SharedPayment.objects.filter(pk=key).delete()
    announce(SharedPaymentChanged(payment.partnership_id, key, "deleted", entry))
    push(standing.people, "payment:deleted", {"payment_id": str(key), "deleted_by": str(standing.person.pk)})


@transaction.atomic
def link_payment(*, standing: Standing, payment: SharedPayment, entry: Transaction) -> SharedPayment:
    """Name the payer's own transaction as this payment; amount and day follow it from now on. The caller has found
    `entry` through `owned_by`.

    Raises:
        FieldError: `not_yours` unless the reader paid it, `withheld`, `in_the_bin`, `not_shareable`, `no_rate`,
            `above_expense`.
        Overtaken: `already_linked` where either has another, as hold_active.
    """
    partnership = hold_active(standing)
    fresh = SharedPayment.objects.select_related("expense", "category").get(pk=payment.pk)
    if standing.place != fresh.payer:
        raise errors.not_yours()
    if fresh.transaction_id == entry.pk:
        return fresh
    if fresh.transaction_id is not None or SharedPayment.objects.filter(transaction=entry).exists():
        raise errors.already_linked()
    agreed = most_for(fresh, partnership)
    take_from(fresh, entry, standing.person, partnership)
    if fresh.amount > agreed:
        raise errors.above_expense("transaction")
    divide(fresh, partnership)
    fresh.transaction, fresh.linked_by = entry, standing.person
    fresh.version += 1
    fresh.save()
    tell(fresh, standing, "updated")
    return fresh


@transaction.atomic
def unlink_payment(*, standing: Standing, payment: SharedPayment) -> SharedPayment:
    """The payment stays as it was last. Raises FieldError (`not_yours`, `comes_from_ledger`)."""
    hold_active(standing)
    fresh = SharedPayment.objects.get(pk=payment.pk)
    if fresh.expense_id is None:
        raise errors.comes_from_ledger()
    if standing.person.pk != fresh.linked_by_id:
        raise errors.not_yours()
    entry = fresh.transaction_id
    fresh.transaction, fresh.linked_by, fresh.counts = None, None, True
    fresh.version += 1
    fresh.save()
    tell(fresh, standing, "updated", entry)
    return fresh


def take_from(payment: SharedPayment, entry: Transaction, person: User, partnership: Partnership) -> None:
    """Amount, day and rate of the payer's entry, as worth_of, which it raises as."""
    worth = worth_of(entry, person, partnership)
    payment.amount, payment.paid_on = worth.amount, entry.booked_on
    payment.original_amount, payment.original_currency = worth.original, worth.original_currency
    payment.rate, payment.rate_on = worth.rate, worth.rate_on


def tell(payment: SharedPayment, standing: Standing, what: str, entry: Any = None) -> None:
    """The frame names no transaction: the other partner may not know of it."""
    partnership = standing.partnership
    entry = entry or payment.transaction_id
    announce(SharedPaymentChanged(partnership.pk, payment.pk, what, entry))
    shape = {**payment_shape(payment, partnership.currency, standing.person.pk), "transaction": None}
    push(standing.people, f"payment:{what}", {"payment": shape, "by": str(standing.person.pk)})

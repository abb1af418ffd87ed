"""One transaction of a person's own ledger that is for both."""

from __future__ import annotations

from django.db import IntegrityError
from django.db.transaction import atomic

from config.kernel.audit import record
from ledger.core.models import Transaction
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services.payments import remove, share_anew, take_from, tell
from partnerships.expenses.values import shared_category


@atomic
def share_payment(*, standing: Standing, transaction: Transaction) -> SharedPayment:
    """Make a transaction of the person's own one both bear: its amount, day, payee and category are told to the
    partner and follow it from now on. Money back counts negative. Saying it twice changes nothing.

    The caller has found `transaction` through `owned_by`, with its account. The category is the nearest that both
    have.

    Raises:
        FieldError: `not_shareable`, `withheld`, `in_the_bin`, `no_rate`.
        Overtaken: `no_partnership`, `partnership_paused`.
    """
    partnership = hold_active(standing)
    there = SharedPayment.objects.filter(transaction=transaction).first()
    if there is not None:
        return there
    payment = SharedPayment(
        partnership=partnership,
        payer=standing.place,
        payee=transaction.payee,
        category=shared_category(transaction.category, partnership),
        transaction=transaction,
        linked_by=standing.person,
        recorded_by=standing.person,
    )
    take_from(payment, transaction, standing.person, partnership)
    share_anew(payment, partnership)
    try:
        with atomic():
            payment.save(force_insert=True)
    except IntegrityError:
        return SharedPayment.objects.get(transaction=transaction)
    record("payment_shared", person=standing.person, payment=str(payment.pk), partnership=str(partnership.pk))
    tell(payment, standing, "added")
    return payment


@atomic
def unshare_payment(*, standing: Standing, transaction: Transaction) -> None:
    """It is the person's own again. One for a shared expense only loses its link to the transaction and stays.

    Nothing to take back: nothing happens. Raises Overtaken as hold_active.
    """
    hold_active(standing)
    payment = SharedPayment.objects.filter(transaction=transaction, linked_by=standing.person).first()
    if payment is None:
        return
    if payment.expense_id is not None:
        SharedPayment.objects.filter(pk=payment.pk).update(transaction=None, linked_by=None, counts=True)
        payment.refresh_from_db()
        tell(payment, standing, "updated", transaction.pk)
        return
    remove(payment, standing)
    record("payment_unshared", person=standing.person, payment=str(payment.pk), partnership=str(payment.partnership_id))

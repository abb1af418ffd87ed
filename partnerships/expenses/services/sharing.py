"""One transaction of a person's own ledger that is for both, and asking the partner where it is a large one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils.translation import gettext

from config.kernel.audit import record
from ledger.core.models import Transaction
from partnerships.approvals.models import Approval
from partnerships.approvals.services import request_approval, withdraw
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services.payments import remove, share_anew, take_from, tell
from partnerships.expenses.shapes import text_of
from partnerships.expenses.values import shared_category
from partnerships.expenses.worth import worth_of

PAYMENT_SHARE: Final = "payment_share"


def question_of(transaction_id: UUID) -> UUID:
    """What an approval names in place of the transaction, whose id the partner is not told."""
    return uuid5(transaction_id, PAYMENT_SHARE)


def waiting_share(transaction: Transaction) -> Approval | None:
    """The open question whether it is for both. One query."""
    asked = Approval.objects.filter(kind=PAYMENT_SHARE, object_id=question_of(transaction.pk))
    return asked.filter(status=Approval.Status.PENDING).first()


@atomic
def share_or_ask(*, standing: Standing, transaction: Transaction) -> SharedPayment | Approval:
    """As share_payment, whose errors it raises; but above the partnership's threshold nothing is owed, and nothing of
    it for both, until the partner agrees. Saying it twice asks once.
    """
    partnership = hold_active(standing)
    waiting = waiting_share(transaction)
    if waiting is not None:
        return waiting
    there = SharedPayment.objects.filter(transaction=transaction).first()
    if there is not None:
        return there
    if worth_of(transaction, standing.person, partnership).amount <= partnership.approval_threshold:
        return share_payment(standing=standing, transaction=transaction)
    return request_approval(
        standing=standing,
        kind=PAYMENT_SHARE,
        object_id=question_of(transaction.pk),
        base_version=None,
        title=transaction.payee or gettext("A payment"),
        before={},
        after=told_of(transaction, standing, partnership),
    )


def told_of(transaction: Transaction, standing: Standing, partnership: Partnership) -> dict[str, Any]:
    """What the partner is told of it and agrees to, as JSON. Raises as worth_of."""
    worth = worth_of(transaction, standing.person, partnership)
    category = shared_category(transaction.category, partnership)
    return {
        "payee": transaction.payee,
        "amount": text_of(worth.amount, partnership.currency),
        "paid_on": transaction.booked_on.isoformat(),
        "category": str(category.pk) if category else None,
        "payer": standing.place,
    }


@atomic
def share_payment(*, standing: Standing, transaction: Transaction) -> SharedPayment:
    """Make a transaction of the person's own one both bear: its amount, day, payee and category are told to the
    partner and follow it from now on. Money back counts negative. Saying it twice changes nothing. The partner is not
    asked: see share_or_ask.

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
    """It is the person's own again, or no longer asked for. One for a shared expense only loses its link to the
    transaction and stays.

    Nothing to take back: nothing happens. Raises Overtaken as hold_active.
    """
    hold_active(standing)
    waiting = waiting_share(transaction)
    if waiting is not None and waiting.requested_by_id == standing.person.pk:
        withdraw(approval=waiting, by=standing)
    payment = SharedPayment.objects.filter(transaction=transaction, linked_by=standing.person).first()
    if payment is not None:
        take_back(standing=standing, payment=payment, transaction=transaction)


def take_back(*, standing: Standing, payment: SharedPayment, transaction: Transaction) -> None:
    """In the caller's transaction, which holds the partnership; in a paused one too."""
    if payment.expense_id is not None:
        SharedPayment.objects.filter(pk=payment.pk).update(transaction=None, linked_by=None, counts=True)
        payment.refresh_from_db()
        tell(payment, standing, "updated", transaction.pk)
        return
    remove(payment, standing)
    record("payment_unshared", person=standing.person, payment=str(payment.pk), partnership=str(payment.partnership_id))

"""Payments that follow what becomes of their transactions, and agreements that begin in a running month."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from config.kernel.events import announce
from config.kernel.live import push
from config.kernel.sql import db_uuid, is_any, marks
from ledger.core.errors import FieldError
from ledger.core.models import Transaction
from partnerships.agreements.splitting import Splitting
from partnerships.core.models import Member, Partnership
from partnerships.core.standing import standing_in
from partnerships.expenses.events import SharedPaymentChanged, SharedPaymentOutgrown
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services.payments import divide, most_for, share_anew
from partnerships.expenses.services.sharing import share_or_ask, take_back
from partnerships.expenses.values import shared_category
from partnerships.expenses.worth import SHAREABLE, convert_entry

_FOLLOWS = (
    "amount",
    "paid_on",
    "payee",
    "category_id",
    "first_share",
    "first_amount",
    "counts",
    "original_amount",
    "original_currency",
    "rate",
    "rate_on",
)


def followed_by(ids: Collection[UUID] = (), account_id: UUID | None = None) -> QuerySet[SharedPayment]:
    """Payments of these transactions, of all on an account, or (without either) all that have one."""
    found = SharedPayment.objects.exclude(partnership__status=Partnership.Status.ENDED)
    if ids:
        return found.filter(transaction__in=ids)
    if account_id is not None:
        return found.filter(transaction__account=account_id)
    return found.filter(transaction__isnull=False)


def is_followed(ids: Collection[UUID], account_id: UUID) -> bool:
    """Whether payments of these transactions, or of all on the account, may be to bring up to date; one query."""
    named = [db_uuid(each) for each in ids] or [db_uuid(account_id)]
    if ids:
        return is_any(f"partnerships_sharedpayment WHERE transaction_id IN ({marks(len(named))})", named)
    return is_any(
        "partnerships_sharedpayment p JOIN ledger_transaction t ON t.id = p.transaction_id WHERE t.account_id = %s",
        named,
    )


def follow_transactions(ids: Collection[UUID] = (), account_id: UUID | None = None) -> int:
    """Bring payments up to date with their transactions; how many changed. Twice changes nothing. What has grown beyond
    what was agreed is let go.

    One in the bin, or one that became a transfer, does not count until it is back; what has left the bin for good is
    removed. Each in a transaction of its own.
    """
    changed = sum(_follow(each) for each in followed_by(ids, account_id).values_list("pk", flat=True))
    orphans = SharedPayment.objects.filter(transaction=None, counts=False)
    orphans.exclude(partnership__status=Partnership.Status.ENDED).delete()
    return changed


@transaction.atomic
def _follow(key: UUID) -> bool:
    row = SharedPayment.objects.filter(pk=key).values_list("partnership", flat=True).first()
    if row is None:
        return False
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=row)
    payment = SharedPayment.objects.select_related("transaction__account", "linked_by", "expense").get(pk=key)
    entry = payment.transaction
    if entry is None or partnership.status == Partnership.Status.ENDED:
        return False
    before, agreed = _values(payment), most_for(payment, partnership)
    payment.counts = entry.deleted_at is None and entry.kind in SHAREABLE and not entry.withheld
    if payment.counts:
        _copy(payment, entry, partnership)
        if payment.amount > agreed:
            _let_go(payment, entry, partnership)
            return True
    after = _values(payment)
    if before == after:
        return False
    payment.version += 1
    payment.save()
    announce(SharedPaymentChanged(partnership.pk, payment.pk, "updated", entry.pk))
    both = Member.objects.filter(partnership=partnership, person__isnull=False).values_list("person", flat=True)
    push([each for each in both if each is not None], "payment:changed", {"payment_id": str(payment.pk)})
    return True


def _let_go(payment: SharedPayment, entry: Transaction, partnership: Partnership) -> None:
    """It has grown beyond what the partner agreed to: one for an expense stays as it was without its transaction, which
    they are told; any other is the payer's own until the partner says yes, and is not asked for while the partnership
    rests.
    """
    assert payment.linked_by is not None, "the amount of any other follows nothing"
    standing = standing_in(payment.linked_by, partnership.pk)
    take_back(standing=standing, payment=payment, transaction=entry)
    if payment.expense_id is not None:
        announce(SharedPaymentOutgrown(payment.pk, entry.pk, standing.person.pk))
    elif partnership.status == Partnership.Status.ACTIVE:
        share_or_ask(standing=standing, transaction=entry)


def _values(payment: SharedPayment) -> list[object]:
    return [getattr(payment, name) for name in _FOLLOWS]


def _copy(payment: SharedPayment, entry: Transaction, partnership: Partnership) -> None:
    """Its own share stays with it, unless it comes to another month or category."""
    month, category_id = payment.paid_on.replace(day=1), payment.category_id
    _take_worth(payment, entry, partnership)
    payment.paid_on = entry.booked_on
    if payment.expense_id is None:
        payment.payee = entry.payee
        payment.category = shared_category(entry.category, partnership)
    if (month, category_id) != (payment.paid_on.replace(day=1), payment.category_id):
        share_anew(payment, partnership)
    else:
        divide(payment, partnership)


def _take_worth(payment: SharedPayment, entry: Transaction, partnership: Partnership) -> None:
    """The rate stays the one of the day, unless day or amount changed. Without any rate the old worth stays."""
    same = (payment.original_amount or payment.amount) == -entry.amount and payment.paid_on == entry.booked_on
    if same or payment.linked_by is None:
        return
    try:
        worth = convert_entry(entry, payment.linked_by, partnership)
    except FieldError:
        return
    payment.amount, payment.rate, payment.rate_on = worth.amount, worth.rate, worth.rate_on
    payment.original_amount, payment.original_currency = worth.original, worth.original_currency


def resplit(partnership_id: UUID, since: date) -> int:
    """Split anew what was paid from the first of a month on, after an agreement for it; how many changed.

    Nothing of that month is settled, or the agreement could not have been made for it. Twice changes nothing.
    """
    with transaction.atomic():
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        splitting, changed = Splitting(partnership), []
        paid = SharedPayment.objects.filter(partnership=partnership, paid_on__gte=since)
        for payment in paid.select_related("expense", "category"):
            before = payment.first_share
            share_anew(payment, partnership, splitting)
            if payment.first_share != before:
                changed.append(payment)
        SharedPayment.objects.bulk_update(changed, ["first_share", "first_amount"])
        for payment in changed:
            announce(SharedPaymentChanged(partnership.pk, payment.pk, "updated", payment.transaction_id))
    return len(changed)

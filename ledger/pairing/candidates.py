"""What a person may choose from, to put together with an entry by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from ledger.core.models import Transaction
from ledger.pairing.models import Proposal

Kind = Proposal.Kind
SHOWN = 20
TRANSFER_DAYS, REFUND_DAYS, DUPLICATE_DAYS, OTHER_CURRENCY_DAYS = 31, 366, 14, 5


@dataclass(frozen=True, slots=True)
class Choices:
    """Entries by what they would be to the one at hand, the nearest day first."""

    transfers: list[Transaction]
    refunds: list[Transaction]
    duplicates: list[Transaction]


def choices_for(person: User, entry: Transaction) -> Choices:
    """At most 20 each, three queries. Of an entry that came in, `refunds` are purchases; of one paid, money back."""
    is_half = hasattr(entry, "transfer_out") or hasattr(entry, "transfer_in")
    others = Transaction.objects.owned_by(person).live().exclude(pk=entry.pk).select_related("account", "category")
    free = others.filter(transfer_out=None, transfer_in=None)
    currency = entry.account.currency
    opposite = free.filter(Q(amount__lt=0) if entry.amount > 0 else Q(amount__gt=0))
    fits = Q(amount=-entry.amount, account__currency=currency)
    near = ~Q(account__currency=currency) & _within(entry, OTHER_CURRENCY_DAYS)
    return Choices(
        transfers=[]
        if is_half
        else _nearest(entry, opposite.exclude(account=entry.account).filter(fits | near), TRANSFER_DAYS),
        refunds=[] if is_half else _nearest(entry, _refunds(entry, opposite), REFUND_DAYS),
        duplicates=_nearest(entry, others.filter(account=entry.account, amount=entry.amount), DUPLICATE_DAYS),
    )


def _refunds(entry: Transaction, opposite: QuerySet[Transaction]) -> QuerySet[Transaction]:
    """The same payee or exactly the amount, in one currency; bought before it came back."""
    same = Q(amount=-entry.amount)
    if entry.payee_key:
        same |= Q(payee_key=entry.payee_key)
    found = opposite.filter(same, account__currency=entry.account.currency)
    if entry.amount > 0:
        return found.filter(kind=Transaction.Kind.EXPENSE, booked_on__lte=entry.booked_on)
    return found.filter(kind__in=[Transaction.Kind.INCOME, Transaction.Kind.REFUND], booked_on__gte=entry.booked_on)


def _within(entry: Transaction, days: int) -> Q:
    span = timedelta(days=days)
    return Q(booked_on__gte=entry.booked_on - span, booked_on__lte=entry.booked_on + span)


def _nearest(entry: Transaction, found: QuerySet[Transaction], days: int) -> list[Transaction]:
    around = found.filter(_within(entry, days)).order_by("-booked_on", "-id")[: SHOWN * 10]
    return sorted(around, key=lambda each: abs((each.booked_on - entry.booked_on).days))[:SHOWN]

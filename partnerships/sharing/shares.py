"""Which part of a line is its owner's, for the ledger (ledger.core.shares).

- On a joint account what is booked while it is joint is for both, as the two have agreed for its month (without the
  exceptions by category, which the ledger's lines do not wait for), in halves once the partnership has ended. A
  PersonalLine is all of one.
- On an account of one's own a line that is for both (a SharedPayment) is borne as is kept with that payment.
- Everything else is the owner's.

Parts are whole cents and add up to the amount; the line's id decides the cent that does not divide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from config.kernel.money import from_stored, to_stored
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.shares import Payment
from partnerships.agreements.models import WHOLE
from partnerships.agreements.splitting import HALF, Splitting, split_amount
from partnerships.core.models import Member
from partnerships.expenses.models import SharedPayment
from partnerships.sharing.models import JointTime, PersonalLine

# Beyond this many lines the account is asked about instead of each of them.
NAMED_AT_MOST = 500


class SharedParts:
    """Two queries for most accounts; a joint one three more, and those of Splitting."""

    def own_parts(self, account_id: UUID, payments: Sequence[Payment]) -> Sequence[int]:
        times = list(JointTime.objects.filter(account=account_id).select_related("partnership", "account"))
        shared = _shared(account_id, payments)
        if not times and not shared:
            return [each.amount for each in payments]
        currency = times[0].account.currency if times else _currency(account_id)
        joint = [_Joint.read(each, account_id) for each in times]
        personal = _personal(account_id, payments) if joint else {}
        parts = []
        for each in payments:
            first = _first_share(each, joint, personal)
            place = next((one.place for one in joint if one.covers(each)), 0)
            if first is None and each.id in shared:
                place, first = shared[each.id]
            if first is None:
                parts.append(each.amount)
                continue
            both = split_amount(from_stored(each.amount), first, currency, each.id)
            parts.append(to_stored(both[place]))
        return parts


@dataclass(frozen=True, slots=True)
class _Joint:
    """A time of an account, and the place of who is its owner in the ledger now."""

    time: JointTime
    place: int
    splitting: Splitting

    @classmethod
    def read(cls, time: JointTime, account_id: UUID) -> _Joint:
        owner = MoneyAccountAccess.objects.filter(account=account_id, role=MoneyAccountAccess.Role.OWNER)
        member = Member.objects.filter(partnership=time.partnership_id, person__in=owner.values("person")).first()
        return cls(time, member.place if member else 0, Splitting(time.partnership))

    def covers(self, payment: Payment) -> bool:
        since, until = self.time.since, self.time.until
        return (since is None or since <= payment.booked_on) and (until is None or payment.booked_on <= until)

    def share(self, payment: Payment) -> int:
        ended = self.time.partnership.ended_on
        if ended is not None and payment.booked_on > ended:
            return HALF
        return self.splitting.whole(payment.booked_on).first


def _first_share(payment: Payment, joint: Sequence[_Joint], personal: dict[UUID, int]) -> int | None:
    """What member 0 bears of a line of a joint account; None where it was not joint."""
    for each in joint:
        if each.covers(payment):
            place = personal.get(payment.id)
            if place is not None:
                return WHOLE if place == 0 else 0
            return each.share(payment)
    return None


def _shared(account_id: UUID, payments: Sequence[Payment]) -> dict[UUID, tuple[int, int]]:
    """Payer's place and member 0's share of those that are for both."""
    found = SharedPayment.objects.filter(transaction__isnull=False)
    rows = _of(found, account_id, payments).values_list("transaction", "payer", "first_share")
    return {key: (payer, first) for key, payer, first in rows if key is not None}


def _personal(account_id: UUID, payments: Sequence[Payment]) -> dict[UUID, int]:
    return dict(_of(PersonalLine.objects.all(), account_id, payments).values_list("transaction", "place"))


def _of(found: QuerySet[Any], account_id: UUID, payments: Sequence[Payment]) -> QuerySet[Any]:
    if len(payments) <= NAMED_AT_MOST:
        return found.filter(transaction__in=[each.id for each in payments])
    return found.filter(transaction__in=Transaction.objects.filter(account=account_id).values("pk"))


def _currency(account_id: UUID) -> str:
    return str(MoneyAccount.objects.filter(pk=account_id).values_list("currency", flat=True).get())

"""What comes back by all one sees, though nobody has said so yet: the open offers of `ledger.recurring`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from accounts.models import User
from ledger.recurring.models import Recurring, RecurringOffer
from ledger.recurring.offering import open_offers
from ledger.recurring.upcoming import Due

# Twice a year apart may be a coincidence, which a forecast would announce as a bill.
LEAST_SEEN: Final = 4

Found = Mapping[Recurring, RecurringOffer]


def found_in_history(person: User, account_ids: Collection[UUID]) -> dict[Recurring, RecurringOffer]:
    """Each offer that was seen often enough, as it would be once accepted; never saved. One query."""
    offers = open_offers(person).filter(account__in=list(account_ids), times__gte=LEAST_SEEN)
    return {_as_accepted(each): each for each in offers}


def _as_accepted(offer: RecurringOffer) -> Recurring:
    return Recurring(
        account=offer.account,
        kind=Recurring.Kind.INCOME if offer.amount > 0 else Recurring.Kind.EXPENSE,
        amount=offer.amount,
        payee=offer.payee,
        payee_key=offer.payee_key,
        frequency=offer.frequency,
        interval=offer.interval,
        starts_on=offer.starts_on,
        books=False,
    )


def likely(found: Found, today: date, last: date) -> list[tuple[Due, RecurringOffer | None]]:
    """Their due days from tomorrow to `last`: what was due before may have come in a line that was not offered."""
    return [
        (Due(each, day), offer)
        for each, offer in found.items()
        for day in each.rhythm.between(max(today, each.starts_on) + timedelta(days=1), last)
    ]

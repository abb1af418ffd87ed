"""Keeping a payment from the partner until a day, and showing it: the ledger's embargo, beside what is for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Q

from accounts.models import User
from ledger.core.access import ME, Sight, lens_of
from ledger.core.models import Transaction
from ledger.core.services import release_transaction, withhold_transaction
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services import waiting_share
from partnerships.sharing import errors

USUALLY: Final = timedelta(weeks=2)
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """A line the person withholds; `amount` signed, in the account's currency."""

    pk: UUID
    payee: str
    booked_on: date
    amount: Decimal
    currency: str
    account: str
    until: date
    is_joint: bool


@database_transaction.atomic
def hide_until(*, entry: Transaction, by: User, until: date, version: int | None = None) -> Transaction:
    """Keep an entry of `by` from everybody else until the day `until` begins where they live; asked again, move it.

    Raises as `withhold_transaction`, and FieldError `is_shared` where it, or what goes with it (a
    refund), is for both or the partner is asked whether it is: they know of that.
    """
    hidden = withhold_transaction(entry=entry, by=by, until=until, version=version)
    # Asked after the ledger has locked what goes along: whoever shares one of these now waits, and is refused.
    together = Q(transaction=entry) | Q(transaction__refund_of=entry)
    shared = SharedPayment.objects.filter(together, transaction__withheld_until__isnull=False)
    if shared.exists() or waiting_share(entry) is not None:
        raise errors.is_shared()
    return hidden


def show_again(*, entry: Transaction, by: User, version: int | None = None) -> Transaction:
    """End it now. Raises as `release_transaction`."""
    return release_transaction(entry=entry, by=by, version=version)


def hidden_by(person: User) -> list[HiddenLine]:
    """What the person withholds, the next to be shown first. Two queries."""
    mine = {each.account_id: each for each in lens_of(person, ME)}
    roles: dict[str, list[UUID]] = {}
    for sight in mine.values():
        roles.setdefault(sight.role, []).append(sight.account_id)
    wanted = Q(pk__in=[])
    for role, keys in roles.items():
        wanted |= Q(account__in=keys, withheld=role)
    found = Transaction.objects.live().filter(wanted, withheld_until__isnull=False).select_related("account")
    return [_line(each, mine[each.account_id]) for each in found.order_by("withheld_until", "pk")[:MOST_SHOWN]]


def _line(entry: Transaction, sight: Sight) -> HiddenLine:
    assert entry.withheld_until is not None
    return HiddenLine(
        entry.pk, entry.payee, entry.booked_on, entry.amount, sight.currency, entry.account.name,
        entry.withheld_until, sight.is_joint,
    )  # fmt: skip

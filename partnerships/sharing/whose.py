"""Whose a line is: for both, mine, or (on a joint account) my partner's."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db import transaction as database_transaction

from accounts.models import User
from config.kernel.money import from_stored, to_stored
from ledger.core.access import own_part, sights_of
from ledger.core.errors import NoLongerThere
from ledger.core.models import MoneyAccountAccess, Transaction
from ledger.core.services import share_again
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services import share_or_ask, unshare_payment
from partnerships.sharing import errors
from partnerships.sharing.models import PersonalLine
from partnerships.sharing.rules import has_rule

BOTH, MINE, PARTNERS = "both", "mine", "partners"
WHOSE: Final = (BOTH, MINE, PARTNERS)
Role = MoneyAccountAccess.Role


@database_transaction.atomic
def say_whose(*, standing: Standing, entry: Transaction, whose: str) -> Transaction:
    """Say whose an entry is, found through `owned_by`. The same again changes nothing.

    On an account of one's own BOTH makes it a payment for both, of which the partner sees day, payee, amount and
    category, above the threshold once the partner agrees (it stays MINE until then); MINE takes that back. On a joint
    account BOTH is how it begins, and one of the others changes whose part it is and settles nothing.

    Raises:
        FieldError: `invalid_choice`, `not_joint` for the partner's on one's own account, and as `share_payment`.
        NoLongerThere: it is gone.
        Overtaken: `no_partnership`, `partnership_paused`.
    """
    if whose not in WHOSE:
        raise errors.whose_is_unclear()
    hold_active(standing)
    locked = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
    fresh = locked.filter(pk=entry.pk).first()
    if fresh is None:
        raise NoLongerThere
    if is_joint(fresh):
        _say(standing, fresh, whose)
    elif whose == PARTNERS:
        raise errors.not_for_partner()
    elif whose == BOTH:
        PersonalLine.objects.filter(transaction=fresh).delete()
        share_or_ask(standing=standing, transaction=fresh)
    else:
        unshare_payment(standing=standing, transaction=fresh)
        if has_rule(standing.person, fresh):
            _say(standing, fresh, MINE)
    return bring_own_part(fresh)


def _say(standing: Standing, entry: Transaction, whose: str) -> None:
    if whose == BOTH:
        PersonalLine.objects.filter(transaction=entry).delete()
        return
    place = standing.place if whose == MINE else 1 - standing.place
    said = {"partnership": standing.partnership, "place": place, "said_by": standing.person}
    PersonalLine.objects.update_or_create(transaction=entry, defaults=said)


def is_joint(entry: Transaction) -> bool:
    """Its account has two owners. One query."""
    return MoneyAccountAccess.objects.filter(account=entry.account_id, role=Role.CO_OWNER).exists()


def whose_of(standing: Standing, entry: Transaction) -> str:
    """Two queries."""
    said = PersonalLine.objects.filter(transaction=entry).first()
    if is_joint(entry):
        return BOTH if said is None else MINE if said.place == standing.place else PARTNERS
    return BOTH if SharedPayment.objects.filter(transaction=entry).exists() else MINE


def part_of(person: User, entry: Transaction) -> Decimal:
    """The part of an entry that is `person`'s, an owner of its account. One query."""
    sight = sights_of(person)[entry.account_id]
    return from_stored(own_part(sight, to_stored(entry.amount), to_stored(entry.own_amount)))


def bring_own_part(entry: Transaction) -> Transaction:
    """Store the owner's part as it is now; nothing where it is that already, or the entry is in the bin."""
    return share_again(entry=entry)

"""One half of money that moves between the ledgers of two people: each books or names their own, then they are one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.core import errors, rules
from ledger.core.models import Link, MoneyAccount, Transaction, Transfer
from ledger.core.payees import payee_key, search_text
from ledger.core.services.filing import Filing, file_as, filing_of, plain
from ledger.core.services.recording import add_entry
from ledger.core.services.together import lock_all, postings_now, store_all
from ledger.core.services.transfers import transfers_of

TRANSFER = Transaction.Kind.TRANSFER


@database_transaction.atomic
def record_half(
    *, account: MoneyAccount, recorded_by: User, amount: Decimal, booked_on: date, payee: str, notes: str = ""
) -> Transaction:
    """Book what leaves (negative) or reaches an account; the other half is in somebody else's ledger.

    It counts as neither income nor spending. The caller has found `account` through `owned_by`. Raises FieldError: a
    closed account, an amount out of bounds.
    """
    rules.check_open(account)
    rules.check_amount_by_hand(abs(amount), account.currency)
    half = Transaction(
        account=account,
        kind=TRANSFER,
        amount=amount,
        own_amount=amount,
        booked_on=booked_on,
        payee=payee,
        payee_key=payee_key(payee),
        notes=notes,
        search_text=search_text(payee, notes),
        recorded_by=recorded_by,
    )
    add_entry(half)
    return half


@database_transaction.atomic
def file_half(*, entry: Transaction) -> Filing:
    """Make an entry such a half; returns what it was filed as, for `refile_half`.

    Raises Conflict where it is half of a transfer already, NoLongerThere.
    """
    fresh = lock_all([entry.pk])[entry.pk]
    if transfers_of([fresh.pk]).exists():
        raise errors.Conflict(fresh)
    was, before = filing_of(fresh), postings_now([fresh])
    file_as(fresh, plain(TRANSFER.value))
    store_all([fresh], before)
    return was


@database_transaction.atomic
def refile_half(*, entry: Transaction, filing: Filing) -> None:
    """Give an entry back what it was filed as. One that is gone by now stays gone."""
    if not Transaction.objects.live().filter(pk=entry.pk).exists():
        return
    fresh = lock_all([entry.pk])[entry.pk]
    before = postings_now([fresh])
    file_as(fresh, filing)
    store_all([fresh], before)


@database_transaction.atomic
def join_halves(*, outgoing: Transaction, incoming: Transaction) -> Transfer:
    """Make the halves of two people one transfer; neither sees more of the other's by it. Parted, each stays a half.

    Raises Conflict where one is part of another transfer, NoLongerThere.
    """
    locked = lock_all([outgoing.pk, incoming.pk])
    if transfers_of(locked).exists():
        raise errors.Conflict(outgoing)
    pair = Transfer.objects.create(outgoing=outgoing, incoming=incoming)
    for half, other in ((outgoing, incoming), (incoming, outgoing)):
        filing = filing_of(locked[half.pk])
        Link.objects.create(kind=Link.Kind.TRANSFER, entry=half, other=other, before={"filing": [filing, filing]})
    return pair


@database_transaction.atomic
def part_halves(*, outgoing: Transaction, incoming: Transaction) -> None:
    """Undo join_halves; the halves stay as they are."""
    ids = [outgoing.pk, incoming.pk]
    Transfer.objects.filter(outgoing=outgoing, incoming=incoming).delete()
    Link.objects.filter(kind=Link.Kind.TRANSFER, entry__in=ids, other__in=ids).delete()

"""Money that moves between two accounts of one's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction as database_transaction

from accounts.models import User
from config.kernel.events import announce
from ledger.core import errors, rules
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import new_frame
from ledger.core.models import MoneyAccount, Transaction, Transfer
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import post, postings_of


@database_transaction.atomic
def record_transfer(
    *,
    from_account: MoneyAccount,
    to_account: MoneyAccount,
    recorded_by: User,
    amount: Decimal,
    booked_on: date,
    to_amount: Decimal | None = None,
    notes: str = "",
) -> Transfer:
    """Record both halves. `amount` is positive, in the first account's currency; `to_amount` in the second's.

    `to_amount` is needed when the currencies differ, and refused when they are the same and it differs.

    Raises:
        FieldError: the same account twice, a closed one, an amount out of bounds, or `to_amount` missing.
    """
    if from_account.pk == to_account.pk:
        raise errors.same_account()
    rules.check_open(from_account)
    rules.check_open(to_account)
    rules.check_amount_by_hand(amount, from_account.currency)
    arriving = _arriving(from_account, to_account, amount, to_amount)
    halves = [
        _half(from_account, -amount, to_account.name, recorded_by, booked_on, notes),
        _half(to_account, arriving, from_account.name, recorded_by, booked_on, notes),
    ]
    for half in halves:
        half.save(force_insert=True)
    pair = Transfer.objects.create(outgoing=halves[0], incoming=halves[1])
    balances = post(posting for half in halves for posting in postings_of(half))
    for half in halves:
        announce(TransactionsChanged(half.account_id, (half.pk,)))
    tell(
        {half.account_id: [new_frame(half, half.account)] for half in halves},
        balances,
        {from_account.pk: from_account.currency, to_account.pk: to_account.currency},
    )
    return pair


def _arriving(source: MoneyAccount, target: MoneyAccount, amount: Decimal, to_amount: Decimal | None) -> Decimal:
    if source.currency == target.currency:
        if to_amount not in (None, amount):
            raise errors.to_amount_differs()
        return amount
    if to_amount is None:
        raise errors.to_amount_needed(target.currency)
    rules.check_amount_by_hand(to_amount, target.currency, field="to_amount")
    return to_amount


def _half(
    account: MoneyAccount, amount: Decimal, other_name: str, person: User, booked_on: date, notes: str
) -> Transaction:
    half = Transaction(
        account=account,
        kind=Transaction.Kind.TRANSFER,
        amount=amount,
        own_amount=amount,
        booked_on=booked_on,
        payee=other_name,
        payee_key=payee_key(other_name),
        notes=notes,
        search_text=search_text(other_name, notes),
        recorded_by=person,
    )
    half.clean_fields(exclude=["account", "category", "recorded_by", "search_text"])
    return half

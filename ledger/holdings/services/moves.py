"""What happens to a position: bought, sold, earned, charged. Its shares and costs follow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError
from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import ZERO
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services import record_transaction
from ledger.core.system_categories import system_category_id
from ledger.holdings import errors
from ledger.holdings.amounts import check_shares_of, checked_value
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.services.positions import checked_day, hold_position
from ledger.holdings.settling import given_values, moves_of, settle
from ledger.holdings.standing import Moved
from ledger.holdings.telling import tell_position, tell_yield

Kind = PositionMove.Kind
MOST_MOVES = 20_000
INCOME = "interest-dividends"


@database_transaction.atomic
def record_move(
    *,
    position: Position,
    person: User | None,
    kind: str,
    amount: Decimal | None = None,
    shares: Decimal | None = None,
    price: Decimal | None = None,
    on: date | None = None,
    note: str = "",
    transaction: Transaction | None = None,
    book: bool = False,
) -> PositionMove:
    """Record one move of a position found through `owned_by`; `person` is None where a machine tells of it.

    A buy and a sale need shares, and an amount or a price. A yield in cash may be a line of the ledger already
    (`transaction`, an income of the same account), or become one (`book`): income of the account, in 'Interest &
    dividends'. Raises FieldError, NoLongerThere.
    """
    fresh = hold_position(position, person)
    if fresh.closed_on is not None:
        raise errors.position_closed()
    today = person.today if person else timezone.localdate()
    day = checked_day(on or (transaction.booked_on if transaction else today), today, "on")
    made = _move(fresh, person, kind, amount, shares, price, day, note)
    if transaction is not None or book:
        if kind != Kind.YIELD or made.shares:
            raise errors.yields_only("transaction" if transaction else "book")
        made.transaction = _income(fresh, made, person, transaction)
    was = moves_of(fresh)
    if len(was) >= MOST_MOVES:
        raise errors.too_many_moves(MOST_MOVES)
    try:
        with database_transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twin:
        raise errors.payment_taken() from twin
    new = Moved(made.pk, made.kind, made.on, made.shares, made.amount, made.price)
    _settle(fresh, [*was, new], was, day)
    if kind == Kind.YIELD:
        tell_yield(fresh, made, by=person)
    return made


@database_transaction.atomic
def delete_move(*, move: PositionMove, person: User) -> None:
    """Take a move back; a line of the ledger it was booked as stays. Raises FieldError where later ones need it."""
    fresh = hold_position(move.position, person)
    was = moves_of(fresh)
    gone = PositionMove.objects.filter(pk=move.pk, position=fresh).delete()[0]
    if gone:
        _settle(fresh, [each for each in was if each.key != move.pk], was, move.on)


def _settle(position: Position, moves: list[Moved], was: list[Moved], since: date) -> None:
    settle(position, moves, was, since=since, given=given_values(position, since))
    if since < position.opened_on:
        Position.objects.filter(pk=position.pk).update(opened_on=since)
        position.opened_on = since
    tell_position(position)


def _move(
    position: Position,
    person: User | None,
    kind: str,
    amount: Decimal | None,
    shares: Decimal | None,
    price: Decimal | None,
    on: date,
    note: str,
) -> PositionMove:
    if shares:
        check_shares_of(shares)
        amount, price = checked_value(position.currency, shares, amount, price)
    elif kind in (Kind.BUY, Kind.SELL) or price is not None:
        raise errors.shares_missing()
    elif amount is not None:
        amount, _no_price = checked_value(position.currency, ZERO, amount, None)
    if amount is None:
        raise errors.amount_missing()
    if not amount and not shares:
        raise errors.not_positive("amount")
    made = PositionMove(
        id=new_id(), position=position, kind=kind, on=on, shares=shares or ZERO, price=price, amount=amount, note=note
    )
    made.person = person
    made.clean_fields(exclude=["position", "person", "transaction"])
    return made


def _income(
    position: Position, move: PositionMove, person: User | None, transaction: Transaction | None
) -> Transaction:
    if transaction is not None:
        if not _fits(transaction, position.account_id):
            raise errors.payment_not_usable()
        return transaction
    account = MoneyAccount.objects.get(pk=position.account_id)
    if account.currency != position.currency:
        raise errors.other_currency()
    assert person is not None, "machines link what is there"
    category = Category.objects.filter(pk=system_category_id(INCOME)).first()
    return record_transaction(
        account=account,
        recorded_by=person,
        amount=move.amount,
        booked_on=move.on,
        payee=position.name,
        kind=Transaction.Kind.INCOME,
        category=category,
    )


def _fits(transaction: Transaction, account_id: UUID) -> bool:
    """Seen by the caller already; withheld lines stay out, since the move would tell of them."""
    return (
        transaction.account_id == account_id
        and transaction.kind == Transaction.Kind.INCOME
        and transaction.deleted_at is None
        and not transaction.withheld
    )

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
from ledger.core.models import Transaction
from ledger.holdings import errors
from ledger.holdings.amounts import check_shares_of, checked_value
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.services.cash import book_cash, take_cash_back
from ledger.holdings.services.positions import checked_day, hold_position
from ledger.holdings.settling import given_values, moves_of, settle
from ledger.holdings.standing import Moved
from ledger.holdings.telling import tell_position, tell_yield

Kind = PositionMove.Kind
MOST_MOVES = 20_000


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

    A buy and a sale need shares, and an amount or a price. With `book` it becomes a line of the account's cash too
    (`book_cash`), which goes with it unless it is a yield. A yield in cash may be a line of the ledger already
    (`transaction`, an income of the same account). Raises FieldError, NoLongerThere.
    """
    fresh = hold_position(position, person)
    if fresh.closed_on is not None:
        raise errors.position_closed()
    today = person.today if person else timezone.localdate()
    day = checked_day(on or (transaction.booked_on if transaction else today), today, "on")
    made = _move(fresh, person, kind, amount, shares, price, day, note)
    if transaction is not None:
        made.transaction = _known_income(made, transaction)
    elif book:
        assert person is not None, "machines link what is there"
        made.transaction = book_cash(fresh, made, person)
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
    """Take a move back, with its line in the account's cash; income stays. Raises FieldError where later ones need it.

    Of two at once the second finds it gone, since both wait for the position.
    """
    fresh = hold_position(move.position, person)
    was = moves_of(fresh)
    found = PositionMove.objects.filter(pk=move.pk, position=fresh).first()
    if found is not None:
        found.delete()
        take_cash_back(found, person)
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


def _known_income(move: PositionMove, transaction: Transaction) -> Transaction:
    if move.kind != Kind.YIELD or move.shares:
        raise errors.yields_only("transaction")
    if not _fits(transaction, move.position.account_id):
        raise errors.payment_not_usable()
    return transaction


def _fits(transaction: Transaction, account_id: UUID) -> bool:
    """Seen by the caller already; withheld lines stay out, since the move would tell of them."""
    return (
        transaction.account_id == account_id
        and transaction.kind == Transaction.Kind.INCOME
        and transaction.deleted_at is None
        and not transaction.withheld
    )

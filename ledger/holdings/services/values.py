"""What a position is worth on a day, as somebody says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from ledger.holdings import errors
from ledger.holdings.amounts import checked_worth
from ledger.holdings.models import Position, PositionValue
from ledger.holdings.services.positions import checked_day, hold_position
from ledger.holdings.settling import given_values, moves_of, settle, standing_of
from ledger.holdings.telling import tell_position

Source = PositionValue.Source


@database_transaction.atomic
def set_value(
    *,
    position: Position,
    person: User | None,
    value: Decimal | None = None,
    price: Decimal | None = None,
    on: date | None = None,
    source: str = Source.PERSON,
    version: int | None = None,
) -> Position:
    """Say what it is worth at the end of a day (today): in all, or by the price of a share. One a day, the last counts.

    With a price the value follows the shares, also when a move of an earlier day is recorded later.
    Raises FieldError, Conflict, NoLongerThere.
    """
    fresh = hold_position(position, person, version)
    today = person.today if person else timezone.localdate()
    day = checked_day(on or today, today, "on")
    if day < fresh.opened_on:
        raise errors.before_opening()
    moves = moves_of(fresh)
    held = bool(standing_of(moves, fresh.currency).shares_on(day))
    given = given_values(fresh, day)
    given[day] = checked_worth(fresh, value, price, source, held=held)
    settle(fresh, moves, moves, since=day, given=given)
    tell_position(fresh)
    return fresh


@database_transaction.atomic
def delete_value(*, position: Position, person: User, on: date) -> Position:
    """Take back what was said of a day; what a move of that day tells comes back. Raises NoLongerThere."""
    fresh = hold_position(position, person)
    given = given_values(fresh, on)
    if given.pop(on, None) is not None:
        moves = moves_of(fresh)
        settle(fresh, moves, moves, since=on, given=given)
        tell_position(fresh)
    return fresh

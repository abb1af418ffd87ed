"""The end of a position: all of it sold, and out of the list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction as database_transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ledger.holdings import errors
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.services.moves import record_move
from ledger.holdings.services.positions import checked_day, hold_position
from ledger.holdings.telling import tell_position


@database_transaction.atomic
def close_position(
    *,
    position: Position,
    person: User,
    on: date | None = None,
    amount: Decimal | None = None,
    book: bool = False,
    version: int | None = None,
) -> Position:
    """Close it on a day (today); what is still held is sold for `amount`, 0 if it is worthless.

    With `book` the amount is in the account's cash from then on.

    Raises FieldError `still_held` where shares are left and no amount is said; Conflict, NoLongerThere.
    """
    fresh = hold_position(position, person, version)
    if fresh.closed_on is not None:
        raise errors.position_closed()
    day = checked_day(on or person.today, person.today, "closed_on")
    if fresh.shares:
        if amount is None:
            raise errors.still_held()
        sold = PositionMove.Kind.SELL
        booked = book and amount > 0
        record_move(position=fresh, person=person, kind=sold, shares=fresh.shares, amount=amount, on=day, book=booked)
    last = PositionMove.objects.filter(position=fresh).order_by("-on").values_list("on", flat=True).first()
    if day < max(fresh.opened_on, last or fresh.opened_on):
        raise errors.before_opening("closed_on")
    return _put(fresh, day)


@database_transaction.atomic
def reopen_position(*, position: Position, person: User, version: int | None = None) -> Position:
    """It is in the list again, with the shares it has: none, until some are bought. Raises Conflict, NoLongerThere."""
    return _put(hold_position(position, person, version), None)


def _put(position: Position, closed_on: date | None) -> Position:
    there = Position.objects.filter(pk=position.pk)
    there.update(closed_on=closed_on, version=F("version") + 1, updated_at=timezone.now())
    position.refresh_from_db()
    tell_position(position)
    return position

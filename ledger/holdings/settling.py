"""What follows from the moves and values of one position is written anew: its columns, its values, its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from config.kernel.money import ZERO
from ledger.holdings import errors
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.standing import MoreThanHeld, Moved, Standing, TooMuch, price_of, prices_told, stand, worth_of
from ledger.holdings.summing import Changes, differences

Source = PositionValue.Source


@dataclass(frozen=True, slots=True)
class Worth:
    """As a row of PositionValue."""

    value: Decimal
    price: Decimal | None
    source: str


def moves_of(position: Position) -> list[Moved]:
    rows = PositionMove.objects.filter(position=position)
    return [Moved(*each) for each in rows.values_list("pk", "kind", "on", "shares", "amount", "price")]


def standing_of(moves: Iterable[Moved], currency: str) -> Standing:
    """As `stand`, refusals as errors of the request."""
    try:
        return stand(moves, currency)
    except MoreThanHeld as refusal:
        raise errors.more_than_held(refusal.on) from refusal
    except TooMuch as refusal:
        raise errors.too_much() from refusal


def worths(
    position: Position,
    moves: list[Moved],
    standing: Standing,
    given: Mapping[date, Worth],
    earlier: PositionValue | None,
) -> dict[date, Worth]:
    """The value of each day after `earlier` on which something was said or moved.

    What was given wins over the price a move tells; where a move tells none, shares are worth what they were before.
    """
    told = prices_told(moves)
    price = _price(earlier, standing.shares_on(earlier.on)) if earlier else None
    found: dict[date, Worth] = {}
    for day in sorted({*told, *standing.days, *given}):
        if earlier is not None and day <= earlier.on:
            continue
        each = given.get(day) or Worth(ZERO, told.get(day, price), Source.MOVE)
        found[day] = _valued(position, each, standing.shares_on(day))
        price = _price(found[day], standing.shares_on(day)) or price
    return found


def settle(
    position: Position, moves: list[Moved], was: list[Moved], *, since: date, given: Mapping[date, Worth]
) -> Position:
    """Rewrite what follows from `moves`, which were `was`; the position's row is locked.

    `given` are the values somebody gave for days from `since` on, by which nothing before is changed. About seven
    statements, and one for each value that changes. Raises FieldError.
    """
    standing = standing_of(moves, position.currency)
    rows = {each.on: each for each in PositionValue.objects.filter(position=position, on__gte=since)}
    earlier = PositionValue.objects.filter(position=position, on__lt=since).order_by("-on").first()
    before = earlier.value if earlier else ZERO
    wanted = worths(position, moves, standing, given, earlier)
    changes = Changes()
    place = (position.account_id, position.currency)
    changes.add_worth(*place, differences({day: each.value for day, each in rows.items()}, before), -1)
    changes.add_worth(*place, differences({day: each.value for day, each in wanted.items()}, before))
    changes.add_moves(*place, was, -1)
    changes.add_moves(*place, moves)
    _write_values(position, rows, wanted)
    changes.post()
    last = max(wanted, default=None)
    latest: Worth | PositionValue | None = wanted[last] if last is not None else earlier
    values: dict[str, Any] = {
        **columns_of(standing),
        "current_value": latest.value if latest else ZERO,
        "price": _price(latest, standing.shares),
        "valued_on": last or (earlier.on if earlier else None),
    }
    Position.objects.filter(pk=position.pk).update(**values, version=F("version") + 1, updated_at=timezone.now())
    position.refresh_from_db()
    return position


def given_values(position: Position, since: date) -> dict[date, Worth]:
    """What people, files and wallets said from `since` on; what follows from moves is reckoned anew. One query."""
    rows = PositionValue.objects.filter(position=position, on__gte=since).exclude(source=Source.MOVE)
    return {each.on: Worth(each.value, each.price, each.source) for each in rows}


def columns_of(standing: Standing) -> dict[str, Any]:
    return {
        "shares": standing.shares,
        "entry_price": standing.entry_price,
        "cost": standing.cost,
        "invested": standing.invested,
        "returned": standing.returned,
        "yield_earned": standing.yield_earned,
    }


def _price(latest: Worth | PositionValue | None, shares: Decimal) -> Decimal | None:
    if latest is None:
        return None
    return latest.price if latest.price is not None else price_of(latest.value, shares)


def _valued(position: Position, given: Worth, shares: Decimal) -> Worth:
    if not shares:
        return Worth(ZERO, given.price, given.source)
    if given.price is None:
        return given
    try:
        return Worth(worth_of(shares, given.price, position.currency), given.price, given.source)
    except TooMuch as refusal:
        raise errors.too_much() from refusal


def _write_values(position: Position, rows: Mapping[date, PositionValue], wanted: Mapping[date, Worth]) -> None:
    gone = [rows[day].pk for day in rows.keys() - wanted.keys()]
    if gone:
        PositionValue.objects.filter(pk__in=gone).delete()
    new = []
    for day, each in wanted.items():
        row = rows.get(day)
        if row is None:
            new.append(PositionValue(position=position, on=day, value=each.value, price=each.price, source=each.source))
        elif (row.value, row.price, row.source) != (each.value, each.price, each.source):
            PositionValue.objects.filter(pk=row.pk).update(value=each.value, price=each.price, source=each.source)
    PositionValue.objects.bulk_create(new)

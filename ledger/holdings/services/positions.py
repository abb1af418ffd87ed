"""A position, from the day it is written down to the day it is forgotten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError
from django.db import transaction as database_transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import ZERO
from ledger.core import errors as core_errors
from ledger.core import rules
from ledger.core.models import MoneyAccount
from ledger.holdings import errors
from ledger.holdings.amounts import check_shares_of, checked_value, checked_worth
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.services.cash import book_cash
from ledger.holdings.settling import moves_of, settle
from ledger.holdings.standing import Moved
from ledger.holdings.summing import Changes, differences
from ledger.holdings.telling import tell_position

MOST_POSITIONS = 10_000
Source = PositionValue.Source


class Details(TypedDict, total=False):
    """What is said of a position; shares, costs and values have services of their own."""

    name: str
    symbol: str
    kind: str
    protocol_name: str
    position_id: str
    asset_address: str
    apy: Decimal | None
    note: str


@database_transaction.atomic
def create_position(
    *,
    account: MoneyAccount,
    person: User | None,
    currency: str | None = None,
    shares: Decimal | None = None,
    entry_price: Decimal | None = None,
    cost: Decimal | None = None,
    current_value: Decimal | None = None,
    price: Decimal | None = None,
    opened_on: date | None = None,
    valued_on: date | None = None,
    source: str = Source.PERSON,
    book: bool = False,
    **details: Unpack[Details],
) -> Position:
    """Write a position down in an investment account found through `owned_by`.

    With `shares` it begins with a buy of them on `opened_on` (today), for `entry_price` each or for `cost`; what was
    given may be neither, then they cost nothing; with `book` they are paid from the account's cash. `current_value` or
    `price` is what it is worth on `valued_on` (today). Without a currency the account's. Raises FieldError.
    """
    locked = hold_account(account)
    position = Position(account=locked, currency=currency or locked.currency, **details)
    today = person.today if person else timezone.localdate()
    position.opened_on = checked_day(opened_on or valued_on or today, today, "opened_on")
    check_details(position)
    if Position.objects.filter(account=locked).count() >= MOST_POSITIONS:
        raise errors.too_many(MOST_POSITIONS)
    try:
        with database_transaction.atomic():
            position.save(force_insert=True)
    except IntegrityError as twin:
        raise errors.position_id_taken() from twin
    moves = []
    if shares:
        moves = [_opening(position, person, shares, entry_price, cost, book=book)]
    elif entry_price is not None or cost is not None or book:
        raise errors.shares_missing()
    given = {}
    if current_value is not None or price is not None:
        day = checked_day(valued_on or today, today, "valued_on")
        if day < position.opened_on:
            raise errors.before_opening("valued_on")
        given[day] = checked_worth(
            position, current_value, price, source, held=bool(shares), value_field="current_value"
        )
    settle(position, moves, [], since=position.opened_on, given=given)
    tell_position(position)
    return position


@database_transaction.atomic
def update_position(
    *, position: Position, person: User, version: int | None = None, **details: Unpack[Details]
) -> Position:
    """Change what is said of it. Raises Conflict where `version` is not the current one; FieldError, NoLongerThere."""
    fresh = hold_position(position, person, version)
    for name, value in details.items():
        setattr(fresh, name, value)
    check_details(fresh)
    values: dict[str, Any] = {name: getattr(fresh, name) for name in details}
    try:
        with database_transaction.atomic():
            Position.objects.filter(pk=fresh.pk).update(**values, version=F("version") + 1, updated_at=timezone.now())
    except IntegrityError as twin:
        raise errors.position_id_taken() from twin
    fresh.refresh_from_db()
    tell_position(fresh)
    return fresh


@database_transaction.atomic
def delete_position(*, position: Position, person: User, version: int | None = None) -> None:
    """Forget it with its moves and values, as if it had never been; a yield booked as income stays in the ledger.

    Raises Conflict, NoLongerThere.
    """
    fresh = hold_position(position, person, version)
    changes = Changes()
    place = (fresh.account_id, fresh.currency)
    changes.add_moves(*place, moves_of(fresh), -1)
    rows = dict(PositionValue.objects.filter(position=fresh).values_list("on", "value"))
    changes.add_worth(*place, differences(rows), -1)
    changes.post()
    tell_position(fresh)
    fresh.delete()


def hold_account(account: MoneyAccount) -> MoneyAccount:
    """Locked, so that counts are true. Raises FieldError for one that is closed or holds no investments."""
    locked = MoneyAccount.objects.select_for_update(no_key=True, of=("self",)).filter(pk=account.pk).first()
    if locked is None:
        raise core_errors.NoLongerThere
    check_account(locked)
    return locked


def check_account(account: MoneyAccount) -> None:
    """Raises FieldError."""
    if account.type != MoneyAccount.Type.INVESTMENT or account.is_liability:
        raise errors.not_an_investment()
    rules.check_open(account)


def hold_position(position: Position, person: User | None, version: int | None = None) -> Position:
    """Its row, locked, as it stands. Raises Conflict, NoLongerThere."""
    found = Position.objects.select_for_update(of=("self",)).filter(pk=position.pk)
    fresh = (found if person is None else found.owned_by(person)).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    return fresh


def check_details(position: Position) -> None:
    position.name = position.name.strip()
    if not position.name:
        raise errors.name_missing()
    position.clean_fields(exclude=["account"])


def checked_day(day: date, today: date, field: str) -> date:
    if day > today:
        raise errors.day_to_come(field)
    return day


def _opening(
    position: Position,
    person: User | None,
    shares: Decimal,
    entry_price: Decimal | None,
    cost: Decimal | None,
    *,
    book: bool,
) -> Moved:
    check_shares_of(shares)
    amount, price = checked_value(position.currency, shares, cost, entry_price, price_field="entry_price")
    made = PositionMove(
        id=new_id(),
        position=position,
        kind=PositionMove.Kind.BUY,
        on=position.opened_on,
        shares=shares,
        price=price,
        amount=amount if amount is not None else ZERO,
        person=person,
    )
    if book:
        assert person is not None, "no machine pays"
        made.transaction = book_cash(position, made, person)
    made.save(force_insert=True)
    return Moved(made.pk, made.kind, made.on, made.shares, made.amount, made.price)

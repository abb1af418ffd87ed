"""Positions taken from a file: each line made, updated, found unchanged or refused. The same file twice is once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.money import validate_currency
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount
from ledger.holdings import errors, services
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.services import Details
from ledger.holdings.sheet import Row, Sheet

MADE, UPDATED, UNCHANGED, REFUSED = "made", "updated", "unchanged", "refused"
FILE = PositionValue.Source.FILE


@dataclass(frozen=True, slots=True)
class Outcome:
    line: int
    name: str
    outcome: str
    position: UUID | None = None
    field: str = ""
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]
    ignored: tuple[str, ...]

    def count(self, outcome: str) -> int:
        return Counter(each.outcome for each in self.outcomes)[outcome]


def import_positions(*, account: MoneyAccount, person: User, sheet: Sheet) -> Report:
    """Take the lines of a sheet into an account found through `owned_by`; each is a transaction of its own.

    One query to find what is there, and per line what its changes cost; a line that says nothing new costs none.
    """
    known = list(Position.objects.filter(account=account, closed_on__isnull=True).order_by("pk"))
    met: set[UUID] = set()
    outcomes = []
    for row in sheet.rows:
        name = row.text("name") or row.text("symbol")
        try:
            with database_transaction.atomic():
                outcome, position = _take(row, account, person, known, met)
            met.add(position.pk)
            if outcome == MADE:
                known.append(position)
            outcomes.append(Outcome(row.line, name, outcome, position.pk))
        except ValidationError as refusal:
            outcomes.append(_refused(row, name, refusal))
    return Report(tuple(outcomes), sheet.ignored)


def _take(row: Row, account: MoneyAccount, person: User, known: list[Position], met: set[UUID]) -> tuple[str, Position]:
    currency = row.text("currency").upper() or account.currency
    try:
        validate_currency(currency)
    except ValidationError as refusal:
        raise FieldError("currency", refusal.messages[0], "unknown_currency") from refusal
    found = _find(row, currency, known)
    if found is None:
        return MADE, _make(row, account, person, currency)
    if found.pk in met:
        raise FieldError("name", _("The file has this position twice."), "twice_in_file")
    return _update(row, found, person)


def _find(row: Row, currency: str, known: list[Position]) -> Position | None:
    """By the id of its contract, else by symbol, else by name; of the same currency."""
    key, symbol, name = row.text("position_id"), row.text("symbol").casefold(), row.text("name").casefold()
    for each in known:
        if key or (each.position_id and not symbol and not name):
            if each.position_id == key:
                return each
        elif each.currency == currency and (
            each.symbol.casefold() == symbol if symbol else each.name.casefold() == name
        ):
            return each
    return None


def _details(row: Row) -> Details:
    """What the line says of it; what it has no cell for stays as it is."""
    texts: dict[str, Any] = {
        name: row.text(name)
        for name in ("name", "symbol", "kind", "protocol_name", "position_id", "asset_address")
        if row.text(name)
    }
    if "kind" in texts:
        texts["kind"] = texts["kind"].casefold()
    if (apy := row.number("apy")) is not None:
        texts["apy"] = apy
    found: Details = texts  # type: ignore[assignment] # the names are those of Details
    return found


def _make(row: Row, account: MoneyAccount, person: User, currency: str) -> Position:
    details = _details(row)
    details.setdefault("name", row.text("symbol"))
    value, price = _worth(row)
    return services.create_position(
        account=account,
        person=person,
        currency=currency,
        shares=row.number("shares"),
        entry_price=row.number("entry_price"),
        current_value=value,
        price=price,
        opened_on=row.day("opened_on"),
        valued_on=row.day("valued_on"),
        source=FILE,
        **details,
    )


def _update(row: Row, position: Position, person: User) -> tuple[str, Position]:
    changed = {name: value for name, value in _details(row).items() if not _is_same(getattr(position, name), value)}
    result = UNCHANGED
    if changed:
        details: Details = changed  # type: ignore[assignment] # some of Details
        position, result = services.update_position(position=position, person=person, **details), UPDATED
    value, price = _worth(row)
    shares = row.number("shares")
    if shares is not None and shares != position.shares:
        _move(position, person, shares, value, price, row)
        position.refresh_from_db()
        result = UPDATED
    on = row.day("valued_on")
    if (value is not None or price is not None) and not _is_known(position, value, price, on):
        position = services.set_value(position=position, person=person, value=value, price=price, on=on, source=FILE)
        result = UPDATED
    return result, position


def _is_same(kept: object, told: object) -> bool:
    """Capitals make no other name."""
    return kept == told or (isinstance(kept, str) and isinstance(told, str) and kept.casefold() == told.casefold())


def _move(
    position: Position, person: User, shares: Decimal, value: Decimal | None, price: Decimal | None, row: Row
) -> None:
    """Bought or sold is what the file has more or fewer, at the price it tells, else at the last one known."""
    if shares < 0:
        raise errors.not_positive("shares")
    more = shares - position.shares
    each = price or (value / shares if value is not None and shares else None) or position.price
    if each is None:
        raise errors.amount_missing()
    kind = PositionMove.Kind.BUY if more > 0 else PositionMove.Kind.SELL
    each = round(each, 18)
    services.record_move(
        position=position, person=person, kind=kind, shares=abs(more), price=each, on=row.day("valued_on")
    )


def _is_known(position: Position, value: Decimal | None, price: Decimal | None, on: date | None) -> bool:
    if on is not None and on != position.valued_on:
        row = PositionValue.objects.filter(position=position, on=on).first()
        known = row and (row.price if value is None else row.value)
    else:
        known = position.price if value is None else position.current_value
    return bool(known == (price if value is None else value))


def _worth(row: Row) -> tuple[Decimal | None, Decimal | None]:
    """The value, or else the price, where a file says both."""
    value = row.number("current_value")
    return (value, None) if value is not None else (None, row.number("price"))


def _refused(row: Row, name: str, refusal: ValidationError) -> Outcome:
    if hasattr(refusal, "error_dict"):
        field, found = next(iter(refusal.error_dict.items()))
        first = found[0]
    else:
        field, first = "", refusal.error_list[0]
    return Outcome(row.line, name, REFUSED, None, field, first.code or "invalid", first.messages[0])

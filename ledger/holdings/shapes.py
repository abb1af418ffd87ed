"""Positions, moves and values as the API gives them."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.money import money_text
from ledger.holdings.fields import plain
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.returns import risk_level


def position_shape(position: Position) -> dict[str, Any]:
    currency = position.currency
    return {
        "id": position.pk,
        "money_account": position.account_id,
        "name": position.name,
        "symbol": position.symbol,
        "kind": str(position.kind),
        "protocol_name": position.protocol_name,
        "position_id": position.position_id,
        "asset_address": position.asset_address,
        "currency": currency,
        "shares": plain(position.shares),
        "entry_price": number(position.entry_price),
        "cost": money_text(position.cost, currency),
        "invested": money_text(position.invested, currency),
        "returned": money_text(position.returned, currency),
        "price": number(position.price),
        "current_value": money_text(position.current_value, currency),
        "valued_on": position.valued_on,
        "yield_earned": money_text(position.yield_earned, currency),
        "gain": money_text(position.gain, currency),
        "apy": number(position.apy),
        "risk_level": risk_level(position.kind),
        "opened_on": position.opened_on,
        "closed_on": position.closed_on,
        "note": position.note,
        "created_at": position.created_at,
        "last_updated_at": position.updated_at,
        "version": position.version,
    }


def move_shape(move: PositionMove, currency: str, entries: Collection[UUID]) -> dict[str, Any]:
    """`entries` are the lines of the ledger the reader sees; another one is not named."""
    return {
        "id": move.pk,
        "position": move.position_id,
        "kind": str(move.kind),
        "on": move.on,
        "shares": plain(move.shares),
        "price": number(move.price),
        "amount": money_text(move.amount, currency),
        "currency": currency,
        "transaction": move.transaction_id if move.transaction_id in entries else None,
        "note": move.note,
        "created_at": move.created_at,
    }


def value_shape(value: PositionValue, currency: str) -> dict[str, Any]:
    return {
        "on": value.on,
        "value": money_text(value.value, currency),
        "price": number(value.price),
        "currency": currency,
        "source": str(value.source),
    }


def number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

"""A listed transaction as one person reads it, made of a plain row of the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from config.kernel.money import ZERO, from_stored
from config.kernel.sql import from_db_uuid
from ledger.core.access import Sight, own_part

# What `row_of` reads, in this order.
COLUMNS = (
    "t.id, t.account_id, t.kind, t.raw_kind, t.amount, t.own_amount, t.booked_on, t.occurred_at, t.payee, t.notes,"
    " t.category_id, t.category_source, t.category_confidence, t.category_reason, t.is_split, t.version, t.withheld,"
    " t.withheld_until"
)
_HUNDREDTH = Decimal("0.01")


class Row(NamedTuple):
    """One transaction as listed; `amount` signed, in the account's currency. `withheld`: a role, or ''."""

    id: UUID
    account_id: UUID
    kind: str
    raw_kind: str
    amount: Decimal
    own_amount: Decimal
    booked_on: date
    occurred_at: datetime | None
    payee: str
    notes: str
    category_id: UUID | None
    category_source: str
    category_confidence: Decimal | None
    category_reason: str
    is_split: bool
    version: int
    withheld: str

    @property
    def cursor(self) -> str:
        return f"{self.booked_on.isoformat()}.{self.id.hex}"


_TO_DATE = date.fromisoformat


@lru_cache(maxsize=128)
def _confidence(value: float | Decimal) -> Decimal:
    return Decimal(str(value)).quantize(_HUNDREDTH)


def moment(occurred_at: Any) -> datetime | None:
    """SQLite keeps it in UTC without saying so: as text, or as a moment without a zone."""
    if occurred_at is None:
        return None
    found: datetime = datetime.fromisoformat(occurred_at) if isinstance(occurred_at, str) else occurred_at
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_private(withheld: str, role: str) -> bool:
    """Whether the other owner withholds a line from somebody of this role, who knows of it."""
    return bool(withheld) and withheld != role


def row_of(values: Sequence[Any], sights: Mapping[UUID, Sight]) -> Row:
    (key, account_id, kind, raw_kind, amount, own, booked_on, occurred_at, payee, notes) = values[:10]
    (category_id, source, confidence, reason, is_split, version, withheld, _until) = values[10:]
    account_id = from_db_uuid(account_id)
    if isinstance(booked_on, str):
        booked_on = _TO_DATE(booked_on)
    sight = sights[account_id]
    if is_private(withheld, sight.role):
        return Row(
            from_db_uuid(key), account_id, "", "", ZERO, ZERO, booked_on, None, "", "", None, "", None, "", False, 0,
            withheld,
        )  # fmt: skip
    moved = from_stored(amount)
    return Row(
        from_db_uuid(key),
        account_id,
        kind,
        raw_kind,
        moved,
        from_stored(own_part(sight, amount, own)),
        booked_on,
        moment(occurred_at),
        payee,
        notes,
        None if category_id is None else sight.shown(from_db_uuid(category_id)),
        source,
        None if confidence is None else _confidence(confidence),
        reason,
        bool(is_split),
        version,
        withheld,
    )


def days_of(rows: Sequence[Row]) -> Iterator[tuple[date, list[Row]]]:
    """Rows of one page grouped by day, in their order."""
    day: date | None = None
    group: list[Row] = []
    for row in rows:
        if row.booked_on != day and group:
            yield group[0].booked_on, group
            group = []
        day = row.booked_on
        group.append(row)
    if group:
        yield group[0].booked_on, group

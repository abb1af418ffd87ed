"""The seam to what reads sentences, which is above: it registers how `coffee 4.75 at Starbucks` becomes an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from accounts.models import User

LONGEST_SAID: Final = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of an entry; nothing of it is saved. `amount` None: there is none in it."""

    amount: Decimal | None
    currency: str
    booked_on: date
    payee: str
    kind: str
    category_id: UUID | None


Reader = Callable[[User, str], Said | None]


def _silent(person: User, text: str) -> Said | None:
    return None


_current: Reader = _silent


def register(reader: Reader) -> None:
    global _current
    _current = reader


def read_said(person: User, text: str) -> Said | None:
    """None for a blank text, or where nothing reads sentences. Longer ones are read up to 500 characters."""
    return _current(person, text[:LONGEST_SAID]) if text.strip() else None

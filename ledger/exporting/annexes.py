"""The seam to what is above: imports know of which bank's lines entries were made, reconciling what banks said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BankBalance:
    """What a bank said an account held at the end of a day; `by_hand`: read off paper."""

    on: date
    amount: Decimal
    by_hand: bool


class Annexes(Protocol):
    def fingerprints(self, ids: Sequence[UUID]) -> Mapping[UUID, str]:
        """Of entries that came from a file, what their line is recognised by. A query per 900 ids."""

    def balances(self, account_id: UUID) -> Sequence[BankBalance]:
        """Oldest first, one a day. One query."""


class _Nothing:
    def fingerprints(self, ids: Sequence[UUID]) -> Mapping[UUID, str]:
        return {}

    def balances(self, account_id: UUID) -> Sequence[BankBalance]:
        return ()


_current: Annexes = _Nothing()


def register(annexes: Annexes) -> None:
    global _current
    _current = annexes


def current() -> Annexes:
    return _current

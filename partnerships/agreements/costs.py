"""The seam to the expenses and statements above: they register what is planned, and what is settled already."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol

from config.kernel.money import ZERO
from partnerships.core.models import Partnership


class Costs(Protocol):
    def planned(self, partnership: Partnership, month: date) -> Decimal:
        """What the active expenses that follow the agreement (Splitting.follows) come to in a month, positive."""

    def is_settled(self, partnership: Partnership, month: date) -> bool:
        """Something of that month, or later, has been settled or paid into the pot, so that its split stays."""


class _None:
    def planned(self, partnership: Partnership, month: date) -> Decimal:
        return ZERO

    def is_settled(self, partnership: Partnership, month: date) -> bool:
        return False


_current: Costs = _None()


def register(costs: Costs) -> None:
    global _current
    _current = costs


def current() -> Costs:
    return _current

"""The seam to the partnerships, which are above: they say what a household spent for both outside joint accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol
from uuid import UUID

from config.kernel.money import ZERO


class JointSum(NamedTuple):
    """What a month's payments for both come to in one category, positive, in the household's currency.

    `fixed` is the part of it that comes back by itself, `payments` how many do not.
    """

    month: date
    category_id: UUID | None
    amount: Decimal
    fixed: Decimal = ZERO
    payments: int = 0


class JointMoney(Protocol):
    def currency(self, household_id: UUID) -> str | None:
        """What everything of the household is in; None for one that is none. One query."""

    def spent(self, household_id: UUID, first: date, last: date, besides: frozenset[UUID]) -> list[JointSum]:
        """What was paid for both from `first` to `last`, both included, without what stands on the accounts of
        `besides`, which are counted as accounts. Categories both have. A bounded number of queries.
        """

    def due(self, household_id: UUID, first: date, last: date) -> list[JointSum]:
        """What both bear that is due in these days and nobody has paid. A bounded number of queries."""

    def costs(self, household_id: UUID, month: date) -> list[JointSum]:
        """What both bear that is due in a month, paid or not. A bounded number of queries."""


class _None:
    def currency(self, household_id: UUID) -> str | None:
        return None

    def spent(self, household_id: UUID, first: date, last: date, besides: frozenset[UUID]) -> list[JointSum]:
        return []

    def due(self, household_id: UUID, first: date, last: date) -> list[JointSum]:
        return []

    def costs(self, household_id: UUID, month: date) -> list[JointSum]:
        return []


_current: JointMoney = _None()


def register(joint_money: JointMoney) -> None:
    global _current
    _current = joint_money


def current() -> JointMoney:
    return _current

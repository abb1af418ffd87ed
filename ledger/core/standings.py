"""The seam to `ledger.reconciling`, which is above: it registers how to tell whether accounts agree with their bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from accounts.models import User
from ledger.core.models import MoneyAccount


@dataclass(frozen=True, slots=True)
class Standing:
    """An account beside the latest balance its bank told, that of the end of day `on`, in the account's currency.

    `ours` is what all lines booked until then come to, without those the bank has only announced. Where the two
    differ, `agreed_on` is the last earlier day on which they were equal (None: they never were, as far as anybody
    said) and `apart_since` the first day the bank told of after it, with `first_gap`, bank less ours, on that day.
    `steady`: the gap has been the same ever since.
    """

    on: date
    bank: Decimal
    ours: Decimal
    agreed_on: date | None = None
    apart_since: date | None = None
    first_gap: Decimal = Decimal(0)
    steady: bool = False

    @property
    def gap(self) -> Decimal:
        return self.bank - self.ours

    @property
    def gap_size(self) -> Decimal:
        return abs(self.gap)

    @property
    def first_gap_size(self) -> Decimal:
        return abs(self.first_gap)

    @property
    def began_on_that_day(self) -> bool:
        """The day before `apart_since` agreed, so that it is known to the day where the gap began."""
        return self.agreed_on is not None and self.apart_since == self.agreed_on + timedelta(days=1)

    @property
    def agrees(self) -> bool:
        return self.bank == self.ours


class Standings(Protocol):
    def of(self, person: User, accounts: Iterable[MoneyAccount]) -> Mapping[UUID, Standing]:
        """Those of `accounts` that `person` owns and whose bank told a balance; a bounded number of queries."""


class _Unknown:
    def of(self, person: User, accounts: Iterable[MoneyAccount]) -> Mapping[UUID, Standing]:
        return {}


_current: Standings = _Unknown()


def register(standings: Standings) -> None:
    global _current
    _current = standings


def current() -> Standings:
    return _current

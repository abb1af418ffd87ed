"""What was found unusual, as pages, the API, the feed and the assistant get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from insights.anomalies import wording
from insights.anomalies.scoring import ALERT, Kind


@dataclass(frozen=True, slots=True)
class Compared:
    """A payment it was held against; `amount` is positive."""

    transaction_id: UUID
    booked_on: date
    payee: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One payment that is out of the ordinary: `score` from 0 to 1 with two places, by what `kind` says.

    `amount`, `usual` and `total` are positive, in `currency`. `usual` is what would have been, by `seen` payments (of a
    burst: by so many earlier months); `total` is what a burst of several payments came to, else `amount`.
    """

    transaction_id: UUID
    account_id: UUID
    category_id: UUID | None
    payee: str
    payee_key: str
    booked_on: date
    amount: Decimal
    currency: str
    kind: Kind
    score: Decimal
    usual: Decimal | None
    seen: int
    total: Decimal
    compared: tuple[Compared, ...]

    @property
    def is_alert(self) -> bool:
        """People are told of it."""
        return self.score > LEAST_ALERT

    @property
    def title(self) -> str:
        return wording.title_of(self.kind)

    @property
    def reason(self) -> str:
        """In the language that is active, with the figures it was found by."""
        return wording.reason_of(self)

    @property
    def recommendation(self) -> str:
        return wording.recommendation_of(self)


LEAST_ALERT: Final = Decimal(str(ALERT))

"""What the page of unusual payments shows of each, and what was said of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from insights.anomalies.models import Usual
from insights.anomalies.queries import anomalies
from insights.anomalies.scoring import Kind
from insights.anomalies.values import Anomaly

# As many as a page of a thousand elements has room for; the API has them all.
SHOWN: Final = 12
SAID_SHOWN: Final = 8
ICONS: Final[Mapping[Kind, str]] = {
    Kind.AMOUNT: "trending-up",
    Kind.NEW_PAYEE: "circle-question-mark",
    Kind.DUPLICATE: "copy-check",
    Kind.PRICE_RISE: "tag",
    Kind.CATEGORY_BURST: "chart-pie",
}


@dataclass(frozen=True, slots=True)
class Row:
    """`percent` is the score of 100, for its bar."""

    found: Anomaly
    icon: str
    percent: int

    @property
    def tone(self) -> str:
        return "over" if self.found.is_alert else "soon"


@dataclass(frozen=True, slots=True)
class Said:
    """What the person has said is usual: the latest, and how much in all."""

    latest: list[Usual]
    count: int


def shown_to(person: User, days: int) -> list[Row]:
    """As many queries as `anomalies`."""
    found = anomalies(person, days)[:SHOWN]
    return [Row(each, ICONS[each.kind], int(each.score * 100)) for each in found]


def said_by(person: User) -> Said:
    """Of payments that are still there and seen. Three queries."""
    said = Usual.objects.visible_to(person).filter(transaction__isnull=False)
    latest = said.select_related("transaction").order_by("-created_at", "-pk")[:SAID_SHOWN]
    return Said(list(latest), said.count())

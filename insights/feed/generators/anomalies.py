"""The most unusual payments of the month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.urls import reverse

from insights.anomalies.queries import DAYS, anomalies
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene

MOST: Final = 2


@generates
def unusual(scene: Scene) -> Iterator[Fact]:
    """The two with the highest score. Queries as `anomalies`."""
    for each in anomalies(scene.person, DAYS)[:MOST]:
        yield Fact(
            kind="unusual",
            insight_type=Insight.Type.ANOMALY.value,
            cause=f"unusual:{each.transaction_id}",
            priority=70,
            data={
                "payee": facts.text(each.payee or "—"),
                "amount": facts.amount(abs(each.amount), each.currency),
                "day": facts.day(each.booked_on),
            },
            url=reverse("transaction_detail", args=[each.transaction_id]),
            icon="triangle-alert",
            expires_on=each.booked_on + timedelta(days=DAYS),
            about_transaction=each.transaction_id,
        )

"""What the coming month usually costs, by the same month of earlier years."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from django.urls import reverse

from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.exchange import rounded
from ledger.core.queries import next_month
from ledger.core.views.rows import drill_url

FROM_DAY: Final = 15
NEWS: Final = Fraction(15, 100)


@generates
def season(scene: Scene) -> Iterator[Fact]:
    """From the fifteenth: the next month was at least 15% above the year around it."""
    coming = next_month(scene.month)
    index = scene.history.season(coming) if scene.today.day >= FROM_DAY else None
    if index is None or index - 1 < NEWS:
        return
    expected = rounded(Fraction(scene.history.usual()) * index, scene.currency)
    yield Fact(
        kind="season_dear",
        insight_type=Insight.Type.SPENDING.value,
        cause=f"season:{coming:%Y-%m}",
        priority=46,
        data={
            "month": facts.month(coming),
            "share": facts.percent(round((index - 1) * 100)),
            "expected": facts.amount(expected, scene.currency),
        },
        url=drill_url(reverse("plan"), month=f"{coming:%Y-%m}"),
        icon="calendar",
        expires_on=coming,
    )

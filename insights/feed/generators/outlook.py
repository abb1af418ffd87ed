"""The tightest day ahead."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.urls import reverse

from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import LOOKED_AHEAD, Scene
from ledger.core.models import MoneyAccount
from ledger.core.views.rows import drill_url

# With less than so much of a usual month one bill tips it.
TIGHT_SHARE: Final = Decimal("0.1")


@generates
def low_point(scene: Scene) -> Iterator[Fact]:
    """In the next 45 days spending accounts fall below nothing, or below a tenth of a usual month. Eight queries."""
    lowest = scene.forecast.lowest
    if lowest is None or lowest.on == scene.today or lowest.expected >= scene.history.usual() * TIGHT_SHARE:
        return
    is_below = lowest.expected < 0
    yield Fact(
        kind="low_below" if is_below else "low_tight",
        insight_type=Insight.Type.FORECAST.value,
        cause=f"low:{lowest.on:%Y-%m}:{'below' if is_below else 'tight'}",
        priority=88 if is_below else 66,
        data={
            "day": facts.day(lowest.on),
            "expected": facts.amount(lowest.expected, scene.forecast.currency),
            "low": facts.amount(lowest.low, scene.forecast.currency),
            "high": facts.amount(lowest.high, scene.forecast.currency),
            "balance": facts.amount(scene.forecast.balance, scene.forecast.currency),
            "days": facts.count(LOOKED_AHEAD),
        },
        url=drill_url(reverse("forecast"), days=60, of=MoneyAccount.Type.SPENDING.value),
        icon="chart-line",
        expires_on=lowest.on,
    )

"""What came in last month, against the months before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from config.kernel.money import ZERO
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.queries import next_month, previous_month

ENOUGH_MONTHS: Final = 3
NEWS: Final = Decimal("0.08")


@generates
def income(scene: Scene) -> Iterator[Fact]:
    """The last whole month: at least 8% more or less than the median of the six before it."""
    history = scene.history
    month = previous_month(scene.month)
    if len(history.whole) <= ENOUGH_MONTHS or month in history.lacking:
        return
    usual, came = history.usual_income(before=month), history.income.get(month, ZERO)
    off = came - usual
    if usual <= 0 or abs(off) < max(usual * NEWS, scene.little):
        return
    is_more = off > 0
    yield Fact(
        kind="income_more" if is_more else "income_less",
        insight_type=Insight.Type.INCOME.value,
        cause=f"income:{month:%Y-%m}:{'more' if is_more else 'less'}",
        priority=44 if is_more else 54,
        data={
            "month": facts.month(month),
            "came": facts.amount(came, scene.currency),
            "usual": facts.amount(usual, scene.currency),
            "off": facts.amount(abs(off), scene.currency),
        },
        url=scene.lines_url(month, kind="income"),
        icon="arrow-down-left",
        expires_on=next_month(scene.month),
    )

"""Round sums of what a person has, less what they owe."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.urls import reverse

from config.kernel.money import ZERO, decimals_of, from_stored
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.queries import next_month
from ledger.core.sums import moved_since

LEAST: Final = Decimal(1000)
# Steps within a power of ten; from 100,000 on each 50,000 would be news every year or so.
STEPS: Final = (Decimal(1), Decimal("2.5"), Decimal(5), Decimal("7.5"))


@generates
def milestone(scene: Scene) -> Iterator[Fact]:
    """Crossed upwards since the month began, on accounts of one's own at today's rates. A query a currency."""
    now = before = ZERO
    for code in sorted({each.currency for each in scene.accounts}):
        balance = sum((each.balance for each in scene.accounts if each.currency == code), ZERO)
        worth = scene.worth(balance, code)
        moved = from_stored(sum(each for _day, each in moved_since(scene.lens.of_currency(code), scene.month)))
        then = scene.worth(balance - moved, code)
        if worth is None or then is None:
            continue
        now, before = now + worth, before + then
    reached = _step_below(now, scene.currency)
    if reached is None or before >= reached:
        return
    yield Fact(
        kind="milestone",
        insight_type=Insight.Type.NET_WORTH.value,
        cause=f"milestone:{scene.currency}:{reached}",
        priority=50,
        data={
            "reached": facts.amount(reached, scene.currency),
            "now": facts.amount(now, scene.currency),
            "before": facts.amount(before, scene.currency),
            "month": facts.month(scene.month),
        },
        url=reverse("overview"),
        icon="trending-up",
        expires_on=next_month(scene.month),
    )


def _step_below(amount: Decimal, currency: str) -> Decimal | None:
    """The largest milestone that is not above `amount`."""
    power = LEAST if decimals_of(currency) else LEAST * 100
    if amount < power:
        return None
    while power * 10 <= amount:
        power *= 10
    return max(step * power for step in STEPS if step * power <= amount)

"""Things: the last days of a warranty, and of taking something back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.urls import reverse

from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from purchases.core.models import Purchase, Warranty

THINGS = Insight.Type.THINGS.value
WARRANTY_DAYS: Final = timedelta(days=14)
RETURN_DAYS: Final = timedelta(days=7)
MOST: Final = 2


@generates
def warranties(scene: Scene) -> Iterator[Fact]:
    """Of one's own things, the two that cost most. One query."""
    ending = Warranty.objects.owned_by(scene.person).filter(
        status=Warranty.Status.ACTIVE,
        warranty_end__range=(scene.today, scene.today + WARRANTY_DAYS),
        purchase__is_archived=False,
    )
    for each in ending.select_related("purchase").order_by("-purchase__price", "pk")[:MOST]:
        assert each.warranty_end is not None, "the range has no lifetime in it"
        yield Fact(
            kind="warranty_ends",
            insight_type=THINGS,
            cause=f"warranty:{each.pk}:{each.warranty_end}",
            priority=74,
            data={
                "thing": facts.text(each.purchase.product_name),
                "day": facts.day(each.warranty_end),
                "price": facts.amount(each.purchase.price, each.purchase.currency),
            },
            url=reverse("thing", args=[each.purchase_id]),
            icon="shield-check",
            expires_on=each.warranty_end,
        )


@generates
def returns(scene: Scene) -> Iterator[Fact]:
    """What the shop takes back for a week more at most, the two that cost most. One query."""
    last = scene.today + RETURN_DAYS
    own = Purchase.objects.owned_by(scene.person).filter(return_until__range=(scene.today, last), is_archived=False)
    for each in own.order_by("-price", "pk")[:MOST]:
        assert each.return_until is not None, "the range has none without a day"
        yield Fact(
            kind="return_ends",
            insight_type=THINGS,
            cause=f"return:{each.pk}:{each.return_until}",
            priority=76,
            data={
                "thing": facts.text(each.product_name),
                "day": facts.day(each.return_until),
                "price": facts.amount(each.price, each.currency),
            },
            url=reverse("thing", args=[each.pk]),
            icon="undo-2",
            expires_on=each.return_until,
        )

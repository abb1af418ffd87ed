"""What banks took this year: fees and interest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse

from config.kernel.money import ZERO
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.queries import months_between
from ledger.core.system_categories import system_category_id
from ledger.core.views.rows import drill_url

FEES: Final = system_category_id("fees-interest")


@generates
def fees(scene: Scene) -> Iterator[Fact]:
    """Since January, once they are no longer little; told anew each time they have doubled."""
    first = date(scene.today.year, 1, 1)
    branch = scene.branch(FEES)
    paid = sum((scene.history.spent_in(each, branch) for each in months_between(first, scene.month)), ZERO)
    if paid < scene.little:
        return
    grade = int(paid / scene.little).bit_length()
    yield Fact(
        kind="fees",
        insight_type=Insight.Type.SPENDING.value,
        cause=f"fees:{first.year}:{grade}",
        priority=37,
        data={"paid": facts.amount(paid, scene.currency), "since": facts.day(first)},
        url=drill_url(
            reverse("transactions"), category=FEES, booked_on_after=first, booked_on_before=scene.end_of_month
        ),
        icon="receipt",
        expires_on=scene.in_days(30),
    )

"""The two: what one owes the other, and who paid how much of this month beside what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.urls import reverse

from config.kernel.money import ZERO
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import LITTLE, Scene
from ledger.core.views.rows import drill_url
from partnerships.core.standing import Standing, current_standing
from partnerships.statements.balance import balance_of, owed_by
from partnerships.statements.statement import statement_of

TOGETHER = Insight.Type.TOGETHER.value
# Below it nobody settles up.
LEAST: Final = LITTLE * 2
UNEVEN: Final = Decimal("0.2")


@generates
def couple(scene: Scene) -> Iterator[Fact]:
    """Three queries, and those of the month's statement. Both read only what both know."""
    standing = current_standing(scene.person)
    if standing is None:
        return
    yield from _settling(scene, standing)
    yield from _month(scene, standing)


def _settling(scene: Scene, standing: Standing) -> Iterator[Fact]:
    currency = standing.partnership.currency
    owed = owed_by(standing.place, balance_of(standing.partnership))
    if abs(owed) < LEAST:
        return
    grade = int(abs(owed) / LEAST).bit_length()
    yield Fact(
        kind="you_owe" if owed > 0 else "owes_you",
        insight_type=TOGETHER,
        cause=f"settle:{standing.partnership.pk}:{scene.month:%Y-%m}:{'out' if owed > 0 else 'in'}:{grade}",
        priority=57 if owed > 0 else 33,
        data={"owed": facts.amount(abs(owed), currency), "partner": facts.text(standing.other.name)},
        url=reverse("settle_up"),
        icon="users",
        expires_on=scene.end_of_month,
    )


def _month(scene: Scene, standing: Standing) -> Iterator[Fact]:
    """Of what was paid for both this month, one carried a fifth more than their share."""
    statement = statement_of(standing.partnership, scene.month)
    currency, place = standing.partnership.currency, standing.place
    paid, share = statement.paid_by[place], statement.shares[place]
    off = paid - share
    if statement.total_paid <= ZERO or abs(off) < max(statement.total_paid * UNEVEN, LEAST):
        return
    yield Fact(
        kind="paid_more" if off > 0 else "paid_less",
        insight_type=TOGETHER,
        cause=f"split:{standing.partnership.pk}:{scene.month:%Y-%m}:{'more' if off > 0 else 'less'}",
        priority=31,
        data={
            "paid": facts.amount(paid, currency),
            "share": facts.amount(share, currency),
            "whole": facts.amount(statement.total_paid, currency),
            "partner": facts.text(standing.other.name),
        },
        url=drill_url(reverse("statement"), month=f"{scene.month:%Y-%m}"),
        icon="scale",
        expires_on=scene.end_of_month,
    )

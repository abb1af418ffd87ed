"""What the page of sums says beside its figures: the gravest of what no figure of it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accounts.models import User
from insights.feed.models import Insight
from insights.feed.queries import gravest
from insights.figures.asides import Aside, register

Type = Insight.Type
# Spending, plans, goals, savings and investments have cards of their own there.
BESIDE: Final = (Type.THINGS, Type.TOGETHER, Type.ANOMALY, Type.RECURRING, Type.FORECAST)


@register
def told(person: User, count: int) -> Sequence[Aside]:
    """Warranties that end, what is owed, what is unusual, what is due. Two small queries."""
    return [Aside(each.kind, each.title, each.content, each.url) for each in gravest(person, count, BESIDE)]

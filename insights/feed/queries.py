"""What is told now, from the rows that are stored: no figure is found again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from accounts.models import User
from insights.feed.models import Insight

MOST: Final = 3


def gravest(person: User, most: int = MOST, types: Collection[str] = ()) -> list[Insight]:
    """The live ones that come first, of some types or of all. Two small queries: accounts that are seen, and these."""
    live = Insight.objects.visible_to(person).live()
    wanted = live.filter(insight_type__in=types) if types else live
    return list(wanted.order_by("-priority", "-created_at", "pk")[:most])

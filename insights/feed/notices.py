"""A new insight as a notification, once for each cause: what is told nowhere else, and in the app unless chosen."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.services import notify
from insights.feed.models import Insight

# Budgets, goals, things, prices and unusual payments have kinds of their own.
TOLD_HERE: Final = {
    "pace_more", "category_more", "plan_spent", "income_less", "saved_less", "fund_short", "season_dear", "milestone",
    "double", "low_below", "low_tight", "due_soon",
}  # fmt: skip


def _words(data: Data, reader: User) -> Words:
    return Words(data["title"], data["text"], reverse("insights"))


INSIGHT = register(Kind("insight", _("Something your figures tell"), _("Insights"), "lightbulb", _words, by_push=False))


def cause_of(insight: Insight) -> str:
    return f"insight:{insight.cause}"


def tell(insight: Insight) -> None:
    """Once, whoever tells it; in the transaction that keeps the insight, since it is new only there."""
    if insight.kind not in TOLD_HERE:
        return
    data = {"insight": str(insight.pk), "title": insight.title, "text": insight.content}
    notify(person_id=insight.person_id, kind=INSIGHT.name, cause=cause_of(insight), data=data)

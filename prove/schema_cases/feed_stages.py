"""The stages of insights and months in words (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from prove.schema_cases.making import make_account, make_entry
from prove.schema_cases.way import Way


def what_the_figures_tell(way: Way) -> None:
    """Much of this month is in no category, which is told in the first month already."""
    today = timezone.localdate()
    account = make_account(way, f"Told {uuid4().hex[:6]}")
    make_entry(way, account, "90000.00", today.isoformat(), payee="Somebody")
    way.go("post", "insights/generate/")
    found = way.go("get", "insights/", query={"unread": "true", "limit": 5})["results"]
    key = found[0]["id"]
    way.go("get", "insights/{key}/", key=key)
    way.go("patch", "insights/{key}/", {"read": True, "dismissed": True}, key=key)
    way.go("get", "insights/spending/")
    way.go("get", "insights/recommendations/")
    way.go("get", "insights/months/{month}/", month=f"{today:%Y-%m}")


def what_to_plan(way: Way) -> None:
    way.go("get", "insights/budget-recommendations/")
    before = (timezone.localdate().replace(day=1) - timedelta(days=1)).isoformat()
    account = make_account(way, f"Pay {uuid4().hex[:6]}")
    make_entry(way, account, "3000.00", before, kind="income", payee="Work")
    way.go("post", "insights/budget-recommendations/application/", {})


FEED_STAGES: tuple[Callable[[Way], None], ...] = (what_the_figures_tell, what_to_plan)

"""Weeks from Monday to Sunday, this one's money date, and how many in a row there were."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.dates.models import MoneyDate

WEEK: Final = timedelta(weeks=1)
# A streak is counted this far back.
MOST_WEEKS: Final = 60


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def date_of_week(standing: Standing) -> MoneyDate | None:
    """This week's, begun or finished; the week is the reader's own. One query."""
    week = monday_of(standing.person.today)
    return MoneyDate.objects.filter(partnership=standing.partnership, week=week).first()


def streak(partnership: Partnership, today: date) -> int:
    """How many weeks in a row had a finished one, up to this week or the one before it; at most 60. One query."""
    found = MoneyDate.objects.filter(partnership=partnership, finished_at__isnull=False).order_by("-week")
    weeks = set(found.values_list("week", flat=True)[:MOST_WEEKS])
    week, count = monday_of(today), 0
    if week not in weeks:
        week -= WEEK
    while week in weeks:
        week, count = week - WEEK, count + 1
    return count

"""Telling people once a month which goals come late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from accounts.notifications.models import Notification
from accounts.notifications.services import notify
from ledger.goals.models import Goal
from ledger.goals.queries import goals_behind
from ledger.goals.telling import BEHIND, about, people_of

AT_ONCE = 200


def tell_behind(today: date, rest: Callable[[], object] = lambda: None) -> int:
    """How many were told. Twice in one month tells nobody twice; `rest` is called between batches."""
    told = 0
    for goals in _batches():
        for report in goals_behind(goals, today):
            needed = str(report.progress.needed_monthly or report.progress.left)
            cause = f"{BEHIND}:{report.goal.pk}:{today:%Y-%m}"
            for person_id in people_of(report.goal):
                data = {**about(report.goal), "needed": needed}
                severity = Notification.Severity.WARNING
                told += notify(person_id=person_id, kind=BEHIND, cause=cause, data=data, severity=severity) is not None
        rest()
    return told


def _batches() -> Iterator[list[Goal]]:
    active = Goal.objects.filter(status=Goal.Status.ACTIVE, target_date__isnull=False).order_by("pk")
    some = list(active[:AT_ONCE])
    while some:
        yield some
        some = list(active.filter(pk__gt=some[-1].pk)[:AT_ONCE])

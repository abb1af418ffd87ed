"""How each row stands: what it has used, where it heads, and how grave that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.notifications.models import Notification
from ledger.budgets.figures import MonthView, Row
from ledger.budgets.models import Allocation

Severity = Notification.Severity
# So much of what there is is used before anybody is told that it is near its end.
NEAR: Final = Decimal("0.9")
# Over by so much of what there was it is grave.
FAR_OVER: Final = Decimal("0.1")

BY_HABIT: Final = (Allocation.Basis.HISTORY.value, Allocation.Basis.RECURRING.value)


class State(TextChoices):
    ON_TRACK = "on_track", _("on track")
    AHEAD = "ahead", _("faster than its pace")
    NEAR = "near", _("nearly used up")
    EXCEEDED = "exceeded", _("exceeded")


@dataclass(frozen=True, slots=True)
class Standing:
    row: Row
    state: State
    severity: Severity


def standing_of(row: Row) -> Standing:
    """exceeded: more is spent than there is; near: nine tenths are, faster than the month goes; ahead: it heads beyond.

    Where too few payments tell no pace, what was planned by habit and is spent so is no news: the rent is paid. Nor is
    what is used to the last cent, or nearly used up on the last days. A goal has nothing to exceed.
    """
    if row.goal is not None:
        return Standing(row, State.ON_TRACK, Severity.INFO)
    if row.is_over:
        grave = row.over > FAR_OVER * max(row.available, Decimal(0))
        return Standing(row, State.EXCEEDED, Severity.CRITICAL if grave else Severity.WARNING)
    if _is_near(row):
        return Standing(row, State.NEAR, Severity.WARNING)
    return Standing(row, State.AHEAD if row.overrun else State.ON_TRACK, Severity.INFO)


def _is_near(row: Row) -> bool:
    gone, total = row.days.share
    if not row.days.is_running or not row.remaining or row.spent < NEAR * row.available:
        return False
    if row.has_pace or row.still_due:
        return row.overrun > 0
    return row.basis not in BY_HABIT and row.spent * total > row.available * gone


def standings(view: MonthView) -> list[Standing]:
    """Of all categories that are planned. No query."""
    return [standing_of(each) for each in view.categories]

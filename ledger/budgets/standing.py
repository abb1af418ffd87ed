"""How each row stands: what it has used, where it heads, and how grave that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.notifications.models import Notification
from ledger.budgets.figures import MonthView, Row

Severity = Notification.Severity
# So much of what there is is used before anybody is told that it is near its end.
NEAR: Final = Decimal("0.9")
# Over by so much of what there was it is grave.
FAR_OVER: Final = Decimal("0.1")


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
    """exceeded: more is spent than there is; near: nine tenths are, and it heads beyond the end; ahead: it heads there.

    What is used to the last cent as planned, such as the rent, is on track, and so is what is nearly used up on the
    last days but lasts. A goal has nothing to exceed.
    """
    if row.goal is not None:
        return Standing(row, State.ON_TRACK, Severity.INFO)
    if row.is_over:
        grave = row.over > FAR_OVER * max(row.available, Decimal(0))
        return Standing(row, State.EXCEEDED, Severity.CRITICAL if grave else Severity.WARNING)
    if row.overrun:
        near = row.spent >= NEAR * row.available
        return Standing(row, State.NEAR if near else State.AHEAD, Severity.WARNING if near else Severity.INFO)
    return Standing(row, State.ON_TRACK, Severity.INFO)


def standings(view: MonthView) -> list[Standing]:
    """Of all categories that are planned. No query."""
    return [standing_of(each) for each in view.categories]

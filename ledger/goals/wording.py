"""A goal as the pages show it: its quarters, what is said of its date, and where it lies on the way of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel.formatting import active_locale, format_day, format_month, format_short_month
from config.kernel.money import ZERO
from ledger.goals.models import Goal
from ledger.goals.progress import QUARTERS, Progress, month_end
from ledger.goals.queries import GoalReport
from ledger.goals.sharing import Asked

Status = Goal.Status
FEWEST_MONTHS, MOST_MONTHS, MOST_LABELS = 6, 36, 12


@dataclass(frozen=True, slots=True)
class Card:
    """`fill` is the percent as SVG reads it. `state`: ok, late, done, rests (archived) or waits. `quarters`: the amount
    of each, and whether it is reached now.
    """

    goal: Goal
    progress: Progress
    fill: str
    percent: int
    quarters: list[tuple[Decimal, bool]]
    state: str
    says: str
    says_when: str
    asked: Asked | None
    more: Decimal


def card_of(report: GoalReport, asked: Mapping[UUID, Asked]) -> Card:
    goal, progress = report.goal, report.progress
    state = _state(goal, progress)
    when, says = _says(goal, progress, state)
    return Card(
        goal=goal,
        progress=progress,
        fill=str(progress.percent),
        percent=int(progress.percent),
        quarters=[
            (goal.target_amount * quarter / 100, goal.saved_amount * 100 >= goal.target_amount * quarter)
            for quarter in QUARTERS
        ],
        state=state,
        says=says,
        says_when=when,
        asked=asked.get(goal.pk),
        more=progress.more_needed if state == "late" else ZERO,
    )


def _state(goal: Goal, progress: Progress) -> str:
    if goal.status == Status.PENDING_APPROVAL:
        return "waits"
    if goal.status == Status.ARCHIVED:
        return "rests"
    if goal.status == Status.COMPLETED:
        return "done"
    if not progress.on_track:
        return "late"
    return "ok" if progress.expected_on is not None else "still"


def _says(goal: Goal, progress: Progress, state: str) -> tuple[str, str]:
    """When it is there, and how that is beside the day it is wanted by."""
    if state == "waits":
        return "", _("It waits for an answer and takes no money yet.")
    if state == "rests":
        return "", _("It is put away.")
    if state == "done":
        day = format_day(goal.completed_on, active_locale()) if goal.completed_on else ""
        return _("All saved"), _("since %(day)s") % {"day": day} if day else ""
    if progress.expected_on is None:
        return "", _("Nothing goes in yet.")
    return format_month(progress.expected_on, active_locale()), _beside_date(progress.months_early)


def _beside_date(early: int | None) -> str:
    if early is None:
        return _("At what goes in now")
    if early == 0:
        return _("Just in time")
    if early > 0:
        return ngettext("One month early", "%(count)s months early", early) % {"count": early}
    return ngettext("One month late", "%(count)s months late", -early) % {"count": -early}


@dataclass(frozen=True, slots=True)
class Line:
    """One goal on the way: places in percent of the axis, None where it is not on it."""

    goal: Goal
    end: str
    there: bool
    wanted: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """When each one is there: `labels` stand in the middle of equal parts of the axis."""

    labels: list[str]
    lines: list[Line]


def way_of(cards: list[Card], today: date) -> Way | None:
    """From next month on as far as the last one needs, three years at most. None where there is nothing to show."""
    shown = [card for card in cards if card.state in ("ok", "late") and card.progress.expected_on is not None]
    if not shown:
        return None
    ends = [_months(card.progress.expected_on, today) for card in shown]
    ends += [_months(card.goal.target_date, today) for card in shown]
    months = min(max(FEWEST_MONTHS, *ends), MOST_MONTHS)
    step = -(-months // MOST_LABELS)
    months = -(-months // step) * step
    first = [month_end(today, number) for number in range(1, months + 1, step)]
    return Way(
        [format_short_month(day, active_locale()) for day in first], [_line(each, months, today) for each in shown]
    )


def _months(day: date | None, today: date) -> int:
    return 0 if day is None else (day.year - today.year) * 12 + day.month - today.month


def _line(card: Card, months: int, today: date) -> Line:
    assert card.progress.expected_on is not None
    wanted = card.goal.target_date
    there = _months(card.progress.expected_on, today)
    return Line(
        goal=card.goal,
        end=_place(there - Decimal("0.5"), months),
        there=there <= months,
        wanted=_place_of_day(wanted, months, today) if wanted is not None else None,
        text=f"{card.says_when}. {card.says}.",
    )


def _place_of_day(day: date, months: int, today: date) -> str | None:
    number = _months(day, today)
    if not 1 <= number <= months:
        return None
    return _place(number - 1 + Decimal(day.day) / month_end(day, 0).day, months)


def _place(months: Decimal, of: int) -> str:
    share = min(max(months / of * 100, ZERO), Decimal(100))
    return f"{share:.1f}"


@dataclass(frozen=True, slots=True)
class Advice:
    """Moving `amount` a month from one goal, which comes early, to another makes both on time."""

    giver: Goal
    taker: Goal
    amount: Decimal
    needed: Decimal
    goes_in: Decimal


def advice_of(cards: list[Card]) -> Advice | None:
    """For the first that is late: the goal with most to spare that can give it all, in its currency."""
    for late in cards:
        if not late.more:
            continue
        spare = [
            (card.progress.going_in - (card.progress.needed_monthly or ZERO), card)
            for card in cards
            if card.state == "ok" and card.progress.needed_monthly and card.goal.currency == late.goal.currency
        ]
        enough = [each for each in spare if each[0] >= late.more]
        if enough:
            _most, card = max(enough, key=lambda each: each[0])
            needed = card.progress.needed_monthly or ZERO
            return Advice(card.goal, late.goal, late.more, needed, card.progress.going_in)
    return None

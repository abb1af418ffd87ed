"""What comes back: the list with the days to come, and the same days as a calendar."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from ledger.core.category_tree import category_tree
from ledger.core.queries import next_month
from ledger.core.views.transactions import person
from ledger.recurring.further import FurtherDay, further_days
from ledger.recurring.models import Recurring, RecurringFeed, RecurringNotice, RecurringQuerySet
from ledger.recurring.noticing import open_notices
from ledger.recurring.offering import open_offers
from ledger.recurring.upcoming import DAYS, Due, due_between, upcoming
from ledger.recurring.wording import groups_of, name_of, rhythm_words, row_of, totals_of, weeks_of

WEEKS = 9
OFFERS, MOST_OFFERS, MOST_NOTICES = 8, 100, 200
MONTHS_AHEAD = 12
MINE = "mine"
Kind = Recurring.Kind


@login_required
@require_safe
def recurring(request: HttpRequest) -> HttpResponse:
    """Everything the person sees, or what is on their own accounts. Nine queries, however much there is."""
    return render(request, "ledger/recurring/recurring.html", list_context(request))


def list_context(request: HttpRequest) -> dict[str, Any]:
    user = person(request)
    seen = _scoped(request, user)
    found = list(seen.select_related("account", "to_account").order_by("next_on", "payee", "pk"))
    mine = set(Recurring.objects.owned_by(user).values_list("pk", flat=True))
    tree = category_tree(user)
    odd: dict[UUID, list[RecurringNotice]] = defaultdict(list)
    for notice in open_notices(user)[:MOST_NOTICES]:
        odd[notice.recurring_id].append(notice)
    rows = [row_of(each, tree, mine=each.pk in mine, today=user.today, odd=odd[each.pk]) for each in found]
    active = [each for each in found if each.status == Recurring.Status.ACTIVE]
    dues = upcoming(user, recurring=seen)
    offers = list(open_offers(user)[:MOST_OFFERS])
    return {
        "groups": groups_of(rows),
        "weeks": weeks_of(dues, user.today, WEEKS),
        "due_count": len(dues),
        "days": DAYS,
        "month": [
            (_("Comes in"), totals_of(each for each in active if each.kind == Kind.INCOME)),
            (_("Bills and rent"), totals_of(each for each in active if each.kind == Kind.EXPENSE)),
            (_("Set aside and paid back"), totals_of(each for each in active if each.kind == Kind.TRANSFER)),
        ],
        "scopes": _scopes(request, len(found), len(mine)),
        "offers": [(each, rhythm_words(each.rhythm), each.rhythm.first_from(user.today)) for each in offers[:OFFERS]],
        "more_offers": max(0, len(offers) - OFFERS),
        "feed": RecurringFeed.objects.visible_to(user).first(),
        "today": user.today,
    }


def _scoped(request: HttpRequest, user: User) -> RecurringQuerySet:
    wanted = Recurring.objects.owned_by if request.GET.get("scope") == MINE else Recurring.objects.visible_to
    return wanted(user)


def _scopes(request: HttpRequest, shown: int, mine: int) -> list[dict[str, Any]]:
    """The switch; none where all that is seen is one's own."""
    is_mine = request.GET.get("scope") == MINE
    if shown == mine and not is_mine:
        return []
    return [
        {"url": "?", "text": _("Household"), "current": not is_mine},
        {"url": f"?scope={MINE}", "text": _("Mine"), "current": is_mine},
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar's page."""

    day: date
    in_month: bool
    is_today: bool
    items: list[tuple[str, Due]]
    further: list[FurtherDay]


@login_required
@require_safe
def recurring_calendar(request: HttpRequest) -> HttpResponse:
    """A month of what is still to come, this one unless the address says which. Six queries and those of `further`."""
    user = person(request)
    now = user.today.replace(day=1)
    last_month = _months_after(now, MONTHS_AHEAD)
    month = min(max(_month(request.GET.get("month", "")) or now, now), last_month)
    ends = month.replace(day=monthrange(month.year, month.month)[1])
    dues = due_between(_scoped(request, user), month, ends)
    further = further_days(user, max(month, user.today), ends)
    context = {
        "month": month,
        "weeks": _weeks(month, ends, dues, further, user.today),
        "further": further,
        "dues": [(name_of(each.recurring), each) for each in dues],
        "earlier_url": _month_url(_months_after(month, -1)) if month > now else "",
        "later_url": _month_url(_months_after(month, 1)) if month < last_month else "",
        "weekdays": [ends - timedelta(days=ends.weekday()) + timedelta(days=n) for n in range(7)],
    }
    return render(request, "ledger/recurring/calendar.html", context)


def _weeks(month: date, ends: date, dues: list[Due], further: list[FurtherDay], today: date) -> list[list[Cell]]:
    by_day: dict[date, list[tuple[str, Due]]] = defaultdict(list)
    others: dict[date, list[FurtherDay]] = defaultdict(list)
    for each in further:
        others[each.on].append(each)
    for due in dues:
        by_day[due.due_on].append((name_of(due.recurring), due))
    first = month - timedelta(days=month.weekday())
    count = -(-((ends - first).days + 1) // 7)
    days = [first + timedelta(days=number) for number in range(count * 7)]
    cells = [Cell(day, month <= day <= ends, day == today, by_day[day], others[day]) for day in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def _months_after(month: date, number: int) -> date:
    for _step in range(number):
        month = next_month(month)
    return (month - timedelta(days=1)).replace(day=1) if number < 0 else month


def _month_url(month: date) -> str:
    return f"{reverse('recurring_calendar')}?month={month:%Y-%m}"

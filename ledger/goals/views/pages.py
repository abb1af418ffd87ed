"""All goals at once, and one with all that went in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.models import Transaction
from ledger.core.views.transactions import person
from ledger.goals import sharing
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.queries import Earmarked, known_accounts, known_entries, report_of, reports, summary
from ledger.goals.sharing import Couple
from ledger.goals.wording import advice_of, card_of, way_of

LATEST, PER_PAGE, MOST_PAGES = 5, 50, 10_000
# A card is some seventy elements, a page a thousand.
CARDS = 9
SHARED, MINE = "shared", "mine"
Status = Goal.Status
ORDER = ("priority", "target_date", "created_at", "pk")


@dataclass(frozen=True, slots=True)
class Part:
    """What went in, with its payment where the reader sees that, and who logged it by name where it is not they."""

    part: GoalContribution
    entry: Transaction | None
    who: str
    mine: bool


@login_required
@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """Those of now, the person's and both's; a partner's own never. Thirteen queries, however much went in."""
    user = person(request)
    scope = request.GET.get("whose", "")
    couple = sharing.current().couple_of(user)
    found = list(Goal.objects.visible_to(user).order_by(*ORDER))
    now = [each for each in found if _is_of_now(each, couple)]
    scoped = [
        each for each in now if scope not in (SHARED, MINE) or (each.household_id is not None) == (scope == SHARED)
    ]
    told = reports([each for each in scoped if each.status != Status.ARCHIVED], user.today)
    asked = sharing.current().waiting(user) if couple else {}
    cards = [card_of(each, asked) for each in told]
    sums = summary(user, told)
    context = {
        "cards": cards[:CARDS],
        "further": cards[CARDS:],
        "sums": [(each, free_of(sums.accounts, each.currency)) for each in sums.sums],
        "way": way_of(cards[:CARDS], user.today),
        "advice": advice_of(cards),
        "latest": _parts(user, couple, _latest([each.goal for each in told])),
        "put_away": [each for each in found if each not in now or (each in scoped and each.status == Status.ARCHIVED)],
        "scopes": _scopes(scope) if couple or any(each.household_id for each in now) else [],
        "couple": couple,
    }
    return render(request, "ledger/goals/goals.html", context)


def _is_of_now(goal: Goal, couple: Couple | None) -> bool:
    return goal.household_id is None or (couple is not None and goal.household_id == couple.household_id)


@dataclass(frozen=True, slots=True)
class Free:
    """What is not promised to a goal in the accounts of one currency that goals lie in."""

    free: Decimal
    balance: Decimal
    name: str
    count: int


def free_of(accounts: Sequence[Earmarked], currency: str) -> Free | None:
    some = [each for each in accounts if each.account.currency == currency]
    if not some:
        return None
    free = sum((each.free for each in some), ZERO)
    balance = sum((each.balance for each in some), ZERO)
    return Free(free, balance, some[0].account.name, len(some))


def _scopes(scope: str) -> list[dict[str, Any]]:
    offered = (("", _("All")), (SHARED, _("Shared")), (MINE, _("Mine")))
    current = scope if scope in (SHARED, MINE) else ""
    return [{"url": f"?whose={key}" if key else "?", "text": text, "current": key == current} for key, text in offered]


def _latest(found: list[Goal]) -> list[GoalContribution]:
    parts = GoalContribution.objects.filter(goal__in=found, counts=True).select_related("goal", "person")
    return list(parts.order_by("-on", "-pk")[:LATEST])


def _parts(user: User, couple: Couple | None, parts: list[GoalContribution]) -> list[Part]:
    entries = known_entries(user, parts)
    return [
        Part(
            part=each,
            entry=entries.get(each.transaction_id) if each.transaction_id else None,
            who="" if each.person is None or each.person_id == user.pk else each.person.short_name,
            mine=each.person_id in (None, user.pk),
        )
        for each in parts
    ]


@login_required
@require_safe
def goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One with all that went in, of an ended partnership too."""
    user = person(request)
    found = get_object_or_404(Goal.objects.visible_to(user), pk=pk)
    return render(request, "ledger/goals/goal.html", goal_context(request, user, found))


def goal_context(request: HttpRequest, user: User, found: Goal) -> dict[str, Any]:
    couple = sharing.current().couple_of(user)
    asked = sharing.current().waiting(user) if couple else {}
    page = max(1, min(int(text) if (text := request.GET.get("page", "1")).isdecimal() else 1, MOST_PAGES))
    parts = GoalContribution.objects.filter(goal=found).select_related("goal", "person").order_by("-on", "-pk")
    rows = list(parts[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    return {
        "goal": found,
        "card": card_of(report_of(found, user.today), asked),
        "parts": _parts(user, couple, rows[:PER_PAGE]),
        "account": found.account if known_accounts(user, [found]) else None,
        "couple": couple,
        "is_open": _is_of_now(found, couple)
        and (found.household_id is None or (couple is not None and couple.is_active)),
        "newer": page - 1 if page > 1 else None,
        "older": page + 1 if len(rows) > PER_PAGE else None,
    }

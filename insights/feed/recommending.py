"""What to do: explicit actions with their amount and their reason, and where one tap does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import ZERO, round_to_currency
from insights.feed.generators.saving import FUND_MONTHS, SAVINGS_ACCOUNT, SPENDING_ACCOUNT
from insights.feed.scene import LITTLE, Scene
from ledger.budgets.models import Budget
from ledger.budgets.suggesting import suggestions
from ledger.budgets.wording import day, money
from partnerships.core.standing import current_standing
from partnerships.statements.balance import balance_of, owed_by

MOST_OF_KIND: Final = 3
FUND_IN_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`amount` in `currency` is what it is about. `call` is the one request of the API that does it: method, path and
    body; empty where it takes a page. `form` is the same as a form of the pages.
    """

    kind: str
    title: str
    why: str
    amount: Decimal
    currency: str
    url: str
    call: dict[str, Any] = field(default_factory=dict)
    form_url: str = ""
    form: dict[str, str] = field(default_factory=dict)


def recommendations(person: User, scene: Scene | None = None) -> list[Recommendation]:
    """In the language that is active, the most pressing first. Some thirty queries, whatever the history."""
    scene = scene or Scene(person)
    return [*_moves(scene), *_settling(scene), *_goals(scene), *_fund(scene)]


def _moves(scene: Scene) -> Iterator[Recommendation]:
    plan = scene.plan
    if plan is None or plan.budget.status == Budget.Status.CLOSED:
        return
    for each in suggestions(plan)[:MOST_OF_KIND]:
        names = {"source": each.source.name, "target": each.target.name}
        sent = {"from": str(each.source.key), "to": str(each.target.key), "amount": f"{each.amount:f}"}
        yield Recommendation(
            kind="move_budget",
            title=_("Move money from %(source)s to %(target)s") % names,
            why=each.why,
            amount=each.amount,
            currency=plan.currency,
            url=reverse("plan"),
            call={
                "method": "POST",
                "path": reverse("api_budget_suggestions", args=[f"{plan.month:%Y-%m}"]),
                "body": sent,
            },
            form_url=reverse("plan_suggestion", args=[plan.budget.pk]),
            form={"source": sent["from"], "target": sent["to"]},
        )


def _settling(scene: Scene) -> Iterator[Recommendation]:
    standing = current_standing(scene.person)
    if standing is None:
        return
    owed = owed_by(standing.place, balance_of(standing.partnership))
    if owed < LITTLE:
        return
    yield Recommendation(
        kind="settle_up",
        title=_("Settle up with %(partner)s") % {"partner": standing.other.name},
        why=_("You owe it from what was paid for both."),
        amount=owed,
        currency=standing.partnership.currency,
        url=reverse("settle_up"),
    )


def _goals(scene: Scene) -> Iterator[Recommendation]:
    late = [each for each in scene.goals if each.progress.more_needed > 0 and each.goal.target_date is not None]
    for each in late[:MOST_OF_KIND]:
        needed = each.progress.needed_monthly
        assert needed is not None, "it lacks something each month"
        assert each.goal.target_date is not None, "it has a day by which it is wanted"
        words = {
            "goal": each.goal.name,
            "monthly": money(needed, each.goal.currency),
            "now": money(each.progress.going_in, each.goal.currency),
            "day": day(each.goal.target_date),
        }
        own = each.goal.household_id is None
        yield Recommendation(
            kind="raise_goal",
            title=_("Put more towards %(goal)s") % words,
            why=_("%(monthly)s a month has it there by %(day)s; %(now)s go in now.") % words,
            amount=each.progress.more_needed,
            currency=each.goal.currency,
            url=reverse("goal_edit" if own else "goal", args=[each.goal.pk]),
            call={
                "method": "PATCH",
                "path": reverse("api_goal", args=[each.goal.pk]),
                "body": {"monthly_amount": f"{needed:f}", "version": each.goal.version},
            }
            if own
            else {},
        )


def _fund(scene: Scene) -> Iterator[Recommendation]:
    """Three usual months of spending, filled within a year."""
    usual = scene.history.usual()
    short = usual * FUND_MONTHS - scene.balance(SPENDING_ACCOUNT, SAVINGS_ACCOUNT)
    if usual <= ZERO or short < scene.little or len(scene.history.recent) < FUND_MONTHS:
        return
    words = {"wanted": money(usual * FUND_MONTHS, scene.currency), "short": money(short, scene.currency)}
    yield Recommendation(
        kind="emergency_fund",
        title=_("Build an emergency fund"),
        why=_("Three usual months come to %(wanted)s; %(short)s are missing. In a year that is so much a month.")
        % words,
        amount=round_to_currency(short / FUND_IN_MONTHS, scene.currency),
        currency=scene.currency,
        url=reverse("goal_add"),
    )

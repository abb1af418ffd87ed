"""What is saved for: goals as their pages have them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import Arguments
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    amount_cell,
    link,
    money,
    percent,
    plain,
    short_day,
    table,
    text_cell,
)
from config.kernel.folding import fold
from ledger.goals.models import Goal
from ledger.goals.queries import GoalReport, reports

MOST_GOALS = 12


def run_goals(person: User, arguments: Arguments) -> Outcome:
    """Those that are not put away. Four queries."""
    seen = Goal.objects.visible_to(person).filter(status__in=[Goal.Status.ACTIVE, Goal.Status.COMPLETED])
    name = fold(arguments.words("name"))
    found = list(seen.order_by("priority", "name")[:200])
    named = [each for each in found if name and (name in fold(each.name) or fold(each.name) in name)]
    if not found:
        text = _("There is no goal yet.")
        return Outcome(text, {"goals": []}, links=[link(_("Goals"), reverse("goals"))])
    told = reports((named or found)[:MOST_GOALS], person.today)
    text = " ".join(_of(each) for each in told[:3])
    rows = [
        [
            text_cell(each.goal.name, reverse("goal", args=[each.goal.pk])),
            amount_cell(each.goal.saved_amount, each.goal.currency),
            amount_cell(each.goal.target_amount, each.goal.currency),
            text_cell(percent(each.progress.percent)),
        ]
        for each in told
    ]
    return Outcome(
        text,
        {"goals": [_facts(each) for each in told]},
        data=[table(_("Goals"), [_("Goal"), _("Saved so far"), _("Wanted amount"), _("Reached")], rows)],
        links=[link(_("Goals"), reverse("goals"))],
        suggestions=[_("How much is left to spend?"), _("What is my net worth?")],
    )


def _of(report: GoalReport) -> str:
    goal, progress = report.goal, report.progress
    values = {
        "name": goal.name,
        "saved": money(goal.saved_amount, goal.currency),
        "target": money(goal.target_amount, goal.currency),
        "left": money(progress.left, goal.currency),
    }
    if not progress.left:
        return _("%(name)s is reached: %(saved)s.") % values
    text = _("%(name)s has %(saved)s of %(target)s, %(left)s to go.") % values
    if progress.expected_on is not None:
        text += " " + _("At this pace it is there by %(day)s.") % {"day": short_day(progress.expected_on)}
    if progress.needed_monthly is not None:
        text += " " + _("It takes %(amount)s a month to be in time.") % {
            "amount": money(progress.needed_monthly, goal.currency)
        }
    return text


def _facts(report: GoalReport) -> dict[str, object]:
    goal, progress = report.goal, report.progress
    needed = progress.needed_monthly
    return {
        "name": Outside(goal.name),
        "saved": plain(goal.saved_amount, goal.currency),
        "target": plain(goal.target_amount, goal.currency),
        "left": plain(progress.left, goal.currency),
        "percent": str(progress.percent),
        "needed_monthly": plain(needed, goal.currency) if needed is not None else None,
        "expected_on": progress.expected_on,
        "wanted_by": goal.target_date,
    }


GOALS = Tool(
    "goals",
    "What is saved for each goal, what is missing, and when it is there.",
    Intent.GOAL,
    run_goals,
    {"name": {"type": "string", "description": "Part of the name of one goal."}},
)

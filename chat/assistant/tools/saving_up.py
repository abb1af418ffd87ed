"""Changes of goals: a new one, and money put towards one; nothing is done before the person says so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import AMOUNT, Arguments, Unanswerable
from chat.assistant.tools.outcomes import Intent, Outcome, Proposal, Tool, money, plain, short_day
from chat.assistant.tools.proposing import DAY, proposed
from config.kernel.folding import fold
from config.kernel.money import money_text
from ledger.goals.models import Goal

CREATE_GOAL, CONTRIBUTE = "create_goal", "contribute_goal"
LOOKED_AT = 200


def run_create_goal(person: User, arguments: Arguments) -> Outcome:
    name, by = arguments.words("name"), arguments.day("by")
    target = arguments.amount("target", person.currency)
    assert target is not None
    if not name:
        raise Unanswerable(_("Say what the goal is called."))
    if by is not None and by <= person.today:
        raise Unanswerable(_("A goal is wanted on a day to come."))
    values = {"name": name, "amount": money(target, person.currency), "day": short_day(by) if by else ""}
    text = _("Shall I make a goal “%(name)s” of %(amount)s?") % values
    if by:
        text = _("Shall I make a goal “%(name)s” of %(amount)s by %(day)s?") % values
    payload = {
        "name": name,
        "target_amount": money_text(target, person.currency),
        "currency": person.currency,
        "target_date": by.isoformat() if by else None,
    }
    label = _("Make the goal “%(name)s”") % values
    return proposed(text, Proposal(CREATE_GOAL, label[:200], payload), plain(target, person.currency))


def run_contribute(person: User, arguments: Arguments) -> Outcome:
    """To the one active goal that is called so. One query."""
    goal = _goal_called(person, arguments.words("name"))
    amount = arguments.amount("amount", goal.currency)
    assert amount is not None
    values = {"name": goal.name, "amount": money(amount, goal.currency)}
    text = _("Shall I put %(amount)s towards “%(name)s” today?") % values
    payload = {"goal": str(goal.pk), "amount": money_text(amount, goal.currency)}
    label = _("Put %(amount)s towards “%(name)s”") % values
    return proposed(text, Proposal(CONTRIBUTE, label[:200], payload), plain(amount, goal.currency))


def _goal_called(person: User, name: str) -> Goal:
    if not name:
        raise Unanswerable(_("Say towards which goal."))
    wanted = fold(name).split()
    active = Goal.objects.changeable_by(person).filter(status=Goal.Status.ACTIVE).order_by("priority", "name", "pk")
    found = [each for each in active[:LOOKED_AT] if set(wanted) <= set(fold(each.name).split())]
    exact = [each for each in found if fold(each.name) == fold(name)]
    if not found:
        raise Unanswerable(_("There is no goal “%(name)s” that money can go to.") % {"name": name})
    if len(found) > 1 and len(exact) != 1:
        names = ", ".join(each.name for each in found)
        raise Unanswerable(_("Several goals are called so: %(names)s. Say which.") % {"names": names})
    return (exact or found)[0]


GOAL = Tool(
    "create_goal",
    "Propose a new goal of the person's own.",
    Intent.GOAL,
    run_create_goal,
    {"name": {"type": "string"}, "target": AMOUNT, "by": DAY},
    required=("name", "target"),
    changes=True,
)
CONTRIBUTION = Tool(
    "contribute_goal",
    "Propose to put an amount towards a goal that there is.",
    Intent.GOAL,
    run_contribute,
    {"name": {"type": "string", "description": "Part of the name of one goal."}, "amount": AMOUNT},
    required=("name", "amount"),
    changes=True,
)

"""Every tool there is, by name, and running one as a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools import (
    balances,
    coming,
    comparing,
    finding,
    investments,
    payees,
    plans,
    proposing,
    reminding,
    saving,
    saving_up,
    spending,
    together,
    trends,
    unusual,
    weighing,
)
from chat.assistant.tools.arguments import Arguments, Unanswerable
from chat.assistant.tools.outcomes import Outcome, Tool
from ledger.core.access import PARTNER, TOGETHER
from partnerships.core.standing import current_standing

_ALL: Final = (
    spending.SPENDING,
    spending.INCOME,
    comparing.COMPARE,
    trends.TREND,
    payees.LARGEST,
    balances.BALANCE,
    plans.BUDGET,
    weighing.CHECK,
    saving.GOALS,
    trends.SAVINGS,
    investments.INVESTMENTS,
    together.OWED,
    together.DUES,
    coming.UPCOMING,
    coming.SUBSCRIPTIONS,
    coming.FORECAST,
    coming.WARRANTIES,
    unusual.UNUSUAL,
    unusual.INSIGHTS,
    finding.SEARCH,
    proposing.LOG,
    proposing.SET,
    proposing.MOVE,
    saving_up.GOAL,
    saving_up.CONTRIBUTION,
    reminding.REMINDER,
)
TOOLS: Final[Mapping[str, Tool]] = {each.name: each for each in _ALL}


def run_tool(person: User, name: str, given: Mapping[str, Any]) -> Outcome:
    """Run a tool as `person`, with arguments from outside; what is asked of two is asked of one who has no partner.

    Two queries more for a scope of two. Raises Unanswerable.
    """
    tool = TOOLS.get(name)
    if tool is None:
        raise Unanswerable(f"There is no tool {name[:40]!r}.")
    arguments = Arguments({key: value for key, value in given.items() if value is not None})
    arguments.refuse_others(tool.properties)
    if given.get("scope") in (PARTNER, TOGETHER) and current_standing(person) is None:
        if given["scope"] == PARTNER:
            raise Unanswerable(_("You share with nobody here yet."))
        arguments = Arguments({key: value for key, value in arguments.given.items() if key != "scope"})
    try:
        return tool.run(person, arguments)
    except ValidationError as refused:
        raise Unanswerable(" ".join(refused.messages)) from refused

"""Every tool there is, by name, and running one as a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError

from accounts.models import User
from chat.assistant.tools import (
    balances,
    coming,
    comparing,
    finding,
    payees,
    plans,
    proposing,
    saving,
    spending,
    together,
)
from chat.assistant.tools.arguments import Arguments, Unanswerable
from chat.assistant.tools.outcomes import Outcome, Tool

_ALL: Final = (
    spending.SPENDING,
    spending.INCOME,
    comparing.COMPARE,
    payees.LARGEST,
    balances.BALANCE,
    plans.BUDGET,
    plans.CHECK,
    saving.GOALS,
    together.OWED,
    together.DUES,
    coming.UPCOMING,
    coming.SUBSCRIPTIONS,
    coming.FORECAST,
    coming.WARRANTIES,
    finding.SEARCH,
    proposing.LOG,
    proposing.SET,
    proposing.MOVE,
    proposing.GOAL,
)
TOOLS: Final[Mapping[str, Tool]] = {each.name: each for each in _ALL}


def run_tool(person: User, name: str, given: Mapping[str, Any]) -> Outcome:
    """Run a tool as `person`, with arguments from outside. Raises Unanswerable."""
    tool = TOOLS.get(name)
    if tool is None:
        raise Unanswerable(f"There is no tool {name[:40]!r}.")
    arguments = Arguments({key: value for key, value in given.items() if value is not None})
    arguments.refuse_others(tool.properties)
    try:
        return tool.run(person, arguments)
    except ValidationError as refused:
        raise Unanswerable(" ".join(refused.messages)) from refused

"""The answer without a model: understood by rules, found by the tools, said by their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.local.asked import Asked, Reader
from chat.assistant.local.understanding import understand
from chat.assistant.tools.arguments import Unanswerable
from chat.assistant.tools.catalogue import TOOLS, run_tool
from chat.assistant.tools.outcomes import Intent, Outcome
from ledger.core.category_tree import category_tree
from partnerships.core.standing import current_standing


@dataclass(frozen=True, slots=True)
class Answered:
    """`asked` is None where the question was not understood."""

    outcome: Outcome
    asked: Asked | None

    @property
    def intent(self) -> str:
        return TOOLS[self.asked.tool].intent.value if self.asked else Intent.GENERAL.value

    @property
    def understood(self) -> dict[str, Any]:
        return self.asked.as_json() if self.asked else {}


def answer_locally(person: User, text: str, before: Mapping[str, Any]) -> Answered:
    """Three queries (the tree and the partner) beside those of the tool. Never raises for a text."""
    standing = current_standing(person)
    partner = str(standing.other) if standing else ""
    reader = Reader(person.today, person.currency, person.locale, partner, category_tree(person))
    asked = None
    try:
        asked = understand(text, reader, _asked_of(before))
        if asked is None or asked.tool not in TOOLS:
            return Answered(_not_understood(bool(standing)), None)
        return Answered(run_tool(person, asked.tool, asked.arguments), asked)
    except Unanswerable as why:
        return Answered(Outcome(str(why), {"refused": str(why)}, suggestions=fitting(bool(standing))), asked)


def fitting(has_partner: bool) -> list[str]:
    """Questions to begin with."""
    own = [_("What did I spend this month?"), _("How much is left to spend?"), _("What is due in the next 30 days?")]
    return [own[1], _("Who owes whom?"), _("What did we spend last month?")] if has_partner else own


def _not_understood(has_partner: bool) -> Outcome:
    text = _(
        "That I cannot tell. I know what was spent, earned and saved, balances, the plan, goals, investments, what is "
        "due, what will be there, what is unusual and warranties. I weigh whether to buy something, and write down "
        "what you spent."
    )
    if has_partner:
        text += " " + _("And I know what you two share.")
    return Outcome(text, {}, suggestions=fitting(has_partner))


def _asked_of(before: Mapping[str, Any]) -> Asked | None:
    tool, arguments = before.get("tool"), before.get("arguments")
    return Asked(tool, arguments) if isinstance(tool, str) and isinstance(arguments, dict) else None

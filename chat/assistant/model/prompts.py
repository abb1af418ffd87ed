"""What a model is told before it is asked. Nothing of the person is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from chat.assistant.tools.catalogue import TOOLS
from insights.language.contract import Tool
from insights.language.fencing import RULE

SYSTEM: Final = (
    "You answer questions a person asks about their own household's money, in the language of the question, in at most "
    "four short sentences of plain text without lists, links or markup. Call tools for every figure; say no figure "
    "that no tool gave you, and do no arithmetic of your own. A tool that proposes a change does nothing until the "
    "person taps a button: call it only when the person's own words ask for that change with that amount, and say "
    "that it waits for them. If no tool fits, say so. " + RULE
)
CORRECTION: Final = (
    "Your answer had figures or addresses that no tool gave. Say it again with figures from the results above only."
)


def tools_sent() -> tuple[Tool, ...]:
    return tuple(Tool(each.name, each.description, each.parameters) for each in TOOLS.values())


def question_sent(question: str, earlier: Sequence[str], today: date) -> str:
    """The question, the few before it in the person's own words, and the day."""
    lines = [f"Today is {today.isoformat()}."]
    if earlier:
        lines.append("Before this I asked: " + " | ".join(earlier))
    return "\n".join([*lines, question])

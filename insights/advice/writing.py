"""A language model's words for why, where the person allows it: what was decided, and every figure, stays ours."""

from __future__ import annotations

import json
from typing import Any, Final

from config.kernel.formatting import active_locale, format_money
from insights.advice.models import Advice
from insights.advice.summing_up import impact_of, lacks_of, language, local_reason_of, verdict_of
from insights.advice.wording import told_of
from insights.language.checking import unfounded
from insights.language.contract import Request, Turn
from insights.language.fencing import RULE, fence
from insights.language.talking import ask

LONGEST: Final = 600
MOST_TOKENS: Final = 400
_SYSTEM: Final = (
    "A person asked whether to buy something. It was weighed and decided already; you only say why, to that person, in "
    "two or three plain sentences, in the language of the local words. The decision stands: neither soften it nor say "
    "another one. Use only figures you were given, exactly as they are written, and no others; do not compute. Name no "
    "shops or products. Answer with the sentences alone. "
)


def model_reason(advice: Advice) -> str | None:
    """In the language that is active; None where it names a figure that was not given. Seconds, outside transactions.

    Raises:
        Unavailable: no model answers.
    """
    local = [verdict_of(advice), local_reason_of(advice), impact_of(advice), *lacks_of(advice)]
    told = told_of(advice.answer)
    price = format_money(advice.amount, advice.currency, active_locale()).text
    asked = {
        "item": fence(advice.item_description, "wish"),
        "price": price,
        "local_words": fence(" ".join(local), "local words"),
        "considerations": [
            {"verdict": each.verdict, "weight": each.weight, "words": fence(f"{each.title}: {each.text}", "figures")}
            for each in told
        ],
    }
    turn = Turn("user", json.dumps(asked, ensure_ascii=False))
    answer = ask(Request(advice.person, "advice", _SYSTEM + RULE, (turn,), most_tokens=MOST_TOKENS))
    text = " ".join(answer.text.split())
    known = [*local, price, advice.item_description, *(f"{each.value} {each.text}" for each in told)]
    return text if 0 < len(text) <= LONGEST and not unfounded(text, known) else None


def with_words(answer: dict[str, Any], reason: str) -> dict[str, Any]:
    """The kept answer with a model's words in the language that is active."""
    return {**answer, "words": {"reason": reason, "language": language()}}

"""The writer: facts in, words out. Locally from templates; a language model words them only where its figures hold.

A model gets the facts as JSON, what came from outside fenced, and writes title and text of each. Words that name a
figure the fact does not hold, or a title that names an amount, are thrown away: the local ones stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accounts.models import User
from insights.feed.facts import Data, Fact, all_shown
from insights.feed.models import Insight, WrittenBy
from insights.feed.words import loading as loading
from insights.feed.words import words_of
from insights.language.contract import Request, Turn, Unavailable
from insights.language.fencing import RULE, fence
from insights.language.talking import ask

LONGEST_TITLE: Final = 80
LONGEST_TEXT: Final = 400
MOST_PARAGRAPHS: Final = 4
LONGEST_PARAGRAPH: Final = 600
MOST_TOKENS: Final = 1500
_NUMBER = re.compile(r"\d+(?:[.,'\u00a0\u202f\u2019]\d+)*")
_SYSTEM: Final = (
    "You word facts about one person's money for that person. For each fact you get its id, its local words and its "
    "figures. Write a short title without any amount of money, and a text of one or two plain sentences. Write in the "
    "language of the local words. Use only figures you were given, exactly as they are written, and no others; do not "
    "compute. Give no advice on products. Answer with JSON alone: "
    '[{"id": "...", "title": "...", "text": "..."}]. '
)
_MONTH_SYSTEM: Final = (
    "You tell a person about one month of their own money, from local words and the figures in them. Write two to four "
    "short paragraphs of plain sentences: how the month went, what most went to, what is kept, what lies ahead. Write "
    "in the language of the local words. Use only figures you were given, exactly as they are written, and no others; "
    "do not compute. Praise and blame nobody. Give no advice on products. Answer with a JSON list of texts alone: "
    '["...", "..."]. '
)


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str
    by: str


def local_words(fact: Fact) -> Words:
    """In the language that is active."""
    title, text = words_of(fact.kind, fact.data)
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return Words(short, text, WrittenBy.LOCAL.value)


def model_words(person: User, insights: Sequence[Insight]) -> dict[str, Words]:
    """A model's words for those whose figures hold, by id. Seconds, outside any transaction.

    Raises:
        Unavailable: no model answers.
    """
    asked = [_asked(each) for each in insights]
    turn = Turn("user", json.dumps(asked, ensure_ascii=False))
    answer = ask(Request(person, "insight", _SYSTEM + RULE, (turn,), most_tokens=MOST_TOKENS))
    by_id = {str(each.pk): each for each in insights}
    found = {}
    for said in _read(answer.text):
        insight = by_id.get(str(said.get("id")))
        words = None if insight is None else checked(insight.data, said.get("title"), said.get("text"))
        if insight is not None and words is not None:
            found[str(insight.pk)] = words
    return found


def model_paragraphs(person: User, paragraphs: Sequence[str], data: Data) -> list[str] | None:
    """A model's words for a month; None where they do not hold. Seconds, outside any transaction.

    Raises:
        Unavailable: no model answers.
    """
    asked = {"local_words": [fence(each, "local words") for each in paragraphs], "figures": _figures(data)}
    turn = Turn("user", json.dumps(asked, ensure_ascii=False))
    answer = ask(Request(person, "month", _MONTH_SYSTEM + RULE, (turn,), most_tokens=MOST_TOKENS))
    found = [each.strip() for each in _listed(answer.text) if isinstance(each, str) and each.strip()]
    if not 0 < len(found) <= MOST_PARAGRAPHS:
        return None
    holding = all(len(each) <= LONGEST_PARAGRAPH and holds(each, data) for each in found)
    return found if holding else None


def checked(data: Data, title: Any, text: Any) -> Words | None:
    """None for words that are no text, too long, or name a figure the data does not hold."""
    if not isinstance(title, str) or not isinstance(text, str) or not title.strip() or not text.strip():
        return None
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        return None
    amounts = {name for name, each in data.items() if "amount" in each}
    held = {name: each for name, each in data.items() if name not in amounts}
    if not holds(title, held) or not holds(text, data):
        return None
    return Words(title.strip(), text.strip(), WrittenBy.MODEL.value)


def holds(text: str, data: Data) -> bool:
    """Every number in the text is one of the figures, as it is shown."""
    allowed = {number for each in all_shown(data).values() for number in _NUMBER.findall(str(each))}
    return all(number in allowed for number in _NUMBER.findall(text))


def _asked(insight: Insight) -> dict[str, Any]:
    local = fence(f"{insight.title}. {insight.content}", "local words")
    return {"id": str(insight.pk), "local_words": local, "figures": _figures(insight.data)}


def _figures(data: Data) -> dict[str, str | int]:
    """As they are shown, what came from outside fenced."""
    outside = {name for name, each in data.items() if "text" in each}
    return {name: fence(str(each), "fact") if name in outside else each for name, each in all_shown(data).items()}


def _read(text: str) -> Iterable[Mapping[str, Any]]:
    return [each for each in _listed(text) if isinstance(each, dict)]


def _listed(text: str) -> list[Any]:
    """What the model wrote, read as data: what is no list is nothing."""
    begin, end = text.find("["), text.rfind("]")
    try:
        found = json.loads(text[begin : end + 1]) if 0 <= begin < end else []
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


__all__ = ["Unavailable", "Words", "checked", "holds", "local_words", "model_paragraphs", "model_words"]

"""A question understood without a model: which tool answers it, with which arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from chat.assistant.local import slots
from chat.assistant.local.asked import Asked, Reader
from chat.assistant.local.lexicon import months
from chat.assistant.local.readers import READERS, read_plainly
from chat.assistant.local.words import Words, read_words, without_spans_of_time
from chat.assistant.periods import Period, read_period
from chat.assistant.tools.arguments import Unanswerable
from chat.assistant.tools.catalogue import TOOLS
from chat.assistant.tools.outcomes import money
from chat.sentences.reading import Sentence, read_sentence

# How much a cue of each tool says: `budget` says more than `spend`, `warranty` can mean one thing only.
_WEIGHT: Final[Mapping[str, int]] = {
    "spending": 2,
    "income": 3,
    "search": 3,
    "upcoming": 4,
    "balance": 3,
    "budget": 4,
    "compare": 4,
    "forecast": 4,
    "goals": 4,
    "largest_payments": 5,
    "subscriptions": 4,
    "investments": 5,
    "trend": 5,
    "savings": 5,
    "insights": 4,
    "remind_purchase": 8,
    "check_purchase": 5,
    "shared_dues": 6,
    "who_owes_whom": 6,
    "anomalies": 6,
    "warranties": 6,
}
_LOGGED_BELOW: Final = 8
# `in 2025` is no amount.
_YEAR: Final = re.compile(
    r"(?<![\w.,])(?:in|of|year|jahr|en|im|del|nel|since|seit|depuis)\s+(?:19|20|21)\d\d(?![\d.,]|\s*[€$£])",
    re.IGNORECASE,
)
# What a follow-up about a time asks instead, where the question before took none.
_SPENDING_INSTEAD: Final = frozenset(
    {"budget", "check_purchase", "subscriptions", "trend", "compare", "largest_payments"}
)
_JOINT_CUES: Final = ("earlier", "period")
_MAY_I: Final = ("can", "could", "may", "kann", "konnen", "puis", "pouvons", "puedo", "posso", "kan")
_THERE: Final = ("there", "dort", "la", "ubrig", "alli", "daar")
# `When` and `where` ask for no amount.
_WHAT: Final = frozenset(
    {
        "what",
        "how",
        "was",
        "wie",
        "wieviel",
        "combien",
        "quel",
        "quelle",
        "cuanto",
        "cuanta",
        "quanto",
        "quanta",
        "hoeveel",
    }
)
# What a question that goes on with the one before may change of it.
_CARRIED: Final = ("period", "timeframe", "category", "payee", "scope", "days")


def understand(text: str, reader: Reader, before: Asked | None = None) -> Asked | None:
    """None where nothing was understood. `before` is what the question before was understood as.

    Raises Unanswerable for what is understood and cannot be answered.
    """
    words = read_words(text)
    said = _amount_in(text, words, reader)
    tool = _tool_of(words, text, said)
    if tool is None or (words.words and _goes_on(words, tool)):
        followed = _followed(words, reader, before)
        if followed is not None:
            return followed
    if tool is None:
        return _without_a_verb(text, words, reader)
    for cue in words.of("kinds"):
        words.use(cue)
    for cue in words.of("ask"):
        # `subscriptions` is a category as well.
        if cue.value != "subscriptions" or tool == "subscriptions":
            words.use(cue)
    found = READERS.get(tool, read_plainly)(tool, words, said, reader)
    return _carried_on(found, words, before) if before is not None else found


def _carried_on(found: Asked, words: Words, before: Asked) -> Asked:
    """`What were the largest?` and `how much of the budget is left there?` are of what was asked about before."""
    is_bare = found.tool == "largest_payments" and not found.arguments
    is_there = found.tool == "budget" and words.words[-1] in _THERE and not found.arguments
    if before.tool != "spending" or not (is_bare or is_there):
        return found
    takes = TOOLS[found.tool].properties
    kept = {key: value for key, value in before.arguments.items() if key in takes and key in _CARRIED}
    return Asked(found.tool, kept)


def _without_a_verb(text: str, words: Words, reader: Reader) -> Asked | None:
    """`What is my rent?` asks what it came to. An entry of which no amount is sure is said to have none."""
    if words.words and words.words[0] in _WHAT:
        try:
            found = read_plainly("spending", words, None, reader)
        except Unanswerable:
            return None
        return found if "category" in found.arguments else None
    if not _is_question(words, text) and any(each.isdigit() for each in text):
        example = money(Decimal("12.50"), "EUR")
        raise Unanswerable(_("No amount in it is sure. Write it as %(example)s.") % {"example": example})
    return None


def _amount_in(text: str, words: Words, reader: Reader) -> Sentence | None:
    """What it would be as an entry; None without a price, and without a digit, since most questions have none."""
    if not any(each.isdigit() for each in text) or _YEAR.search(text):
        return None
    found = _read(without_spans_of_time(text, words), reader)
    if found.amount is None:
        return None
    whole = _read(text, reader)
    return whole if whole.amount == found.amount else found


def _read(text: str, reader: Reader) -> Sentence:
    return read_sentence(text, reference_date=reader.today, default_currency=reader.currency, locale=reader.locale)


def _tool_of(words: Words, text: str, said: Sentence | None) -> str | None:
    scores: dict[str, int] = {}
    for cue in words.of("ask"):
        scores[cue.value] = scores.get(cue.value, 0) + 2 * _WEIGHT[cue.value] + cue.length - 1
    best = max(scores, key=lambda each: scores[each], default=None)
    if said is not None:
        changed = _change_of(words, best)
        if changed is not None:
            return changed
        if not _is_question(words, text) and scores.get(best or "", 0) < _LOGGED_BELOW:
            return "log_expense"
    if best == "subscriptions" and "spending" in scores and (words.of("period") or _names_a_time(words)):
        return "spending"
    if best == "largest_payments" and words.of("kinds"):
        return "spending"
    if best in ("spending", "balance") and "budget" in scores:
        return "budget"
    if best == "balance" and slots.has_number_of_days(words):
        return "forecast"
    if best == "spending" and said is not None and words.words[0] in _MAY_I:
        return "check_purchase"
    if best == "balance" and "subscriptions" in scores:
        return "subscriptions"
    if best == "income" and words.has("account", "savings"):
        return "balance"
    if best == "check_purchase" and said is None and "spending" in scores:
        return "spending"
    return "balance" if best is None and words.of("account") else best


def _names_a_time(words: Words) -> bool:
    return bool(words.of("last")) or any(each in months() for each in words.words)


def _change_of(words: Words, best: str | None) -> str | None:
    if words.has("verb", "set") and best in ("budget", "spending", None):
        return "set_budget"
    if words.has("verb", "move") and best in ("budget", "spending", None):
        return "move_budget"
    if best != "goals":
        return None
    if words.has("verb", "make"):
        return "create_goal"
    return "contribute_goal" if words.has("verb", "give") and words.of("to") else None


def _is_question(words: Words, text: str) -> bool:
    return text.rstrip().endswith("?") or any(each.start == 0 for each in words.of("question"))


def _goes_on(words: Words, tool: str) -> bool:
    """It begins with `and` or `only`, and asks for nothing else."""
    is_led = any(each.start == 0 for each in words.of("follow"))
    return is_led and tool in ("spending", "log_expense") and not words.of("question")[1:]


def _followed(words: Words, reader: Reader, before: Asked | None) -> Asked | None:
    """`And last month?`, `the month before?`, `only groceries`, `and Ben?`: the question before with what is new."""
    if before is None or before.tool not in TOOLS or TOOLS[before.tool].changes:
        return None
    for cue in words.of("follow"):
        words.use(cue)
    new: dict[str, Any] = {
        "period": _earlier(words, reader, before) or slots.read_period(words, reader.today),
        "scope": slots.read_scope(words, reader.partner),
        "category": slots.read_category(words, reader.tree),
    }
    if not new["category"]:
        new["payee"] = slots.read_payee(words)
    new = {key: value for key, value in new.items() if value}
    tool = before.tool
    if any(key not in TOOLS[tool].properties for key in new):
        tool = "spending" if tool in _SPENDING_INSTEAD else ""
    if not new or not tool:
        return None
    kept = {key: value for key, value in before.arguments.items() if key in TOOLS[tool].properties and key in _CARRIED}
    if "category" in new:
        kept.pop("payee", None)
    if "payee" in new:
        kept.pop("category", None)
    return Asked(tool, {**kept, **new})


def _earlier(words: Words, reader: Reader, before: Asked) -> str:
    """The month, year or week before the one that was asked about; '' where nothing says so."""
    cues = sorted(words.of("earlier"), key=lambda each: -each.length)
    if not cues:
        return ""
    for name in _JOINT_CUES:
        for cue in words.of(name):
            words.use(cue)
    asked = read_period(str(before.arguments.get("period") or "this_month"), reader.today)
    return "" if asked is None else _before(asked, cues[0].value)


def _before(asked: Period, unit: str) -> str:
    is_year = (asked.first.month, asked.first.day, asked.last.month, asked.last.day) == (1, 1, 12, 31)
    if unit == "year" and asked.is_month:
        return f"{asked.first.year - 1}-{asked.first:%m}"
    if unit == "year" or (unit == "same" and is_year):
        return str(asked.first.year - 1)
    if unit == "month" or (unit == "same" and asked.is_month):
        return f"{asked.first - timedelta(days=1):%Y-%m}"
    length = timedelta(days=7) if unit == "week" else asked.last - asked.first + timedelta(days=1)
    return f"{asked.first - length}/{asked.last - length}"

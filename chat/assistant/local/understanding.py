"""A question understood without a model: which tool answers it, with which arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from chat.assistant.local import slots
from chat.assistant.local.lexicon import months
from chat.assistant.local.slots import Words
from chat.assistant.tools.catalogue import TOOLS
from chat.sentences.reading import Sentence, read_sentence
from config.kernel.money import money_text
from ledger.core.category_tree import CategoryTree

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
    "investments": 4,
    "check_purchase": 5,
    "shared_dues": 6,
    "who_owes_whom": 6,
    "anomalies": 6,
    "warranties": 6,
}
_LOGGED_BELOW: Final = 8
# `in 2025` is no amount.
_YEAR: Final = re.compile(r"(?<![\w.,])(?:in|of|year|jahr|en|im|del|nel)\s+20\d\d(?![\d.,]|\s*[€$£])", re.IGNORECASE)
# What a question that goes on with the one before may change of it.
_CARRIED: Final = ("period", "category", "payee", "scope", "days")


@dataclass(frozen=True, slots=True)
class Asked:
    """A tool by name and what it is asked with."""

    tool: str
    arguments: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"tool": self.tool, "arguments": dict(self.arguments)}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom and when a question is read for. `partner` is what the other one is called, '' without one."""

    today: date
    currency: str
    locale: str
    partner: str
    tree: CategoryTree


def understand(text: str, reader: Reader, before: Asked | None = None) -> Asked | None:
    """None where nothing was understood. `before` is what the question before was understood as."""
    words = slots.read_words(text)
    said = _amount_in(text, reader)
    tool = _tool_of(words, text, said)
    if tool is None or (words.words and _goes_on(words, tool)):
        followed = _followed(words, reader, before)
        if followed is not None:
            return followed
    if tool is None:
        return None
    for cue in words.of("ask"):
        # `subscriptions` is a category as well.
        if cue.value != "subscriptions" or tool == "subscriptions":
            words.use(cue)
    return _READERS.get(tool, _plainly)(tool, words, said, reader)


def _amount_in(text: str, reader: Reader) -> Sentence | None:
    """What it would be as an entry; None without a digit, since most questions have none."""
    if not any(each.isdigit() for each in text):
        return None
    said = read_sentence(text, reference_date=reader.today, default_currency=reader.currency, locale=reader.locale)
    return said if said.amount is not None and not _YEAR.search(text) else None


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
    if best in ("spending", "balance") and "budget" in scores:
        return "budget"
    if best == "balance" and slots.has_number_of_days(words):
        return "forecast"
    if best == "check_purchase" and said is None and "spending" in scores:
        return "spending"
    return best


def _names_a_time(words: Words) -> bool:
    return bool(words.of("last")) or any(each in months() for each in words.words)


def _change_of(words: Words, best: str | None) -> str | None:
    if words.has("verb", "set") and best in ("budget", "spending", None):
        return "set_budget"
    if words.has("verb", "move") and best in ("budget", "spending", None):
        return "move_budget"
    return "create_goal" if words.has("verb", "make") and best == "goals" else None


def _is_question(words: Words, text: str) -> bool:
    return text.rstrip().endswith("?") or any(each.start == 0 for each in words.of("question"))


def _goes_on(words: Words, tool: str) -> bool:
    """It begins with `and` or `only`, and asks for nothing else."""
    is_led = any(each.start == 0 for each in words.of("follow"))
    return is_led and tool in ("spending", "log_expense") and not words.of("question")[1:]


def _followed(words: Words, reader: Reader, before: Asked | None) -> Asked | None:
    """`And last month?`, `only groceries`, `and Ben?`: the question before with what is new."""
    if before is None or before.tool not in TOOLS or TOOLS[before.tool].changes:
        return None
    for cue in words.of("follow"):
        words.use(cue)
    new: dict[str, Any] = {
        "period": slots.read_period(words, reader.today),
        "scope": slots.read_scope(words, reader.partner),
        "category": slots.read_category(words, reader.tree),
    }
    if not new["category"]:
        new["payee"] = slots.read_payee(words)
    new = {key: value for key, value in new.items() if value}
    if not new:
        return None
    tool = before.tool
    if any(key not in TOOLS[tool].properties for key in new):
        tool = "spending"
    kept = {key: value for key, value in before.arguments.items() if key in TOOLS[tool].properties and key in _CARRIED}
    if "category" in new:
        kept.pop("payee", None)
    if "payee" in new:
        kept.pop("category", None)
    return Asked(tool, {**kept, **new})


def _plainly(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """Whatever of period, scope, category and days the tool takes."""
    takes = TOOLS[tool].properties
    found: dict[str, Any] = {}
    if "days" in takes and (days := slots.read_days(words, reader.today)) is not None:
        found["days"] = days
    if "period" in takes:
        found["period"] = slots.read_period(words, reader.today)
    if "scope" in takes:
        found["scope"] = slots.read_scope(words, reader.partner)
    if "category" in takes:
        _use_all(words, "question", "follow", "period")
        if "payee" in takes and words.of("at"):
            found["payee"] = slots.read_payee(words)
        found["category"] = "" if found.get("payee") else slots.read_category(words, reader.tree)
        if "payee" in takes and not found["category"] and not found.get("payee"):
            found["payee"] = slots.rest_as_typed(words, ("ask", "from", "to", "at", "last", "next", "unit"))
    return Asked(tool, {key: value for key, value in found.items() if value})


def _use_all(words: Words, *names: str) -> None:
    for name in names:
        for cue in words.of(name):
            words.use(cue)


def _compared(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    one, other = slots.read_two_periods(words, reader.today)
    if one and not other and one not in ("this_month", "this_year", "this_week"):
        one, other = {"last_year": "this_year", "last_week": "this_week"}.get(one, "this_month"), one
    default = {"this_year": "last_year", "this_week": "last_week"}.get(one, "last_month")
    found: dict[str, Any] = {"period": one or "this_month", "with": other or default}
    found["scope"] = slots.read_scope(words, reader.partner)
    _use_all(words, "question", "follow")
    found["category"] = slots.read_category(words, reader.tree)
    return Asked(tool, {key: value for key, value in found.items() if value})


def _weighed(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    found: dict[str, Any] = {"amount": _text_of(said)} if said else {}
    _use_all(words, "question", "scope", "period", "ask")
    found["category"] = slots.read_category(words, reader.tree)
    if not found["category"] and said is not None and said.category:
        named = next((each.name for each in reader.tree.in_order() if each.slug == said.category), "")
        found["category"] = named
    item = slots.rest_as_typed(words, ("to", "at", "from", "follow"))
    if not found["category"]:
        found["item"] = " ".join(each for each in item.split() if not any(one.isdigit() for one in each))
    return Asked(tool, {key: value for key, value in found.items() if value})


def _logged(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """As the reader of sentences has it; the category is the tool's to find, the person's own choices first."""
    assert said is not None
    node = next((each for each in reader.tree.in_order() if each.slug == said.category), None)
    found = {
        "amount": _text_of(said),
        "currency": said.currency,
        "date": said.date.isoformat(),
        "payee": said.payee,
        "category": node.name if node else None,
        "kind": said.kind if said.kind in ("expense", "income", "refund") else "expense",
    }
    return Asked(tool, {key: value for key, value in found.items() if value})


def _planned(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    assert said is not None
    _use_all(words, "verb", "ask", "period", "question")
    found = {"amount": _text_of(said), "category": slots.read_category(words, reader.tree)}
    return Asked(tool, {key: value for key, value in found.items() if value})


def _moved(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """The category behind `from` gives, the other one takes; without `from` the first one gives."""
    assert said is not None
    _use_all(words, "verb", "ask", "period", "question")
    places: list[tuple[int, str]] = []
    for _both in range(2):
        before = set(words.used)
        name = slots.read_category(words, reader.tree)
        if name:
            places.append((min(words.used - before), name))
    found = {"amount": _text_of(said)}
    if len(places) == 2:
        given = {each.end for each in words.of("from")}
        first, second = sorted(places)
        source, target = (second, first) if second[0] in given and first[0] not in given else (first, second)
        found |= {"from": source[1], "to": target[1]}
    return Asked(tool, found)


def _goal_made(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    assert said is not None
    _use_all(words, "verb", "ask", "question", "period")
    days = slots.read_days(words, reader.today)
    name = slots.rest_as_typed(words, ("to", "from", "at", "scope"))
    name = " ".join(each for each in name.split() if not any(one.isdigit() for one in each) and each not in "€$£")
    found: dict[str, Any] = {"name": name, "target": _text_of(said)}
    if days is not None:
        found["by"] = slots.day_of(days, reader.today).isoformat()
    return Asked(tool, {key: value for key, value in found.items() if value})


def _searched(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    return Asked(tool, {"words": slots.rest_as_typed(words, ("ask", "question", "to", "at"))})


def _named(argument: str) -> Callable[[str, Words, Sentence | None, Reader], Asked]:
    def read(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
        found: dict[str, Any] = {}
        _use_all(words, "question", "ask", "scope", "period", "follow")
        if "days" in TOOLS[tool].properties and (days := slots.read_days(words, reader.today)) is not None:
            found["days"] = days
        name = slots.rest_as_typed(words, ("to", "from", "at", "unit", "next", "last"))
        return Asked(tool, {**found, **({argument: name} if name else {})})

    return read


def _balanced(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """An account is only named behind `in` and its like: what else is left says nothing."""
    scope = slots.read_scope(words, reader.partner)
    return Asked(tool, {"scope": scope} if scope else {})


def _text_of(said: Sentence | None) -> str:
    assert said is not None
    assert said.amount is not None
    return money_text(Decimal(said.amount), said.currency)


_READERS: Final[Mapping[str, Callable[[str, Words, Sentence | None, Reader], Asked]]] = {
    "compare": _compared,
    "check_purchase": _weighed,
    "log_expense": _logged,
    "set_budget": _planned,
    "move_budget": _moved,
    "create_goal": _goal_made,
    "search": _searched,
    "goals": _named("name"),
    "warranties": _named("thing"),
    "balance": _balanced,
}

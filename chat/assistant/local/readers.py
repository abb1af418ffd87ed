"""What each tool is asked with, read out of the words of a question once the tool is known. No query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from chat.assistant.local import slots
from chat.assistant.local.asked import Asked, Reader
from chat.assistant.local.lexicon import currencies
from chat.assistant.local.words import Words, numbers_of_units
from chat.assistant.periods import read_period
from chat.assistant.tools.arguments import Unanswerable
from chat.assistant.tools.catalogue import TOOLS
from chat.sentences.reading import Sentence
from config.kernel.folding import fold
from config.kernel.money import money_text
from insights.anomalies.queries import MOST_DAYS

Read = Callable[[str, Words, Sentence | None, Reader], Asked]
_LEADS: Final = ("to", "from", "at", "unit", "last", "next")
_YEARS: Final = frozenset({"year", "years", "jahr", "jahre", "annee", "annees", "ano", "anos", "anno", "anni", "jaar"})


def read_plainly(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """Whatever of period, scope, category, payee, days and number the tool takes. Raises Unanswerable."""
    takes = TOOLS[tool].properties
    found: dict[str, Any] = {}
    if "days" in takes:
        found["days"] = slots.read_days(words, reader.today)
    if "period" in takes:
        found["period"] = slots.read_period(words, reader.today)
    if "scope" in takes:
        found["scope"] = slots.read_scope(words, reader.partner)
    if "category" in takes:
        _use_all(words, "question", "follow", "period", "earlier")
        if "payee" in takes and words.of("at"):
            found |= slots.read_place(words, reader.tree)
        if not found.get("payee") and not found.get("category"):
            found["category"] = slots.read_category(words, reader.tree)
    if "limit" in takes:
        found["limit"] = slots.read_number(words, TOOLS[tool].properties["limit"]["maximum"])
    if "period" in takes:
        _refuse_numbers(words)
    if "payee" in takes and not found.get("category") and not found.get("payee"):
        found["payee"] = slots.rest_as_typed(words, ("ask", "from", "to", "at", "last", "next", "unit"))
    return Asked(tool, {key: value for key, value in found.items() if value})


def _refuse_numbers(words: Words) -> None:
    """Where all that is left are numbers and currencies, the answer would be about something else."""
    left = [at for at in words.rest() if not _is_cue(words, at, "ask", "from", "to", "at", "last", "next", "unit")]
    if left and all(words.words[at][0].isdigit() or words.words[at] in currencies() for at in left):
        said = " ".join(words.as_typed[at] for at in left).strip(".,")
        raise Unanswerable(
            _("I do not understand “%(words)s” in it, so I say nothing rather than leave it out.") % {"words": said}
        )


def _is_cue(words: Words, at: int, *names: str) -> bool:
    return any(each.name in names and each.start <= at < each.end for each in words.cues)


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
    found: dict[str, Any] = _price_of(said, reader) if said else {}
    _use_spans_of_time(words)
    _use_all(words, "question", "scope", "period", "coming", "ask")
    found["item"] = without_price(slots.rest_as_typed(words, ("to", "at", "from", "follow")))
    found["category"] = slots.read_category(words, reader.tree)
    if not found["category"] and said is not None and said.category:
        named = next((each.name for each in reader.tree.in_order() if each.slug == said.category), "")
        found["category"] = named
    return Asked(tool, {key: value for key, value in found.items() if value})


def _price_of(said: Sentence, reader: Reader) -> dict[str, str]:
    """What it costs; its currency where that is not the person's."""
    price = {"amount": _text_of(said)}
    return price if said.currency == reader.currency else {**price, "currency": said.currency}


def _use_spans_of_time(words: Words) -> None:
    for at, _number, unit in numbers_of_units(words):
        words.used.update((at, *range(unit.start, unit.end)))


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
    found = {"month": _plan_month(words, reader), "amount": _own_amount(said, reader)}
    _use_all(words, "verb", "ask", "period", "question")
    found["category"] = slots.read_category(words, reader.tree)
    return Asked(tool, {key: value for key, value in found.items() if value})


def _moved(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """The category behind `from` gives, the other one takes; without `from` the first one gives."""
    found = {"amount": _own_amount(said, reader), "month": _plan_month(words, reader)}
    _use_all(words, "verb", "ask", "period", "question")
    places: list[tuple[int, str]] = []
    for _both in range(2):
        before = set(words.used)
        name = slots.read_category(words, reader.tree)
        if name:
            places.append((min(words.used - before), name))
    if len(places) == 2:
        given = {each.end for each in words.of("from")}
        first, second = sorted(places)
        source, target = (second, first) if second[0] in given and first[0] not in given else (first, second)
        found |= {"from": source[1], "to": target[1]}
    return Asked(tool, {key: value for key, value in found.items() if value})


def _plan_month(words: Words, reader: Reader) -> str:
    """`next month`, `in December`, which is the one to come; '' for this one."""
    day = slots.read_day_ahead(words, reader.today)
    return "" if day is None or day == reader.today else f"{day:%Y-%m}"


def _goal_made(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    day = slots.read_day_ahead(words, reader.today)
    found: dict[str, Any] = {"name": _goal_name(words), "target": _own_amount(said, reader)}
    if day is not None:
        found["by"] = day.isoformat()
    return Asked(tool, {key: value for key, value in found.items() if value})


def _contributed(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    found = {"name": _goal_name(words), "amount": _own_amount(said, reader)}
    return Asked(tool, {key: value for key, value in found.items() if value})


def _goal_name(words: Words) -> str:
    _use_all(words, "verb", "ask", "question", "period", "coming")
    return without_price(slots.rest_as_typed(words, ("to", "from", "at", "scope", "unit", "follow")))


def _searched(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    return Asked(tool, {"words": slots.rest_as_typed(words, ("ask", "question", "to", "at"))})


def _named(argument: str) -> Read:
    def read(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
        found: dict[str, Any] = {}
        _use_all(words, "question", "ask", "scope", "period", "follow")
        if "days" in TOOLS[tool].properties and (days := slots.read_days(words, reader.today)) is not None:
            found["days"] = days
        name = slots.rest_as_typed(words, ("to", "from", "at", "unit", "next", "last"))
        return Asked(tool, {**found, **({argument: name} if name else {})})

    return read


def _warranted(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """Of a thing, else those that end within the days that are said."""
    _use_all(words, "ending")
    return _named("thing")(tool, words, said, reader)


def _balanced(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """One account by the kind or by the words that are left, else all of them."""
    _use_all(words, "question", "follow", "period", "ask")
    kind = next((each for each in words.of("account") if each.value != "joint"), None) or next(
        iter(words.of("account")), None
    )
    found = {"scope": slots.read_scope(words, reader.partner)}
    if kind is not None:
        words.use(kind)
        name = words.as_typed[kind.start : kind.end]
        found |= {"kind": kind.value, "account": " ".join([*name, slots.rest_as_typed(words, _LEADS)]).strip()}
    else:
        found["account"] = slots.rest_as_typed(words, _LEADS)
    return Asked(tool, {key: value for key, value in found.items() if value})


def _of_scope(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    scope = slots.read_scope(words, reader.partner)
    return Asked(tool, {"scope": scope} if scope else {})


def _looked_back(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """Days up to today, as many as are looked at."""
    if slots.has_number_of_days(words):
        return Asked(tool, {"days": slots.read_days(words, reader.today)})
    period = read_period(slots.read_period(words, reader.today), reader.today)
    return Asked(tool, {} if period is None else {"days": min((reader.today - period.first).days + 1, MOST_DAYS)})


def _over_time(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """Months, unless weeks or years are named."""
    _use_all(words, "question", "follow", "ask")
    spoken = " ".join(each.value for each in (*words.of("period"), *words.of("unit")))
    timeframe = "year" if "year" in spoken or _YEARS & set(words.words) else "week" if "week" in spoken else ""
    for each in (*words.of("period"), *words.of("unit")):
        words.use(each)
    found = {"timeframe": timeframe, "scope": slots.read_scope(words, reader.partner)}
    found["category"] = slots.read_category(words, reader.tree)
    return Asked(tool, {key: value for key, value in found.items() if value})


def _reminded(tool: str, words: Words, said: Sentence | None, reader: Reader) -> Asked:
    """What is to be bought, as it was typed; what it costs and on which day, where that is said."""
    _use_all(words, "question", "ask", "scope", "period")
    day = slots.read_day_ahead(words, reader.today)
    _use_spans_of_time(words)
    item = slots.rest_as_typed(words, ("to", "from", "at", "follow", "unit", "next", "coming"))
    found: dict[str, Any] = {"item": without_price(item), **(_price_of(said, reader) if said else {})}
    if day is not None:
        found["on"] = day.isoformat()
    return Asked(tool, {key: value for key, value in found.items() if value})


def without_price(text: str) -> str:
    """The words of it that are neither a number nor a currency."""
    words = text.split()
    return " ".join(each for each in words if not any(one.isdigit() for one in each) and fold(each) not in currencies())


def _own_amount(said: Sentence | None, reader: Reader) -> str:
    """Of plans and goals, which are in the person's currency. Raises Unanswerable for another."""
    assert said is not None
    if said.currency != reader.currency:
        raise Unanswerable(_("Say the amount in %(currency)s.") % {"currency": reader.currency})
    return _text_of(said)


def _text_of(said: Sentence | None) -> str:
    assert said is not None
    assert said.amount is not None
    return money_text(Decimal(said.amount), said.currency)


READERS: Final[Mapping[str, Read]] = {
    "compare": _compared,
    "check_purchase": _weighed,
    "log_expense": _logged,
    "set_budget": _planned,
    "move_budget": _moved,
    "create_goal": _goal_made,
    "contribute_goal": _contributed,
    "search": _searched,
    "goals": _named("name"),
    "warranties": _warranted,
    "balance": _balanced,
    "investments": _of_scope,
    "savings": _of_scope,
    "anomalies": _looked_back,
    "trend": _over_time,
    "remind_purchase": _reminded,
}

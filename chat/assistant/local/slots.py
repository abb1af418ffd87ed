"""What a question is about: its period, whose money, which category, payee, days and amount. No query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from chat.assistant.local.lexicon import months
from chat.assistant.local.ranges import YEARS, read_range
from chat.assistant.local.words import Words, numbers_of_units
from chat.assistant.naming import category_in, words_of
from chat.assistant.periods import read_period as read_named_period
from chat.sentences.meaning import category_of, shop_in
from ledger.core.category_tree import CategoryTree
from ledger.core.sums import month_end, next_month
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG

_MAY: Final = ("in", "of", "since", "last", "for")
_AND: Final = frozenset({"and", "und", "et", "y", "e", "en"})
_I: Final = frozenset({"i", "ich", "moi", "yo", "io", "ik", "eu"})
_LAST_YEAR: Final = 2199
_NO_DAY_TO_COME: Final = ("today", "yesterday", "last_week", "last_month", "last_year")
_DAYS_OF: Final = {"days": 1, "weeks": 7, "months": 30, "years": 365}


def read_period(words: Words, today: date) -> str:
    """In the form tools take, '' where none is said. Raises as `read_range`."""
    if found := read_range(words, today):
        return found
    for cue in words.of("coming"):
        words.use(cue)
        return _coming_period(cue.value, today)
    for cue in sorted(words.of("period"), key=lambda each: -each.length):
        words.use(cue)
        return cue.value
    return _counted(words, "last", today) or _of_month(words, today) or _of_year(words)


def read_two_periods(words: Words, today: date) -> tuple[str, str]:
    """The first two that are said, in their order: `this month than in March`."""
    found = [(each.start, each.value) for each in sorted(words.of("period"), key=lambda each: each.start)]
    named = [(at, _month(words, at, today)) for at in range(len(words.words)) if _is_month(words, at)]
    for each in words.of("period"):
        words.use(each)
    words.used.update(at for at, _text in named)
    both = [text for _at, text in sorted([*found, *named])][:2]
    return (both[0], both[1]) if len(both) == 2 else (both[0] if both else "", "")


def read_days(words: Words, today: date) -> int | None:
    """How many days ahead: `the next 2 weeks`, `by 1 December`, `before May`, `next week`, `this month`."""
    for at, number, unit in numbers_of_units(words):
        words.used.update((at, unit.start))
        return number * _DAYS_OF[unit.value]
    if (day := _day_named(words, today)) is not None:
        return max((day - today).days + 1, 1)
    for cue in words.of("horizon"):
        words.use(cue)
        return (_last_day(f"this_{cue.value}", today) - today).days + 1
    for cue in words.of("coming"):
        words.use(cue)
        return (_last_day(_coming_period(cue.value, today), today) - today).days + 1
    for cue in words.of("period"):
        last = read_named_period(cue.value, today)
        if last is not None and last.last >= today:
            words.use(cue)
            return (last.last - today).days + 1
    return None


def read_day_ahead(words: Words, today: date) -> date | None:
    """The day a plan is for: `in 2 weeks`, `in 5 years`, `on 5 January`, `by June`, `tomorrow`; yesterday too."""
    for at, number, unit in numbers_of_units(words):
        words.used.update((at, unit.start))
        if unit.value in ("days", "weeks"):
            return today + timedelta(days=number * _DAYS_OF[unit.value])
        return _months_on(today, number * (12 if unit.value == "years" else 1))
    if (day := _day_named(words, today)) is not None:
        return day
    for cue in words.of("coming"):
        words.use(cue)
        ahead = {"day": timedelta(days=1), "week": timedelta(days=7)}.get(cue.value)
        return today + ahead if ahead else _months_on(today, 12 if cue.value == "year" else 1)
    for cue in words.of("period"):
        named = read_named_period(cue.value, today)
        if named is not None and named.first <= today and cue.value in _NO_DAY_TO_COME:
            words.use(cue)
            return named.last
    return None


def _day_named(words: Words, today: date) -> date | None:
    for at in range(len(words.words)):
        if _is_month(words, at):
            words.used.add(at)
            day, year = _day_beside(words, at), _year_behind(words, at)
            number = months().get(words.words[at], 5)
            return _coming(today, number, day or 1) if year is None else _in_year(year, number, day or 1)
    return None


def _months_on(today: date, number: int) -> date:
    """The same day so many months on, or the last of a month that has none."""
    month = today.year * 12 + today.month - 1 + number
    first = date(min(month // 12, _LAST_YEAR), month % 12 + 1, 1)
    return first.replace(day=min(today.day, month_end(first).day))


def _last_day(period: str, today: date) -> date:
    found = read_named_period(period, today)
    assert found is not None
    return found.last


def read_number(words: Words, most: int) -> int | None:
    """`the 3 largest`, `top 5`: a small number that is left."""
    for at in words.rest():
        word = words.words[at]
        if word.isdecimal() and len(word) < 3 and 1 <= int(word) <= most:
            words.used.add(at)
            return int(word)
    return None


def has_number_of_days(words: Words) -> bool:
    return any(True for _each in numbers_of_units(words))


def read_scope(words: Words, partner: str) -> str:
    """`partner` is what the other is called by name; '' where nothing says whose money."""
    names = set(words_of(partner))
    for at, word in enumerate(words.words):
        if word in names or (word.endswith("s") and word[:-1] in names):
            words.used.add(at)
            return "together" if _is_of_both(words, at) else "partner"
    cues = sorted(words.of("scope"), key=lambda each: -each.length)
    for cue in cues:
        words.use(cue)
    order = ("me", "partner", "together") if any(each.length > 1 for each in cues) else ("partner", "together", "me")
    return next((each for each in order if any(cue.value == each for cue in cues)), "")


def _is_of_both(words: Words, at: int) -> bool:
    """`Ben and I`, `ich und Ben`, or a name beside `together`."""
    near = {words.words[place] for place in range(max(at - 2, 0), min(at + 3, len(words.words)))}
    return bool(near & _AND and near & _I) or words.has("scope", "together")


def read_category(words: Words, tree: CategoryTree) -> str:
    """The name of a category among what is left, '' for none; a shop that is known is none."""
    for cue in words.of("category"):
        if not set(range(cue.start, cue.end)) <= words.used:
            words.use(cue)
            system = SYSTEM_CATEGORIES_BY_SLUG[cue.value]
            return next((each.name for each in tree.in_order() if each.slug == system.slug), "")
    places = words.rest()
    left = [words.words[at] for at in places]
    named = category_in(tree, left)
    if named is not None:
        words.used.update(places[named.start : named.end])
        return named.node.name
    if not left or shop_in(left, "") is not None:
        return ""
    known = category_of(left, "expense", "") or category_of(left, "income", "")
    if known is None:
        return ""
    words.used.update(places)
    return next((each.name for each in tree.in_order() if each.slug == known.slug and each.is_active), "")


def read_place(words: Words, tree: CategoryTree) -> dict[str, str]:
    """What stands behind `at`: a category where it is called so, as in `en électronique`, else a payee."""
    text = read_payee(words)
    named = category_in(tree, words_of(text)) if text else None
    return {"category": named.node.name} if named else {"payee": text}


def read_payee(words: Words) -> str:
    """What stands behind `at`, else whatever nothing else was made of, as it was typed."""
    places = words.rest()
    behind = {each.end for each in words.of("at")}
    for start in sorted(behind):
        run = []
        while start in places:
            run.append(start)
            start += 1
        if run:
            words.used.update(run)
            return " ".join(words.as_typed[at] for at in run).strip(".,")
    return ""


def rest_as_typed(words: Words, without: Sequence[str] = ()) -> str:
    """The words nothing was made of, cues named in `without` left out too."""
    silent = {at for name in without for each in words.of(name) for at in range(each.start, each.end)}
    return " ".join(words.as_typed[at] for at in words.rest() if at not in silent).strip(" .,")


def _counted(words: Words, direction: str, today: date) -> str:
    """`the last 3 months`, `les 30 derniers jours`."""
    if not words.has(direction):
        return ""
    for at, number, unit in numbers_of_units(words):
        words.used.update((at, unit.start))
        for cue in words.of(direction):
            words.use(cue)
        if unit.value == "months":
            return f"last_{number}_months"
        return f"last_{number * _DAYS_OF[unit.value]}_days"
    return ""


def _coming_period(value: str, today: date) -> str:
    """The day, week, month or year behind this one."""
    if value == "month":
        return f"{next_month(today.replace(day=1)):%Y-%m}"
    if value == "year":
        return str(today.year + 1)
    first = today + timedelta(days=1 if value == "day" else 7 - today.weekday())
    return f"{first}/{first + timedelta(days=0 if value == 'day' else 6)}"


def _of_month(words: Words, today: date) -> str:
    for at in range(len(words.words)):
        if _is_month(words, at):
            words.used.add(at)
            return _month(words, at, today)
    return ""


def _is_month(words: Words, at: int) -> bool:
    word = words.words[at]
    return word in months() or (word == "may" and at > 0 and words.words[at - 1] in _MAY)


def _month(words: Words, at: int, today: date) -> str:
    """Without a year the last one that has begun; with a day that day."""
    number = months().get(words.words[at], 5)
    day = _day_beside(words, at)
    year = _year_behind(words, at)
    if year is None:
        year = today.year if (number, day or 1) <= (today.month, today.day) else today.year - 1
    try:
        return date(year, number, day).isoformat() if day else f"{year}-{number:02}"
    except ValueError:
        return f"{year}-{number:02}"


def _day_beside(words: Words, at: int) -> int | None:
    for place in (at - 1, at + 1):
        if 0 <= place < len(words.words):
            text = re.sub(r"(?<=\d)(st|nd|rd|th)\Z", "", words.words[place])
            if text.isdecimal() and 1 <= int(text) <= 31:
                words.used.add(place)
                return int(text)
    return None


def _year_behind(words: Words, at: int) -> int | None:
    for place in (at + 1, at + 2):
        if place < len(words.words) and words.words[place].isdecimal() and int(words.words[place]) in YEARS:
            words.used.add(place)
            return int(words.words[place])
    return None


def _of_year(words: Words) -> str:
    for at, word in enumerate(words.words):
        if word.isdecimal() and int(word) in YEARS and at > 0 and not words.words[at - 1].isdecimal():
            words.used.add(at)
            return word
    return ""


def _coming(today: date, month: int, day: int) -> date:
    return _in_year(today.year if (month, day) >= (today.month, today.day) else today.year + 1, month, day)


def _in_year(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)

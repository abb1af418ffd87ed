"""What a question is about: its period, whose money, which category, payee, days and amount. No query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from chat.assistant.local.lexicon import Cue, lexicon, months
from chat.assistant.naming import category_in, words_of
from chat.sentences.meaning import category_of, shop_in
from config.kernel.folding import fold
from ledger.core.category_tree import CategoryTree
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG

_NUMBER: Final = re.compile(r"\d{1,4}\Z", re.ASCII)
_YEARS: Final = range(2000, 2100)
_NEAR: Final = 2
_MAY: Final = ("in", "of", "since", "last", "for")
_APOSTROPHES: Final = str.maketrans({"'": " ", "’": " ", "`": " "})
_DAYS_OF: Final = {"days": 1, "weeks": 7, "months": 30}


@dataclass(slots=True)
class Words:
    """A question's words and numbers in their order, folded; `used` are those that were understood."""

    words: list[str]
    as_typed: list[str]
    cues: list[Cue]
    used: set[int] = field(default_factory=set)

    def of(self, name: str) -> list[Cue]:
        return [each for each in self.cues if each.name == name]

    def has(self, name: str, value: str = "") -> bool:
        return any(each.name == name and value in ("", each.value) for each in self.cues)

    def use(self, cue: Cue) -> None:
        self.used.update(range(cue.start, cue.end))

    def rest(self) -> list[int]:
        """Places of words nothing was made of yet."""
        silent = {at for each in self.of("stop") for at in range(each.start, each.end)}
        return [at for at in range(len(self.words)) if at not in self.used and at not in silent]


def read_words(text: str) -> Words:
    pieces = re.findall(r"[\w.,]*\d[\w.,]*|[^\W\d_]+", text.translate(_APOSTROPHES)[:500])
    folded = [fold(each).strip(".,") for each in pieces]
    mended = lexicon().mended(folded)
    return Words(mended, pieces, list(lexicon().cues(mended)))


def read_period(words: Words, today: date) -> str:
    """In the form tools take, '' where none is said."""
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
    """How many days ahead: `in 30 days`, `the next 2 weeks`, `by 1 December` and `before May`."""
    for at, number, unit in _numbers_of_units(words):
        words.used.update((at, unit.start))
        return min(number * _DAYS_OF[unit.value], 365)
    for at in range(len(words.words)):
        if _is_month(words, at):
            words.used.add(at)
            day = _day_beside(words, at)
            found = _coming(today, months().get(words.words[at], 5), day or 1)
            return max((found - today).days + 1, 1)
    for value, days in (("this_week", 7), ("today", 1)):
        if words.has("period", value):
            return days
    return None


def has_number_of_days(words: Words) -> bool:
    return any(True for _each in _numbers_of_units(words))


def read_scope(words: Words, partner: str) -> str:
    """`partner` is what the other is called by name; '' where nothing says whose money."""
    names = set(words_of(partner))
    for at, word in enumerate(words.words):
        if word in names or (word.endswith("s") and word[:-1] in names):
            words.used.add(at)
            return "partner"
    cues = sorted(words.of("scope"), key=lambda each: -each.length)
    for cue in cues:
        words.use(cue)
    order = ("me", "partner", "together") if any(each.length > 1 for each in cues) else ("partner", "together", "me")
    return next((each for each in order if any(cue.value == each for cue in cues)), "")


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
    for at, number, unit in _numbers_of_units(words):
        words.used.update((at, unit.start))
        for cue in words.of(direction):
            words.use(cue)
        if unit.value == "months":
            return f"last_{number}_months"
        return f"last_{number * _DAYS_OF[unit.value]}_days"
    return ""


def _numbers_of_units(words: Words) -> Iterator[tuple[int, int, Cue]]:
    for unit in words.of("unit"):
        for at in range(max(unit.start - _NEAR, 0), unit.start):
            if _NUMBER.match(words.words[at]) and int(words.words[at]):
                yield at, int(words.words[at]), unit


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
        if place < len(words.words) and words.words[place].isdecimal() and int(words.words[place]) in _YEARS:
            words.used.add(place)
            return int(words.words[place])
    return None


def _of_year(words: Words) -> str:
    for at, word in enumerate(words.words):
        if word.isdecimal() and int(word) in _YEARS and at > 0 and not words.words[at - 1].isdecimal():
            words.used.add(at)
            return word
    return ""


def _coming(today: date, month: int, day: int) -> date:
    year = today.year if (month, day) >= (today.month, today.day) else today.year + 1
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def day_of(days: int, today: date) -> date:
    return today + timedelta(days=days - 1)

"""Days that are said as a first and a last one: `between 1 and 15 October`, `from March to May`, `since September`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from chat.assistant.local.lexicon import months
from chat.assistant.local.words import Words
from chat.assistant.tools.arguments import Unanswerable
from ledger.core.sums import month_end

YEARS: Final = range(1900, 2200)
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\Z", re.ASCII)
_ORDINAL: Final = re.compile(r"(?<=\d)(st|nd|rd|th|er)\Z")
_AROUND: Final = frozenset(
    {"the", "of", "dem", "den", "der", "am", "im", "le", "la", "de", "du", "el", "del", "il", "di", "o", "do", "in"}
)
_AND: Final = frozenset({"and", "und", "et", "y", "e", "en"})


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a month or a year among the words, from word `start` up to `end`; None is what is not said of it."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def is_bare(self) -> bool:
        """A number alone, which may be anything."""
        return self.month is None and self.year is None

    def within(self, year: int, *, is_last: bool) -> date:
        """Its first or its last day in a year. Raises ValueError for a day that there is not."""
        if self.month is None:
            return date(year, 12, 31) if is_last else date(year, 1, 1)
        if self.day is not None:
            return date(year, self.month, self.day)
        first = date(year, self.month, 1)
        return month_end(first) if is_last else first


def read_range(words: Words, today: date) -> str:
    """As `first/last`, '' where none is said. Raises Unanswerable for `before May`, which has no beginning."""
    try:
        found = _since(words, today) or _both(words, today)
    except ValueError:
        return ""
    if not found:
        _refuse_edges(words, today)
    return found


def _since(words: Words, today: date) -> str:
    for cue in words.of("since"):
        point = _point(words, _over(words, cue.end), today)
        if point is None or point.is_bare:
            continue
        first = point.within(_begun(point, today), is_last=False)
        if first > today:
            continue
        words.used.update(range(cue.start, point.end))
        return f"{first}/{today}"
    return ""


def _both(words: Words, today: date) -> str:
    leads = {cue.end: cue.start for name in ("between", "from") for cue in words.of(name)}
    for at in range(len(words.words)):
        one = _point(words, _over(words, at), today)
        if one is None:
            continue
        behind = _joined(words, one.end)
        other = _point(words, _over(words, behind), today) if behind else None
        if other is None or (one.is_bare and other.is_bare):
            continue
        if words.words[behind - 1] in _AND and at not in leads and not _are_neighbours(one, other):
            continue
        first, last = _days_of(one, other, today)
        if first <= last:
            words.used.update(range(leads.get(at, at), other.end))
            return f"{first}/{last}"
    return ""


def _days_of(one: Point, other: Point, today: date) -> tuple[date, date]:
    """What one of them does not say is the other's; without a year the last time that has begun."""
    if one.is_bare:
        one = replace(one, month=other.month)
    if other.is_bare:
        other = replace(other, month=one.month)
    if one.year is not None and other.year is None:
        first = one.within(one.year, is_last=False)
        last = other.within(one.year, is_last=True)
        return first, last if last >= first else other.within(one.year + 1, is_last=True)
    year = other.year if other.year is not None else _begun(other, today)
    last = other.within(year, is_last=True)
    first = one.within(one.year if one.year is not None else year, is_last=False)
    return first if first <= last or one.year is not None else one.within(year - 1, is_last=False), last


def _begun(point: Point, today: date) -> int:
    if point.year is not None:
        return point.year
    return today.year if (point.month or 1, point.day or 1) <= (today.month, today.day) else today.year - 1


def _refuse_edges(words: Words, today: date) -> None:
    for cue in words.of("edge"):
        point = _point(words, _over(words, cue.end), today)
        if point is not None and not point.is_bare:
            said = " ".join(words.as_typed[cue.start : point.end])
            raise Unanswerable(_("From when on? “%(text)s” has no beginning.") % {"text": said})


def _joined(words: Words, at: int) -> int:
    """Where it goes on behind `to` or `and`, 0 where neither stands."""
    ends = [cue.end for cue in words.of("until") if cue.start == at]
    if ends:
        return max(ends)
    return at + 1 if at < len(words.words) and words.words[at] in _AND else 0


def _are_neighbours(one: Point, other: Point) -> bool:
    """`September and October` are one time, `March and October` are two."""
    if one.month is None or other.month is None or one.day or other.day:
        return False
    return other.month == one.month % 12 + 1


def _over(words: Words, at: int) -> int:
    while at < len(words.words) and words.words[at] in _AROUND:
        at += 1
    return at


def _point(words: Words, at: int, today: date) -> Point | None:
    if at >= len(words.words):
        return None
    word = words.words[at]
    if _ISO.match(word):
        day = date.fromisoformat(word)
        return Point(at, at + 1, day.day, day.month, day.year)
    if dotted := _DOTTED.match(word):
        month = int(dotted[2])
        return Point(at, at + 1, int(dotted[1]), month, int(dotted[3]) if dotted[3] else None) if month < 13 else None
    named = next((cue for cue in words.of("period") if cue.start == at and cue.value == "today"), None)
    if named is not None:
        return Point(at, named.end, today.day, today.month, today.year)
    return _spoken(words, at)


def _spoken(words: Words, at: int) -> Point | None:
    """`15 October 2026`, `15th of October`, `October 15`, `October`, `2026`, and `15` alone."""
    day = _day(words, at)
    month_at = _over(words, at + 1) if day is not None else at
    month = _month(words, month_at)
    if month is None:
        if day is not None:
            return Point(at, at + 1, day)
        year = _year(words, at)
        return Point(at, at + 1, year=year) if year is not None else None
    end = month_at + 1
    if day is None and (day := _day(words, end)) is not None:
        end += 1
    year = _year(words, end)
    return Point(at, end + (year is not None), day, month, year)


def _day(words: Words, at: int) -> int | None:
    text = _ORDINAL.sub("", words.words[at]) if at < len(words.words) else ""
    return int(text) if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 31 else None


def _month(words: Words, at: int) -> int | None:
    if at >= len(words.words):
        return None
    return 5 if words.words[at] == "may" else months().get(words.words[at])


def _year(words: Words, at: int) -> int | None:
    text = words.words[at] if at < len(words.words) else ""
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in YEARS else None

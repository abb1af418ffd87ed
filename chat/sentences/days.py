"""The day a sentence speaks of: `yesterday`, `last Friday`, `am 3.`, `11/25`, `hace tres días`."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from chat.sentences.currencies import currency_at
from chat.sentences.lexicon import Marked
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY

# Where the month is written before the day.
_MONTH_FIRST: Final = frozenset({"US", "PH"})
# How far ahead a day without a year may lie; farther on, last year's is meant.
_AHEAD: Final = timedelta(days=45)
# What lies farther ahead is no day of an entry.
_FARTHEST: Final = timedelta(days=366)
_MOST_AGO: Final = 1000
_CERTAIN, _LIKELY, _GUESSED = Decimal("0.95"), Decimal("0.85"), Decimal("0.75")
NOT_SAID: Final = Decimal("0.60")


@dataclass(frozen=True, slots=True)
class Day:
    """From token `start` up to `end`."""

    day: date
    confidence: Decimal
    start: int
    end: int


def read_day(marked: Marked, reference: date, locale: str) -> Day | None:
    """The surest day of the sentence; every day found is taken, so that no number of it is an amount."""
    reader = _Days(marked, reference, locale)
    found: list[Day] = []
    for read in (reader.in_digits, reader.by_month, reader.ago, reader.by_word, reader.by_weekday):
        for at in range(len(marked.tokens)):
            if at not in marked.taken and (day := read(at)):
                marked.take(day.start, day.end)
                found.append(day)
    latest = min(LATEST_DAY, reference + _FARTHEST) if reference < LATEST_DAY else LATEST_DAY
    found = [each for each in found if EARLIEST_DAY <= each.day <= latest]
    if not found:
        for at in range(len(marked.tokens)):
            if at not in marked.taken and (day := reader.of_month(at)):
                marked.take(day.start, day.end)
                found.append(day)
                break
    return max(found, key=lambda each: each.confidence, default=None)


class _Days:
    def __init__(self, marked: Marked, reference: date, locale: str) -> None:
        self.marked = marked
        self.reference = reference
        self.is_month_first = locale.partition("-")[2].upper() in _MONTH_FIRST or locale == "en"

    def in_digits(self, at: int) -> Day | None:
        tokens = self.marked.tokens
        if not tokens[at].is_number:
            return None
        if "." in tokens[at].text:
            return self._dotted(at)
        sign = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if sign not in ("/", "-") or not self._is_part(at, sign):
            return None
        parts, end = [tokens[at].text, tokens[at + 2].text], at + 3
        if self._is_part(end - 1, sign):
            parts, end = [*parts, tokens[end + 1].text], end + 2
        if sign == "-" and len(parts) == 2:
            return None
        if parts in (["24", "7"], ["50", "50"]) or self._is_fraction(parts, at, end):
            return None
        return self._from_parts(parts, at, end)

    def _is_part(self, at: int, sign: str) -> bool:
        tokens = self.marked.tokens
        fits = at + 2 < len(tokens) and tokens[at + 1].text == sign and tokens[at + 2].text.isdigit()
        return fits and self.marked.are_glued(at, at + 1) and self.marked.are_glued(at + 1, at + 2)

    def _is_fraction(self, parts: list[str], at: int, end: int) -> bool:
        """`1/2 of it`, `split 1/3`."""
        if len(parts) != 2 or len(parts[0]) > 1 or len(parts[1]) > 1 or int(parts[0]) >= int(parts[1]):
            return False
        return self.marked.has(end, "of", "stop", "split") or (at > 0 and self.marked.has(at - 1, "split"))

    def _dotted(self, at: int) -> Day | None:
        """`3.11.`, `am 3.11`, `03.11.2026`."""
        tokens = self.marked.tokens
        parts = tokens[at].text.split(".")
        if len(parts) > 3 or not all(part.isdigit() for part in parts) or max(len(part) for part in parts[:2]) > 2:
            return None
        end = at + 1
        if len(parts) == 2:
            has_point = self.marked.are_glued(at, end) and tokens[end].text == "."
            is_closing = has_point and end + 1 == len(tokens) and len(parts[1]) != 2
            is_led = at > 0 and self.marked.has(at - 1, "on", "due") and currency_at(self.marked, end) is None
            if not is_led and (not has_point or is_closing):
                return None
            end += has_point
        return self._from_parts(parts, at, end, is_day_first=True)

    def _from_parts(self, parts: list[str], at: int, end: int, *, is_day_first: bool = False) -> Day | None:
        if any(len(part) > 4 for part in parts):
            return None
        numbers = [int(part) for part in parts]
        if len(parts[0]) == 4 and len(parts) == 3:
            return self._told(numbers[0], numbers[1], numbers[2], at, end)
        year = self._year(parts[2]) if len(parts) == 3 else None
        if len(parts) == 3 and year is None:
            return None
        orders = [(numbers[1], numbers[0]), (numbers[0], numbers[1])]
        if self.is_month_first and not is_day_first:
            orders.reverse()
        for month, day in orders:
            if told := self._told(year, month, day, at, end):
                return told
        return None

    @staticmethod
    def _year(written: str) -> int | None:
        if len(written) == 4:
            return int(written)
        return 2000 + int(written) if len(written) == 2 else None

    def _told(self, year: int | None, month: int, day: int, start: int, end: int) -> Day | None:
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        found = _day(year, month, day) if year is not None else self._nearest(month, day, self._is_due(start))
        if found is None:
            return None
        return Day(found, _CERTAIN, self._begin(start), end)

    def _begin(self, start: int) -> int:
        """With the words that lead to the day: `on the`, `due`, `last`."""
        while start > 0 and self.marked.has(start - 1, "on", "due", "last", "next", "this", "the"):
            mark = self.marked.mark(start - 1)
            start = mark.start if mark else start - 1
        return start

    def _is_due(self, start: int) -> bool:
        return any(mark.end <= start <= mark.end + 1 for mark in self.marked.with_sense("due"))

    def _nearest(self, month: int, day: int, is_due: bool) -> date | None:
        """Without a year: past rather than far ahead."""
        years = range(self.reference.year - 4, self.reference.year + 5)
        days = [found for year in years if (found := _day(year, month, day))]
        if is_due:
            return min(days, key=lambda each: abs(each - self.reference), default=None)
        fitting = [each for each in days if each <= self.reference + _AHEAD]
        ahead = [each for each in fitting if each > self.reference]
        past = [each for each in fitting if each <= self.reference]
        if ahead and (not past or self.reference - past[-1] > 5 * _AHEAD):
            return ahead[0]
        return past[-1] if past else None

    def by_month(self, at: int) -> Day | None:
        """`Nov 1`, `1st of November`, `12. November 2025`."""
        mark = self.marked.mark(at)
        sense = mark.sense("month") if mark else None
        if mark is None or sense is None or mark.start != at:
            return None
        before, behind = self._number_before(at), self._number_behind(mark.end)
        if self.is_month_first and behind and before and not self._is_ordinal(before[1]):
            before = None
        place = before or behind
        if place is None:
            return None
        day, start, end = place[0], min(place[1], at), max(place[2], mark.end)
        year = None
        at_year = end + 1 if end < len(self.marked.tokens) and self.marked.tokens[end].text in (",", "de") else end
        written = self.marked.tokens[at_year].text if at_year < len(self.marked.tokens) else ""
        if len(written) == 4 and written.isdigit() and written[:2] in ("19", "20"):
            year, end = int(written), at_year + 1
        return self._told(year, sense.number, day, start, end)

    def _number_before(self, at: int) -> tuple[int, int, int] | None:
        """The day before a month, over `of`, a point or an ordinal's ending."""
        tokens, start = self.marked.tokens, at - 1
        while start >= 0 and (
            tokens[start].text == "."
            or tokens[start].folded in ("of", "de", "di", "do")
            or self.marked.has(start, "ordinal")
        ):
            start -= 1
        if start < 0 or start in self.marked.taken:
            return None
        if ordinal := self.marked.sense(start, "ord"):
            return ordinal.number, start, at
        day = self._plain_day(start)
        is_sum = start > 0 and currency_at(self.marked, start - 1) is not None
        return (day, start, at) if day and not is_sum else None

    def _number_behind(self, at: int) -> tuple[int, int, int] | None:
        tokens = self.marked.tokens
        if at < len(tokens) and tokens[at].text == ".":
            at += 1
        if at < len(tokens) and self.marked.has(at, "the"):
            at += 1
        if at >= len(tokens) or at in self.marked.taken:
            return None
        if ordinal := self.marked.sense(at, "ord"):
            return ordinal.number, at, at + 1
        day = self._plain_day(at)
        if not day or currency_at(self.marked, at + 1) is not None or self._is_times(at + 1):
            return None
        return day, at, at + 2 if self._is_ordinal(at) else at + 1

    def _is_times(self, at: int) -> bool:
        return at < len(self.marked.tokens) and self.marked.tokens[at].folded in ("x", "×", "*", "%")

    def _is_ordinal(self, at: int) -> bool:
        return self.marked.are_glued(at, at + 1) and self.marked.has(at + 1, "ordinal")

    def _plain_day(self, at: int) -> int:
        text = self.marked.tokens[at].text
        is_day = text.isdigit() and len(text) <= 2 and self.marked.tokens[at].is_number and 1 <= int(text) <= 31
        return int(text) if is_day else 0

    def ago(self, at: int) -> Day | None:
        """`two weeks ago`, `a week ago`, `vor 3 Tagen`, `il y a 2 jours`, `3 giorni fa`."""
        mark = self.marked.mark(at)
        unit = mark.sense("unit") if mark else None
        if mark is None or unit is None:
            return None
        count, start = self._count_before(mark.start)
        if count == 0:
            return None
        end = mark.end
        if self.marked.has(end, "ago"):
            behind = self.marked.mark(end)
            end = behind.end if behind else end + 1
        elif start > 0 and self.marked.has(start - 1, "ago!"):
            before = self.marked.mark(start - 1)
            start = before.start if before else start - 1
        else:
            return None
        found = _back(self.reference, count, unit.value)
        return Day(found, _CERTAIN, start, end) if found else None

    def _count_before(self, at: int) -> tuple[int, int]:
        if at == 0:
            return 0, at
        token = self.marked.tokens[at - 1]
        if token.text.isdigit() and token.is_number and len(token.text) <= 4:
            return min(int(token.text), _MOST_AGO), at - 1
        mark = self.marked.mark(at - 1)
        if number := self.marked.sense(at - 1, "num"):
            return min(number.number, _MOST_AGO), mark.start if mark else at - 1
        return (1, at - 1) if self.marked.has(at - 1, "a") else (0, at)

    def by_word(self, at: int) -> Day | None:
        mark = self.marked.mark(at)
        if mark is None or mark.start != at:
            return None
        if word := mark.sense("day"):
            return Day(self.reference + timedelta(days=word.number), _CERTAIN, at, mark.end)
        if word := mark.sense("months"):
            found = _back(self.reference, -word.number, "m")
            return Day(found, _GUESSED, at, mark.end) if found else None
        return None

    def by_weekday(self, at: int) -> Day | None:
        """The one before today, or today's own where nothing says `last`."""
        mark = self.marked.mark(at)
        weekday = mark.sense("weekday") if mark else None
        if mark is None or weekday is None or mark.start != at:
            return None
        start, end = self._begin(at), mark.end
        near = [at - 1, end]
        back = (self.reference.weekday() - weekday.number) % 7
        if any(self.marked.has(each, "next") for each in near):
            return Day(self.reference + timedelta(days=(-back) % 7 or 7), _LIKELY, start, end)
        if any(self.marked.has(each, "last") for each in near):
            back = back or 7
        end += self.marked.has(end, "last")
        return Day(self.reference - timedelta(days=back), _LIKELY, start, end)

    def of_month(self, at: int) -> Day | None:
        """`on the 5th`, `am 3.`, `le 5`: only where another number is left to be the amount."""
        lead = self.marked.mark(at)
        if lead is not None and lead.start == at and (lead.sense("on") or lead.sense("due")):
            place = lead.end
            place += self.marked.has(place, "the") and not self.marked.has(place, "on")
            start = at
        else:
            place = start = at
        if place >= len(self.marked.tokens) or place in self.marked.taken:
            return None
        ordinal = self.marked.sense(place, "ord") if place != at else None
        day = ordinal.number if ordinal else self._plain_day(place)
        if not day:
            return None
        end = place + 1
        if not ordinal:
            if self._is_ordinal(place):
                end += 1
            elif place == at or self.marked.languages[0] == "en":
                return None
            if (
                end < len(self.marked.tokens)
                and self.marked.tokens[end].text == "."
                and self.marked.are_glued(place, end)
            ):
                end += 1
            if (
                currency_at(self.marked, end) is not None
                or self._is_times(end)
                or self.marked.has(end, "unit", "unit_of")
            ):
                return None
        if not self._has_other_number(start, end):
            return None
        found = self._in_month(day, self._is_due(place))
        return Day(found, _LIKELY, self._begin(start), end) if found else None

    def _has_other_number(self, start: int, end: int) -> bool:
        others = (at for at in range(len(self.marked.tokens)) if not start <= at < end and at not in self.marked.taken)
        return any(self.marked.tokens[at].is_number or self.marked.has(at, "num", "cash") for at in others)

    def _in_month(self, day: int, is_due: bool) -> date | None:
        """The last such day, or the next where it is due."""
        year, month = self.reference.year, self.reference.month
        for _step in range(4):
            found = _day(year, month, day)
            if found and (found >= self.reference if is_due else found <= self.reference):
                return found
            month += 1 if is_due else -1
            year, month = year + (month > 12) - (month < 1), (month - 1) % 12 + 1
        return None


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_DAY.year <= year <= LATEST_DAY.year or day > calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _back(reference: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months or years before; the last of the month where it has no such day."""
    if unit in ("d", "w"):
        found = reference - timedelta(days=count * (7 if unit == "w" else 1))
        return found if found >= EARLIEST_DAY else None
    months = reference.year * 12 + reference.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not EARLIEST_DAY.year <= year <= LATEST_DAY.year:
        return None
    return date(year, month + 1, min(reference.day, calendar.monthrange(year, month + 1)[1]))

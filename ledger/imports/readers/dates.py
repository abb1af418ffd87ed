"""Days as banks write them. Which of two numbers is the day is decided for a whole column in `day_order`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from ledger.imports.readers.months import MONTHS
from ledger.imports.readers.text import fold

LONGEST = 60
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ZONE = r"(?:Z|UTC|GMT|[A-Z]{2,5}|[+-][0-9]{2}:?[0-9]{2})"
_CLOCK = rf"[T, ]\s?[0-9]{{1,2}}[:.h][0-9]{{2}}(?:[:.][0-9]{{2}})?(?:[.,][0-9]+)?\s?(?:[AaPp]\.?[Mm]\.?)?\s?{_ZONE}?"
_TAIL = re.compile(rf"\.?(?:{_CLOCK})?\s*(?:\(?{_ZONE}\)?)?(?:\s*as of .{{4,20}})?\s*(?:\[[^\]]*\])?\s*")
_ISO = re.compile(r"([0-9]{4})\s?[-/.:]\s?([0-9]{1,2})\s?[-/.:]\s?([0-9]{1,2})(?![0-9])")
_PAIR = re.compile(r"([0-9]{1,2})\s?([-/.])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{2})(?![0-9])")
_NO_YEAR = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})\.?(?![0-9.])")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4}(?:[0-9]{2})?(?:\.[0-9]+)?)?(?![0-9])")
_COMPACT_LAST = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})(?![0-9])")
_NAMED = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|\.)?[\s/-]*(?:de |of )?\s?([^\W\d_]{3,12})\.?,?[\s/-]*(?:de |of )?\s?"
    r"([0-9]{4}|[0-9]{1,2})?(?![0-9:])"
)
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s{1,2}([0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s{1,2}([0-9]{4})|,)?(?![0-9])")
_WEEKDAY = re.compile(r"[^\W\d_]{2,10}\.?,?\s+(?=[0-9])")
_CJK = str.maketrans({"年": "-", "月": "-", "日": " "})
_OFX_ZONE = re.compile(r"\[\s*([+-]?[0-9]{1,2})(?:[.:]([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """Day, month and year as far as the cell alone tells.

    `swappable`: `day` and `month` are the first and the second number and may be the other way round.
    `year` is None where the cell has none.
    """

    day: int
    month: int
    year: int | None
    swappable: bool = False


def written_day(text: str) -> WrittenDay | None:
    """What a cell says, None where it is no date. The numbers may still be impossible ('31.02.2024')."""
    text = text.strip().strip("'\"").strip()
    if not 3 < len(text) <= LONGEST:
        return None
    if not text.isascii():
        text = text.translate(_CJK).strip()
    if text[0].isdigit():
        return _numbers(text) or _named(text)
    return _named(text) or (_numbers(text[m.end() :]) if (m := _WEEKDAY.match(text)) else None)


def _whole(found: re.Match[str], text: str) -> bool:
    return _TAIL.fullmatch(text, found.end()) is not None


def _numbers(text: str) -> WrittenDay | None:
    if (m := _ISO.match(text)) and _whole(m, text):
        return WrittenDay(int(m[3]), int(m[2]), int(m[1]))
    if (m := _PAIR.match(text)) and _whole(m, text):
        return WrittenDay(int(m[1]), int(m[3]), _full_year(m[4]), swappable=True)
    if (m := _COMPACT.match(text)) and _whole(m, text) and _possible(m):
        return WrittenDay(int(m[3]), int(m[2]), int(m[1]))
    if (m := _COMPACT_LAST.fullmatch(text)) and FIRST_YEAR <= int(m[3]) <= LAST_YEAR:
        return WrittenDay(int(m[1]), int(m[2]), int(m[3]), swappable=True)
    return None


def _possible(compact: re.Match[str]) -> bool:
    """Eight digits are a date only where they make one: '20241399' is a number like any other."""
    return FIRST_YEAR <= int(compact[1]) <= LAST_YEAR and int(compact[2]) <= 12 and int(compact[3]) <= 31


def _named(text: str) -> WrittenDay | None:
    if (m := _NAMED.match(text)) and (month := MONTHS.get(fold(m[2]))) and _whole(m, text):
        return WrittenDay(int(m[1]), month, _full_year(m[3]) if m[3] else None)
    if (m := _NAMED_FIRST.match(text)) and (month := MONTHS.get(fold(m[1]))) and _whole(m, text):
        return WrittenDay(int(m[2]), month, int(m[3]) if m[3] else None)
    weekday = _WEEKDAY.match(text)
    return _named(text[weekday.end() :]) if weekday else None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def real_day(written: WrittenDay, *, month_first: bool, year: int | None = None) -> date | None:
    """The calendar day, None where there is no such day or the year is beyond 1900 to 2100."""
    day, month = written.day, written.month
    if written.swappable and month_first:
        day, month = month, day
    chosen = written.year if written.year is not None else year
    if chosen is None or not FIRST_YEAR <= chosen <= LAST_YEAR:
        return None
    try:
        return date(chosen, month, day)
    except ValueError:
        return None


def day_reader(*, month_first: bool, year_of: Callable[[int, int], int]) -> Callable[[str], date | None]:
    """A reader of one column that remembers: a file repeats its few days. `year_of(month, day)` fills in."""
    known: dict[str, date | None] = {}

    def read(text: str) -> date | None:
        try:
            return known[text]
        except KeyError:
            written = written_day(text)
            found = None
            if written is not None:
                year = None if written.year is not None else year_of(written.month, written.day)
                found = real_day(written, month_first=month_first, year=year)
            known[text] = found
            return found

    return read


def year_chooser(hints: list[date], today: date) -> Callable[[int, int], int]:
    """For days written without a year: the year nearest to the dates the file's head names, else the latest past."""

    def choose(month: int, day: int) -> int:
        if hints:
            years = {hint.year + step for hint in hints for step in (-1, 0, 1)}
            middle = min(hints) + (max(hints) - min(hints)) / 2
            return min(years, key=lambda year: abs(_near(year, month, day) - middle))
        return today.year if _near(today.year, month, day) <= today else today.year - 1

    return choose


def _near(year: int, month: int, day: int) -> date:
    return date(min(max(year, 1), 9998), max(1, min(month, 12)), max(1, min(day, 28)))


def moment(text: str) -> datetime | None:
    """UTC of a cell with date, time of day and zone; None otherwise and for 00:00 and 12:00 (see ReadLine)."""
    text = text.strip()
    found = _COMPACT.match(text)
    try:
        if found and "[" in text:
            digits = text[: found.end()].split(".")[0]
            if len(digits) != 14:
                return None
            local = datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}")
            zone = _OFX_ZONE.search(text)
            local = local.replace(tzinfo=_offset(zone)) if zone else local
        else:
            local = datetime.fromisoformat(text)
        if local.tzinfo is None or (local.hour in (0, 12) and not local.minute and not local.second):
            return None
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(zone: re.Match[str]) -> timezone:
    """'[-3:BRT]', '[5.5]' (a decimal part of an hour, as OFX says) or '[+5:30]'."""
    hours = int(zone[1])
    part = zone[2] or ""
    written = zone[0]
    minutes = int(part) if ":" in written else round(float(f"0.{part or 0}") * 60)
    return timezone(timedelta(hours=hours, minutes=-minutes if written.lstrip("[ ").startswith("-") else minutes))

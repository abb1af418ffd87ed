"""Days as QIF writes them: 6/ 1/94, 1/31'05, 12/31'2020, 2.1.2020, 2020-01-31. Day order is decided for the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from ledger.imports.readers.dates import real_day, written_day
from ledger.imports.readers.day_order import DAY_FIRST, MONTH_FIRST, Decision, Hints, decide_day_order
from ledger.imports.readers.request import ReadRequest

_WRITTEN = re.compile(r"([0-9]{1,2})\s*([/.\-])\s*([0-9]{1,2})\s*([/.\-'’])\s*([0-9]{1,4})")
_BLANKS = re.compile(r"\s*([/.\-])\s*")
_OPTION = re.compile(r"^!Option:\s*([MD])[MD]Y\b", re.IGNORECASE | re.MULTILINE)
_ORDERS = (DAY_FIRST, MONTH_FIRST)
# 13/08/31 is the last of August 2013.
YEAR_FIRST = "year_first"
_SEVERAL, _MANY = 3, 6
_OLDEST = 1980
_LONGEST = timedelta(days=800)


def plain_day(text: str, today: date) -> str:
    """The same day as other programs write it, with four digits of the year.

    After an apostrophe the years are those since 2000. Without one a year in the future is of the last century.
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        return _BLANKS.sub(r"\1", text)
    first, mark, second, before_year, year = found.groups()
    number = int(year) if len(year) == 4 else _full_year(int(year), today, in_apostrophe=before_year in "'’")
    return f"{int(first)}{mark}{int(second)}{mark}{number}"


def _full_year(number: int, today: date, *, in_apostrophe: bool = False) -> int:
    number += 1900 if number > 99 else 2000
    return number - 100 if not in_apostrophe and number > today.year + 1 else number


def manner_of(day: str) -> str:
    """How a program writes days ('/ 4'): the mark between and the digits of the year, with its apostrophe."""
    found = _WRITTEN.fullmatch(day)
    return f"{found[2]} {found[4].strip(found[2])}{len(found[5])}" if found else ""


def _with_year_first(text: str, today: date) -> date | None:
    found = _WRITTEN.fullmatch(text)
    if not found or len(found[5]) > 2 or found[4] in "'’":
        return None
    try:
        return date(_full_year(int(found[1]), today), int(found[3]), int(found[5]))
    except ValueError:
        return None


def _year_is_first(days: Sequence[str], today: date) -> bool:
    """Whether two digits of the year come first: as a last number they scatter the same few weeks over years."""
    distinct = list(dict.fromkeys(days))
    found = [day for text in distinct if (day := _with_year_first(text, today))]
    if not found or len(found) < len(distinct):
        return False
    years = {day.year % 100 for day in found}
    if max(years) > 31:
        return True
    if len(found) < _SEVERAL or min(years) <= 12 or max(found) > today or max(found) - min(found) > _LONGEST:
        return False
    read = (written_day(plain_day(text, today)) for text in distinct)
    last = [day for written in read if written and (day := real_day(written, month_first=False))]
    if len(last) < len(distinct) or min(last).year < _OLDEST:
        return True
    scattered = max(last) - min(last) > 4 * (max(found) - min(found))
    return scattered and (len(found) >= _MANY or last not in (sorted(last), sorted(last, reverse=True)))


def decide_order(days: Sequence[str], head: str, signature: str, request: ReadRequest) -> Decision:
    """By the answer, by the file, else by what an earlier file of the same signature was read with.

    Some programs name the order in the head of the file ('!Option:MDY').
    """
    answer = request.answers.get("day_order", "")
    if answer in _ORDERS:
        return Decision(answer)
    if named := _OPTION.search(head):
        return Decision(MONTH_FIRST if named[1] in "mM" else DAY_FIRST)
    if _year_is_first(days, request.today):
        return Decision(YEAR_FIRST)
    decision = decide_day_order([plain_day(day, request.today) for day in days], Hints(last_day=request.today))
    remembered = request.mapping.get("day_order") if request.mapping.get("signature") == signature else None
    if decision.question is not None and remembered in _ORDERS:
        return Decision(str(remembered))
    return decision


class DayReader:
    """Reads the days of one file; it repeats its few days, so they are remembered."""

    def __init__(self, order: str, today: date) -> None:
        self.month_first = order == MONTH_FIRST
        self.year_first = order == YEAR_FIRST
        self.today = today
        self.known: dict[str, date | None] = {}

    def read(self, text: str) -> date | None:
        if text not in self.known:
            if self.year_first and (day := _with_year_first(text, self.today)):
                self.known[text] = day
                return day
            written = written_day(plain_day(text, self.today))
            self.known[text] = real_day(written, month_first=self.month_first) if written else None
        return self.known[text]

"""Days as QIF writes them: 6/ 1/94, 1/31'05, 12/31'2020, 2.1.2020, 2020-01-31. Day order is decided for the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ledger.imports.readers.dates import real_day, written_day
from ledger.imports.readers.day_order import DAY_FIRST, MONTH_FIRST, Decision, Hints, decide_day_order
from ledger.imports.readers.request import ReadRequest

_WRITTEN = re.compile(r"([0-9]{1,2})\s*([/.\-])\s*([0-9]{1,2})\s*([/.\-'’])\s*([0-9]{1,4})")
_BLANKS = re.compile(r"\s*([/.\-])\s*")
_OPTION = re.compile(r"^!Option:\s*([MD])[MD]Y\b", re.IGNORECASE | re.MULTILINE)
_ORDERS = (DAY_FIRST, MONTH_FIRST)


def plain_day(text: str, today: date) -> str:
    """The same day as other programs write it, with four digits of the year.

    After an apostrophe the years are those since 2000. Without one a year in the future is of the last century.
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        return _BLANKS.sub(r"\1", text)
    first, mark, second, before_year, year = found.groups()
    number = int(year)
    if len(year) < 4:
        in_apostrophe = before_year in "'’"
        number += 1900 if number > 99 else 2000
        if not in_apostrophe and number > today.year + 1:
            number -= 100
    return f"{int(first)}{mark}{int(second)}{mark}{number}"


def manner_of(day: str) -> str:
    """How a program writes days ('/ 4'): the mark between and the digits of the year, with its apostrophe."""
    found = _WRITTEN.fullmatch(day)
    return f"{found[2]} {found[4].strip(found[2])}{len(found[5])}" if found else ""


def decide_order(days: Iterable[str], head: str, signature: str, request: ReadRequest) -> Decision:
    """By the answer, by the file, else by what an earlier file of the same signature was read with.

    Some programs name the order in the head of the file ('!Option:MDY').
    """
    answer = request.answers.get("day_order", "")
    if answer in _ORDERS:
        return Decision(answer)
    if named := _OPTION.search(head):
        return Decision(MONTH_FIRST if named[1] in "mM" else DAY_FIRST)
    decision = decide_day_order([plain_day(day, request.today) for day in days], Hints(last_day=request.today))
    remembered = request.mapping.get("day_order") if request.mapping.get("signature") == signature else None
    if decision.question is not None and remembered in _ORDERS:
        return Decision(str(remembered))
    return decision


class DayReader:
    """Reads the days of one file; it repeats its few days, so they are remembered."""

    def __init__(self, order: str, today: date) -> None:
        self.month_first = order == MONTH_FIRST
        self.today = today
        self.known: dict[str, date | None] = {}

    def read(self, text: str) -> date | None:
        if text not in self.known:
            written = written_day(plain_day(text, self.today))
            self.known[text] = real_day(written, month_first=self.month_first) if written else None
        return self.known[text]

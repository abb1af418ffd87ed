"""Is 03/04/2024 in March or in April? Decided for a whole file, by evidence, before anybody is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ledger.imports.readers.dates import WrittenDay, real_day, written_day
from ledger.imports.readers.types import Option, Question

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
_ENOUGH = 3
_PENDING = timedelta(days=7)
_US_ZONES = re.compile(r"\b(?:PDT|PST|EDT|EST|CDT|CST|MDT|MST)\b")
_ELSEWHERE = re.compile(r"\b(?:UPI|NEFT|IMPS|RTGS|IFSC|SEPA|IBAN|BACS|CHAPS|BSB|sort code)\b", re.IGNORECASE)
_DAYS_WITHIN = re.compile(r"(?<![0-9/.-])([0-3]?[0-9])[/-]([0-3]?[0-9])[/-](?:20)?[0-9]{2}(?![0-9/-])")
_NOT_AMERICAN = (
    "EUR GBP CHF AUD NZD SGD INR BRL MXN ARS CLP COP ZAR NOK DKK ISK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR "
    "EGP KES NGN HKD MYR THB IDR VND"
)
_DAY_FIRST_CURRENCIES = frozenset(_NOT_AMERICAN.split())


@dataclass(frozen=True, slots=True)
class Hints:
    """What the rest of the file says. `last_day` is the day it was made at the latest (its name, or today)."""

    last_day: date
    currencies: frozenset[str] = frozenset()
    english: bool = True
    head: str = ""
    other_days: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    order: str
    question: Question | None = None


def decide_day_order(cells: Sequence[str], hints: Hints) -> Decision:
    """The order of a date column, given every cell of it in the order of the file.

    Points for day first are positive, for month first negative; fewer than three leave the question open.
    """
    seen = {text: written_day(text) for text in dict.fromkeys(cells)}
    pairs = {text: day for text, day in seen.items() if day is not None and day.swappable}
    if not pairs:
        return Decision(DAY_FIRST)
    settled = _by_size(pairs.values())
    if settled:
        return Decision(settled)
    if all("." in text for text in pairs):
        return Decision(DAY_FIRST)
    both = {text: (real_day(w, month_first=False), real_day(w, month_first=True)) for text, w in pairs.items()}
    if all(first == second for first, second in both.values()):
        return Decision(DAY_FIRST)
    ordered = [both[text] for text in cells if text in both]
    points = (
        _by_today(ordered, hints.last_day)
        + _by_spread(list(dict.fromkeys(ordered)))
        + _by_sequence(ordered)
        + _by_other_column(cells, both, hints.other_days)
        + _by_head(hints.head)
        + _by_place(hints)
    )
    order = MONTH_FIRST if points < 0 else DAY_FIRST
    if abs(points) >= _ENOUGH:
        return Decision(order)
    return Decision(order, _question(order, next(iter(pairs)), ordered))


def _by_size(days: Iterable[WrittenDay]) -> str:
    """A number above 12 is a day. Where both places have one, the place with more of them wins."""
    first = second = 0
    for day in days:
        first += day.day > 12
        second += day.month > 12
    if first == second:
        return ""
    return DAY_FIRST if first > second else MONTH_FIRST


_Both = tuple[date | None, date | None]


def _by_today(ordered: Sequence[_Both], last_day: date) -> int:
    late = last_day + _PENDING
    first = sum(1 for a, _ in ordered if a and a > late)
    second = sum(1 for _, b in ordered if b and b > late)
    if bool(first) == bool(second):
        return 0
    return -4 if first else 4


def _by_spread(distinct: Sequence[_Both]) -> int:
    """Statements are dense: the reading under which the same lines fill a far shorter time is right."""
    first = [a for a, _ in distinct if a]
    second = [b for _, b in distinct if b]
    if len(distinct) < 3 or len(first) < 3 or len(second) < 3:
        return 0
    spans = ((max(first) - min(first)).days + 1, (max(second) - min(second)).days + 1)
    if max(spans) < 4 * min(spans):
        return 0
    weight = 3 if len(distinct) >= 4 else 2
    return weight if spans[0] < spans[1] else -weight


def _by_sequence(ordered: Sequence[_Both]) -> int:
    """Files are sorted: the reading under which the days never turn back is right."""
    if len(ordered) < 4:
        return 0
    first, second = _sorted([a for a, _ in ordered]), _sorted([b for _, b in ordered])
    if first == second:
        return 0
    return 3 if first else -3


def _sorted(days: Sequence[date | None]) -> bool:
    known = [day for day in days if day]
    steps = [(b - a).days for a, b in pairwise(known)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _by_other_column(cells: Sequence[str], both: dict[str, _Both], others: Sequence[date | None]) -> int:
    """Booked and valued within days of each other: a second, unambiguous date column tells."""
    first = second = 0
    for text, other in zip(cells, others, strict=False):
        if other is None or text not in both:
            continue
        a, b = both[text]
        first += a is not None and abs((a - other).days) <= 10
        second += b is not None and abs((b - other).days) <= 10
    if first == second:
        return 0
    return 4 if first > second else -4


def _by_head(head: str) -> int:
    """A day above twelve around the table ('Balance as of 01/31/2024') tells for the whole file."""
    pairs = [(int(found[1]), int(found[2])) for found in _DAYS_WITHIN.finditer(head)]
    first = sum(1 for a, b in pairs if a > 12 >= b)
    second = sum(1 for a, b in pairs if b > 12 >= a)
    if bool(first) == bool(second):
        return 0
    return _ENOUGH if first else -_ENOUGH


def _by_place(hints: Hints) -> int:
    """Only the United States write the month first; a foreign header, currency or way of paying is not theirs."""
    if _US_ZONES.search(hints.head):
        return -3
    if not hints.english or _ELSEWHERE.search(hints.head):
        return 3
    if hints.currencies == {"USD"}:
        return -3
    if hints.currencies and hints.currencies <= _DAY_FIRST_CURRENCIES:
        return 3
    return -1 if "$" in hints.head else 0


def _question(order: str, sample: str, ordered: Sequence[_Both]) -> Question:
    options = []
    for value in (DAY_FIRST, MONTH_FIRST):
        place = 1 if value == MONTH_FIRST else 0
        days = sorted(day for pair in ordered if (day := pair[place]))
        params = {"first": days[0].isoformat(), "last": days[-1].isoformat()} if days else {}
        options.append(Option(value, value, params))
    options.sort(key=lambda option: option.value != order)
    return Question("day_order", tuple(options), sample)

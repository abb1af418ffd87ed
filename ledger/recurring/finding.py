"""Which payments of one payee come back in a rhythm. Pure functions over days and amounts.

A series has days near the due days of one rhythm, nearly one for each, and amounts of one level, or of two where the
price changed once. A shop one often visits has neither: its days crowd, or its amounts differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, NamedTuple

from ledger.recurring.rhythm import MONTHLY, WEEKLY, YEARLY, Rhythm

# Amounts off by a tenth lie between 0.9 and 1.1 of what is usual.
BAND: Final = 1.25
LARGEST_CHANGE: Final = 2.0
# Of the due days between the first and the last, and of the payments: what may be missing, or stand between.
LEAST_COVERED: Final = 0.8
LEAST_FITTING: Final = 0.85
# A weekly lesson pauses in the holidays: so many weeks may be without, where there were so many with one.
COVERED_WITH_BREAKS: Final = 0.6
LEAST_WITH_BREAKS: Final = 20
# A bill that follows the season: so many months in a row near one day, nothing else paid there.
SEASON: Final = 2.5
LEAST_OF_SEASON: Final = 10
NEAR_ITS_DAY: Final = 3.0
LATEST_DAYS: Final = 10
LEAST_AMONG_MANY: Final = 6


class Payment(NamedTuple):
    """`amount` in stored units, without its sign: all of one look go the same way."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Tempo:
    """A rhythm to try: how far a payment may be from its due day, and how many it takes."""

    frequency: str
    interval: int
    days: float
    tolerance: int
    least: int


TEMPI: Final = (
    Tempo(WEEKLY, 1, 7, 2, 8),
    Tempo(WEEKLY, 2, 14, 4, 6),
    Tempo(WEEKLY, 4, 28, 4, 6),
    Tempo(MONTHLY, 1, 30.44, 5, 3),
    Tempo(MONTHLY, 2, 60.88, 5, 4),
    Tempo(MONTHLY, 3, 91.31, 6, 3),
    Tempo(MONTHLY, 6, 182.6, 6, 3),
    Tempo(YEARLY, 1, 365.25, 8, 2),
)


@dataclass(frozen=True, slots=True)
class Series:
    """What was found: its rhythm from a late due day on, the days seen, and the amounts since any change.

    `before` is the level before the price changed, None where it never did. Amounts in stored units.
    """

    rhythm: Rhythm
    days: tuple[date, ...]
    usual: int
    low: int
    high: int
    before: int | None
    missed: int

    def next_from(self, day: date) -> date | None:
        return self.rhythm.first_from(day)

    def runs_on(self, today: date, tempo_days: float) -> bool:
        """It has not ended: at most one day was missed since the last that was seen."""
        return (today - self.days[-1]).days <= 2 * tempo_days + LATEST_DAYS


def find_series(payments: Sequence[Payment], today: date) -> list[Series]:
    """Everything in the payments of one payee on one account that comes back and has not ended."""
    found: list[Series] = []
    rest = sorted(payments)
    for some in _levels(rest):
        taken = {each for series in found for each in series.days}
        series = _best([each for each in some if each.day not in taken], today)
        if series is not None and _stands_out(series, some, rest):
            found.append(series)
    return found


def _stands_out(series: Series, some: Sequence[Payment], every: Sequence[Payment]) -> bool:
    """Among many others to one payee a few payments fit some rhythm by accident: there it takes one amount, often."""
    if len(some) * 2 >= len(every):
        return True
    return len(series.days) >= LEAST_AMONG_MANY and series.low == series.high


def _levels(payments: Sequence[Payment]) -> Iterator[list[Payment]]:
    """The payments as a whole; then those of nearly one amount; then those of exactly one that is often paid."""
    yield list(payments)
    groups: list[list[Payment]] = []
    for each in sorted(payments, key=lambda payment: payment.amount):
        if not groups or each.amount > groups[-1][-1].amount * BAND:
            groups.append([])
        groups[-1].append(each)
    if len(groups) > 1:
        yield from (sorted(group) for group in groups)
    often = Counter(each.amount for each in payments)
    if len(often) > 1:
        yield from ([each for each in payments if each.amount == amount] for amount, n in often.items() if n > 2)


def _best(payments: Sequence[Payment], today: date) -> Series | None:
    """The rhythm that fits with the least distance from its due days."""
    if len(payments) < 2:
        return None
    span = (payments[-1].day - payments[0].day).days
    fits = []
    for tempo in TEMPI:
        wanted = span / tempo.days + 1
        least = COVERED_WITH_BREAKS if _may_pause(tempo, len(payments)) else LEAST_COVERED
        if len(payments) >= tempo.least and least * 0.9 <= len(payments) / wanted <= 1 / LEAST_COVERED:
            fit = _fit(payments, tempo)
            if fit is not None:
                fits.append((fit[0] / tempo.days**0.5, tempo, fit[1]))
    for _distance, tempo, series in sorted(fits, key=lambda each: each[0]):
        if series.runs_on(today, tempo.days):
            return series
    return None


def _fit(payments: Sequence[Payment], tempo: Tempo) -> tuple[float, Series] | None:
    """How far the payments are from the due days of the best anchor, and what they make; None if they do not fit."""
    best: tuple[int, float, dict[int, Payment], Rhythm] | None = None
    days = [each.day.toordinal() for each in payments]
    for anchor in _anchors(payments, tempo):
        slots, distance = _slots(payments, days, anchor, tempo)
        found = (len(slots), -distance / max(1, len(slots)), slots, anchor)
        if best is None or found[:2] > best[:2]:
            best = found
    if best is None:
        return None
    fitting, closeness, slots, anchor = best
    places = sorted(slots)
    due = places[-1] - places[0] + 1
    if fitting < tempo.least or fitting < LEAST_FITTING * len(payments):
        return None
    if not _covers(fitting, due) and not (_may_pause(tempo, fitting) and fitting >= COVERED_WITH_BREAKS * due):
        return None
    amounts = [slots[place].amount for place in places]
    levels = _levels_of(amounts)
    if levels is None and fitting == len(payments) and _follows_season(amounts, -closeness, tempo):
        levels = [], amounts
    if levels is None or not _sure(fitting, due, amounts, tempo):
        return None
    before, now = levels
    rhythm = Rhythm(tempo.frequency, _due(anchor, tempo, places[-1]), tempo.interval)
    if tempo.frequency == MONTHLY:
        rhythm = _by_its_own_day(rhythm, anchor)
    series = Series(
        rhythm=rhythm,
        days=tuple(slots[place].day for place in places),
        usual=now[-1] if len(set(now)) == 1 else round(median(now)),
        low=min(now),
        high=max(now),
        before=round(median(before)) if before else None,
        missed=due - fitting,
    )
    return -closeness, series


def _by_its_own_day(rhythm: Rhythm, anchor: Rhythm) -> Rhythm:
    """From a month long enough for the anchor's day, so that a 31st stays one when the latest month was short."""
    month = rhythm.starts_on
    while month.day < anchor.starts_on.day:
        earlier = Rhythm(MONTHLY, anchor.starts_on, rhythm.interval)
        days = [each for each in earlier.between(month - timedelta(days=400), month) if each < month]
        if not days:
            return anchor
        month = days[-1]
    return Rhythm(MONTHLY, month, rhythm.interval)


def _may_pause(tempo: Tempo, fitting: int) -> bool:
    return tempo.days == 7 and fitting >= LEAST_WITH_BREAKS


def _follows_season(amounts: Sequence[int], days_off: float, tempo: Tempo) -> bool:
    """Heating costs in winter twice what it does in summer, and is paid near one day of each month."""
    is_bill = tempo.frequency == MONTHLY and tempo.interval == 1 and len(amounts) >= LEAST_OF_SEASON
    return is_bill and days_off <= NEAR_ITS_DAY and max(amounts) <= min(amounts) * SEASON


def _covers(fitting: int, due: int) -> bool:
    """One may always be missing, of four or more."""
    return fitting == due or (fitting >= 3 and due - fitting <= max(1, (1 - LEAST_COVERED) * due))


def _sure(fitting: int, due: int, amounts: Sequence[int], tempo: Tempo) -> bool:
    """Few payments prove a rhythm only with one amount, or none missing and a long wait between."""
    one_amount = max(amounts) <= min(amounts) * 1.02
    if fitting >= 5:
        return True
    if tempo.days < 60:
        return one_amount and fitting == due
    return fitting == due or one_amount


def _anchors(payments: Sequence[Payment], tempo: Tempo) -> Iterator[Rhythm]:
    """Rhythms that begin near the first payment, one for each day on which they could."""
    reach = tempo.tolerance
    first = payments[0].day
    if tempo.frequency != MONTHLY:
        for shift in range(-reach, reach + 1):
            yield Rhythm(tempo.frequency, first + timedelta(days=shift), tempo.interval)
        return
    for shift in range(-reach, reach + 1):
        day = first + timedelta(days=shift)
        yield Rhythm(MONTHLY, day, tempo.interval)
        last = (day + timedelta(days=1)).day == 1
        if last and day.day < 31:
            # A short month's last day may stand for a 29th, 30th or 31st.
            january = date(day.year - 1, 12, 31)
            months = (day.year - january.year) * 12 + day.month - january.month
            yield from (
                Rhythm(MONTHLY, date(january.year, 12, number), tempo.interval)
                for number in range(day.day + 1, 32)
                if months % tempo.interval == 0
            )


def _slots(
    payments: Sequence[Payment], days: Sequence[int], anchor: Rhythm, tempo: Tempo
) -> tuple[dict[int, Payment], int]:
    """For each due day, by its number, the payment that is nearest to it within the tolerance; and how many days all of
    them are off. `days` are those of the payments, counted from year 1, and so are due days here: most of the work of a
    look is done in these lines.
    """
    first, last = (round((day - anchor.starts_on.toordinal()) / tempo.days) for day in (days[0], days[-1]))
    due = [_due(anchor, tempo, number).toordinal() for number in range(first - 1, last + 2)]
    near: dict[int, Payment] = {}
    off: dict[int, int] = {}
    for each, day in zip(payments, days, strict=True):
        place = min(max(bisect_left(due, day), 1), len(due) - 1)
        if day - due[place - 1] <= due[place] - day:
            place -= 1
        distance, number = abs(day - due[place]), first - 1 + place
        if distance <= tempo.tolerance and (number not in off or distance < off[number]):
            near[number], off[number] = each, distance
    return near, sum(off.values())


def _due(anchor: Rhythm, tempo: Tempo, number: int) -> date:
    due = anchor.due(number)
    return due if due is not None else anchor.starts_on + timedelta(days=round(number * tempo.days))


def _levels_of(amounts: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """The amounts before and since the price changed, the first empty where it never did; None for more than that."""
    kept = _without_one_odd(amounts)
    if max(kept) <= min(kept) * BAND:
        changed = _fixed_change(kept)
        return (kept[:changed], kept[changed:]) if changed else ([], kept)
    for place in range(1, len(kept)):
        before, now = kept[:place], kept[place:]
        if all(max(some) <= min(some) * BAND for some in (before, now)):
            ratio = median(now) / median(before)
            return (before, now) if 1 / LARGEST_CHANGE <= ratio <= LARGEST_CHANGE else None
    return None


def _fixed_change(amounts: Sequence[int]) -> int:
    """Where one fixed amount became another, 0 where none did."""
    place = next((n for n in range(1, len(amounts)) if amounts[n] != amounts[0]), 0)
    return place if place and len(set(amounts[place:])) == 1 else 0


def _without_one_odd(amounts: Sequence[int]) -> list[int]:
    """Of many, one that is far from all others may be a mistake or a back payment."""
    if len(amounts) < 8:
        return list(amounts)
    middle = median(amounts)
    odd = max(range(len(amounts)), key=lambda n: abs(amounts[n] - middle))
    rest = [*amounts[:odd], *amounts[odd + 1 :]]
    return rest if max(rest) <= min(rest) * BAND else list(amounts)


def by_payee(rows: Iterable[tuple[str, Payment]]) -> dict[str, list[Payment]]:
    groups: dict[str, list[Payment]] = defaultdict(list)
    for key, payment in rows:
        groups[key].append(payment)
    return dict(groups)

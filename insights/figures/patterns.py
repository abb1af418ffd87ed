"""How a person spends over some months: what is usual for each category, what was odd, which days take more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID

from accounts.models import User
from accounts.payday import next_payday
from config.kernel.kept import Kept
from config.kernel.money import ZERO, round_to_currency
from insights.figures import robust, spans
from insights.figures.basis import basis
from insights.figures.flows import Flow, Reader
from insights.figures.payees import Paid, largest_payees
from insights.figures.sizes import MOST_MONTHS as MONTHS_OF_SIZES
from insights.figures.sizes import Sizes, sizes
from ledger.core.access import ME, Lens
from ledger.core.category_tree import CategoryTree
from ledger.core.coarsening import PRIVATE
from ledger.core.exchange import Rate
from ledger.core.views.overview_figures import FIXED_COSTS

MOST_MONTHS: Final = 24
USUAL_MONTHS: Final = 6
# Fewer tell nothing of what is usual.
LEAST_MONTHS: Final = 4
SPIKE_SCORE: Final = Decimal("3.5")
# A spike is that much above the usual, and of that part of a usual month's whole spending.
SPIKE_ABOVE: Final = Decimal("0.25")
WORTH_TELLING: Final = Decimal("0.02")
MOST_SPIKES: Final = 5
# A trend has changed the usual by so much over the months.
TREND_CHANGES: Final = Decimal("0.15")
PAYDAY_DAYS: Final = (3, 7)
_RATIO = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Spike:
    """A month robustly above the category's others. `payees` took most of it, those of lines that are seen."""

    category_id: UUID | None
    month: date
    amount: Decimal
    usual: Decimal
    score: Decimal
    payees: tuple[Paid, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryPattern:
    """`amounts` are those of the months, in order. `share` is of all that was spent, 0 to 1; `slope` by how much it
    goes up a month, `direction` rising, falling or steady. `payments` a month, on average, `payment` what one takes.
    """

    category_id: UUID | None
    amounts: list[Decimal]
    average: Decimal
    median: Decimal
    share: Decimal | None
    slope: Decimal
    direction: str
    payments: Decimal
    payment: Decimal | None

    @property
    def is_private(self) -> bool:
        return self.category_id == PRIVATE


@dataclass(frozen=True, slots=True)
class WeekdayPattern:
    """`average` of a day; `times` how much that is of the average of all days, None where nothing is spent."""

    weekday: int
    average: Decimal
    times: Decimal | None


@dataclass(frozen=True, slots=True)
class PaydayPattern:
    """Of everyday spending, 0 to 1: the share of the `days` from each payday on, and what it were if all days took
    the same."""

    days: int
    share: Decimal
    expected: Decimal

    @property
    def times(self) -> Decimal:
        return (self.share / self.expected).quantize(_RATIO)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Of whole months that were lived through, `months`; what lacks is that nobody brought in lines yet.

    `weekdays`, `payday` and `sizes` are of everyday spending: without rent and bills, and of accounts whose lines are
    seen; `sizes` of the last three months, None where nothing was spent. `spent` is None and there are no `weekdays`
    where all that was spent is `apart`, without a rate.
    """

    currency: str
    months: list[date]
    spent: Decimal | None
    categories: list[CategoryPattern]
    leaves: list[CategoryPattern]
    spikes: list[Spike]
    weekdays: list[WeekdayPattern]
    payday: list[PaydayPattern]
    sizes: Sizes | None
    used: tuple[Rate, ...]
    apart: tuple[str, ...]

    @property
    def first(self) -> date:
        return self.months[0]

    @property
    def last(self) -> date:
        return spans.month_end(self.months[-1])


KEPT: Final = Kept[Patterns](most=64)


def patterns(person: User, lens: Lens, tree: CategoryTree, *, months: int, currency: str) -> Patterns:
    """The last whole months, 1 to 24 of them. None but the queries of `basis` where it is kept; else those of
    `Reader.read` twice, one for each spike, five at most, and one for sizes.
    """
    key = basis(person, lens, currency, months, tree=tree)
    return KEPT.get(key, lambda: _patterns(person, lens, tree, months=months, currency=currency))


def _patterns(person: User, lens: Lens, tree: CategoryTree, *, months: int, currency: str) -> Patterns:
    today = person.today
    first = spans.before(spans.MONTH, today.replace(day=1), months)
    last = today.replace(day=1) - spans.ONE_DAY
    reader = Reader(person, lens, currency)
    flows = reader.read(first, last, by_day=False)
    begun = (flows.begins or first).replace(day=1)
    lived = [each.starts_on for each in spans.between(spans.MONTH, begun, last)]
    whole = sum((each.amount for each in flows.cells), ZERO)
    tops = _by_category(_under_top(tree, flows.cells), lived, whole, currency)
    fixed = [key for top in tree.tops() if top.slug in FIXED_COSTS for key in tree.branch(top.id)]
    everyday = _everyday(reader, fixed, begun, last)
    is_told = bool(flows.cells) or not flows.apart
    usual = sum(everyday.values(), ZERO) / max(len(lived), 1)
    recent = max(begun, spans.before(spans.MONTH, today.replace(day=1), MONTHS_OF_SIZES))
    return Patterns(
        currency=currency,
        months=lived,
        spent=whole if is_told else None,
        categories=tops,
        leaves=_by_category(flows.cells, lived, whole, currency),
        spikes=_spikes(lens, tree, tops, lived, whole, currency),
        weekdays=_weekdays(everyday, begun, last, currency) if is_told else [],
        payday=_payday(person, everyday, begun, last) if lens.scope == ME else [],
        sizes=sizes(lens, first=recent, last=last, usual=usual, currency=currency, without=fixed),
        used=flows.used,
        apart=flows.apart,
    )


def _under_top(tree: CategoryTree, cells: Iterable[Flow]) -> list[Flow]:
    found = []
    for each in cells:
        top = tree.top_of(each.category)
        found.append(each if top is None else each._replace(category=top.id))
    return found


def _by_category(cells: Iterable[Flow], months: Sequence[date], whole: Decimal, currency: str) -> list[CategoryPattern]:
    """Most first; months without a payment count as nothing spent."""
    amounts: dict[UUID | None, dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    lines: dict[UUID | None, int] = defaultdict(int)
    for each in cells:
        amounts[each.category][each.on] += each.amount
        lines[each.category] += each.lines
    found = [_pattern(key, [of[month] for month in months], lines[key], whole, currency) for key, of in amounts.items()]
    return sorted(found, key=lambda each: (-each.average, str(each.category_id)))


def _pattern(
    category_id: UUID | None, amounts: list[Decimal], lines: int, whole: Decimal, currency: str
) -> CategoryPattern:
    count, total = len(amounts), sum(amounts, ZERO)
    middle, step = median(amounts), robust.slope(amounts)
    moves = abs(step) * (count - 1) >= abs(middle) * TREND_CHANGES and step != 0
    is_trend = count >= LEAST_MONTHS and moves and robust.goes_one_way(amounts)
    return CategoryPattern(
        category_id=category_id,
        amounts=amounts,
        average=round_to_currency(total / count, currency),
        median=round_to_currency(middle, currency),
        share=(total / whole).quantize(Decimal("0.0001")) if whole > 0 else None,
        slope=round_to_currency(step, currency),
        direction=("rising" if step > 0 else "falling") if is_trend else "steady",
        payments=(Decimal(lines) / count).quantize(Decimal("0.1")),
        payment=round_to_currency(total / lines, currency) if lines else None,
    )


def _spikes(
    lens: Lens,
    tree: CategoryTree,
    found: Sequence[CategoryPattern],
    months: Sequence[date],
    whole: Decimal,
    currency: str,
) -> list[Spike]:
    """The largest excess first."""
    if len(months) < LEAST_MONTHS:
        return []
    least = whole / len(months) * WORTH_TELLING
    spikes = []
    for each in found:
        for month, amount in zip(months, each.amounts, strict=True):
            above = amount - each.median
            scored = robust.score(amount, each.amounts)
            if not each.is_private and scored >= SPIKE_SCORE and above >= max(each.median * SPIKE_ABOVE, least):
                spikes.append(Spike(each.category_id, month, amount, each.median, scored))
    spikes.sort(key=lambda each: (each.usual - each.amount, each.month))
    return [
        replace(each, payees=largest_payees(lens, tree, each.category_id, each.month, currency))
        for each in spikes[:MOST_SPIKES]
    ]


def _everyday(reader: Reader, fixed: Sequence[UUID], first: date, last: date) -> dict[date, Decimal]:
    """What was spent on each day, without rent and bills."""
    cells = replace(reader, by_category=False).read(first, last, by_day=True, without=fixed).cells
    return {each.on: each.amount for each in cells}


def _weekdays(spent: Mapping[date, Decimal], first: date, last: date, currency: str) -> list[WeekdayPattern]:
    """Monday first."""
    sums, counts = [ZERO] * 7, [0] * 7
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        sums[day.weekday()] += spent.get(day, ZERO)
        counts[day.weekday()] += 1
    every = sum(sums, ZERO) / max(sum(counts), 1)
    found = []
    for weekday in range(7):
        average = sums[weekday] / max(counts[weekday], 1)
        times = (average / every).quantize(_RATIO) if every > 0 else None
        found.append(WeekdayPattern(weekday, round_to_currency(average, currency), times))
    return found


def _payday(person: User, spent: Mapping[date, Decimal], first: date, last: date) -> list[PaydayPattern]:
    """Empty where nobody said when the pay comes, or nothing was spent."""
    whole = sum(spent.values(), ZERO)
    pay = next_payday(person.payday, first - timedelta(days=max(PAYDAY_DAYS)))
    if pay is None or whole <= 0:
        return []
    days: dict[int, set[date]] = {each: set() for each in PAYDAY_DAYS}
    while pay is not None and pay <= last:
        for length, of in days.items():
            of.update(pay + timedelta(days=place) for place in range(length))
        pay = next_payday(person.payday, pay)
    count = (last - first).days + 1
    found = []
    for length, of in days.items():
        inside = [day for day in of if first <= day <= last]
        share = sum((spent.get(day, ZERO) for day in inside), ZERO) / whole
        if inside:
            found.append(PaydayPattern(length, share.quantize(_RATIO), (Decimal(len(inside)) / count).quantize(_RATIO)))
    return found

"""What was spent or earned in each day, week, month or year, by category, beside what came before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from operator import attrgetter
from typing import Final
from uuid import UUID

from accounts.models import User
from config.kernel.kept import Kept
from config.kernel.money import ZERO, round_to_currency
from insights.figures import spans
from insights.figures.basis import basis
from insights.figures.flows import EXPENSE, Flow, Flows, Reader
from insights.figures.spans import RHYTHMS, Period
from ledger.core.access import Lens
from ledger.core.category_tree import CategoryTree
from ledger.core.coarsening import PRIVATE
from ledger.core.exchange import Rate


@dataclass(frozen=True, slots=True)
class Figure:
    """`lines` counts the parts of a payment that is split over several categories each by itself."""

    amount: Decimal = ZERO
    lines: int = 0

    def plus(self, flow: Flow) -> Figure:
        return Figure(self.amount + flow.amount, self.lines + flow.lines)

    def average(self, currency: str) -> Decimal | None:
        """Of one payment; None where there is none."""
        return round_to_currency(self.amount / self.lines, currency) if self.lines else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What it was then, and by how much it is more now. `percent` has one decimal, None where nothing was."""

    was: Decimal
    change: Decimal

    @property
    def percent(self) -> Decimal | None:
        return (self.change * 100 / self.was).quantize(Decimal("0.1")) if self.was > 0 else None


@dataclass(frozen=True, slots=True)
class CategoryFigure:
    """`category_id` is None for what has no category."""

    category_id: UUID | None
    figure: Figure

    @property
    def is_private(self) -> bool:
        return self.category_id == PRIVATE


@dataclass(frozen=True, slots=True)
class PeriodTrend:
    """One that is running is compared with as many days of the earlier one; one that is cut is not compared.

    `moving_mean` is that of the last few periods, this one included, once it is over; None where one of them lies
    before the first line.
    """

    period: Period
    is_running: bool
    figure: Figure
    before: Comparison | None
    year_ago: Comparison | None
    moving_mean: Decimal | None
    categories: list[CategoryFigure]


@dataclass(frozen=True, slots=True)
class Trends:
    """`totals` are over all periods, most first. `is_coarse`: of some accounts only sums of whole months are told."""

    currency: str
    timeframe: str
    kind: str
    periods: list[PeriodTrend]
    figure: Figure
    totals: list[CategoryFigure]
    used: tuple[Rate, ...]
    apart: tuple[str, ...]
    is_coarse: bool

    @property
    def over(self) -> list[PeriodTrend]:
        """Those that are whole and over."""
        return [each for each in self.periods if not each.is_running and not each.period.is_cut]


KEPT: Final = Kept[Trends](most=64)


@dataclass(frozen=True, slots=True)
class Asked:
    """`categories` are taken with all that is below them; none means all. `by_top` adds a category to its top one."""

    timeframe: str
    periods: Sequence[Period]
    currency: str
    kind: str = EXPENSE
    categories: Collection[UUID] = ()
    by_top: bool = False

    @property
    def key(self) -> Hashable:
        return self.timeframe, tuple(self.periods), self.kind, tuple(self.categories), self.by_top


def trends(person: User, lens: Lens, tree: CategoryTree, asked: Asked) -> Trends:
    """`asked.periods` are one at least, in order. None but the queries of `basis` where it is kept; else those of
    `Reader.read`: once for months and years, twice for days and weeks, and two more times where the last one runs.
    """
    return KEPT.get(key_of(person, lens, tree, asked), lambda: _trends(person, lens, tree, asked))


def key_of(person: User, lens: Lens, tree: CategoryTree, asked: Asked) -> Hashable | None:
    """What `trends` are kept by, for whoever makes something of them that rests on nothing else."""
    return basis(person, lens, asked.currency, asked.key, tree=tree)


def _trends(person: User, lens: Lens, tree: CategoryTree, asked: Asked) -> Trends:
    reader = Reader(person, lens, asked.currency, asked.kind)
    view = _View(tree, asked)
    first, last = asked.periods[0].starts_on, asked.periods[-1].ends_on
    flows = _read(reader, asked, by_day=view.by_day)
    aged = _year_ago(reader, asked) if view.by_day else flows
    begins = min((each.begins for each in (flows, aged) if each.begins is not None), default=None)
    now = _Series(view.wanted(flows.cells))
    then = _Series(view.wanted(aged.cells)) if aged is not flows else now
    unknown = flows.unknown | aged.unknown

    def amount_of(series: _Series, period: Period) -> Decimal | None:
        is_known = begins is not None and period.starts_on >= spans.start_of(asked.timeframe, begins)
        if not is_known or any(
            period.starts_on <= spans.month_end(each) and each <= period.ends_on for each in unknown
        ):
            return None
        return series.figure(period).amount

    compare = _Comparing(reader, view, asked, amount_of, now, then)
    rows = [compare.row(each) for each in asked.periods]
    shown = Period(first, last)
    return Trends(
        currency=asked.currency,
        timeframe=asked.timeframe,
        kind=asked.kind,
        periods=rows,
        figure=now.figure(shown),
        totals=now.by_category(shown),
        used=flows.used,
        apart=flows.apart,
        is_coarse=bool(lens.coarse),
    )


def _read(reader: Reader, asked: Asked, *, by_day: bool) -> Flows:
    """What is shown and what it is compared with. Where the first period is cut its month is read in two parts, as the
    cell of the whole month says nothing of them."""
    earliest, first, last = _earliest(asked), asked.periods[0].starts_on, asked.periods[-1].ends_on
    if by_day or first == spans.start_of(asked.timeframe, first):
        return reader.read(earliest, last, by_day=by_day, shown_from=first)
    shown = reader.read(first, last, by_day=False)
    earlier = reader.read(earliest, first - spans.ONE_DAY, by_day=False, shown_from=last)
    cells = [*shown.cells, *earlier.cells]
    return Flows(shown.currency, cells, shown.used, shown.apart, shown.unknown | earlier.unknown)


def _earliest(asked: Asked) -> date:
    """From where on to read: the periods the first one is compared with."""
    start = spans.start_of(asked.timeframe, asked.periods[0].starts_on)
    back = 12 if asked.timeframe == spans.MONTH else RHYTHMS[asked.timeframe].mean - 1
    return spans.before(asked.timeframe, start, max(back, 1))


def _year_ago(reader: Reader, asked: Asked) -> Flows:
    start = spans.start_of(asked.timeframe, asked.periods[0].starts_on)
    end = spans.start_of(asked.timeframe, asked.periods[-1].starts_on)
    last = spans.whole(asked.timeframe, spans.year_before(asked.timeframe, end)).ends_on
    # None of these months is shown: what has no rate then is not compared, and nothing is left out for it.
    beyond = spans.after(spans.MONTH, last.replace(day=1))
    reader = reader if asked.categories else reader.of_sums
    return reader.read(spans.year_before(asked.timeframe, start), last, by_day=True, shown_from=beyond)


class _View:
    """Which flows are wanted, and under which category."""

    def __init__(self, tree: CategoryTree, asked: Asked) -> None:
        self._tree, self._by_top = tree, asked.by_top
        self._wanted = {key for named in asked.categories for key in tree.branch(named)}
        self.by_day = asked.timeframe in (spans.DAY, spans.WEEK)

    def wanted(self, cells: Iterable[Flow]) -> list[Flow]:
        found = [each for each in cells if not self._wanted or each.category in self._wanted]
        if not self._by_top:
            return found
        tops = {category: self._top_of(category) for category in {each.category for each in found}}
        return [Flow(each.on, tops[each.category], each.amount, each.lines) for each in found]

    def _top_of(self, category: UUID | None) -> UUID | None:
        top = self._tree.top_of(category)
        return top.id if top is not None else category


class _Series:
    """Flows in the order of their days."""

    def __init__(self, cells: Iterable[Flow]) -> None:
        self._cells = sorted(cells, key=attrgetter("on"))
        self._days = [each.on for each in self._cells]
        # Up to each cell, as a period is asked for several times: for itself, for what follows and for the mean.
        self._amounts = list(accumulate((each.amount for each in self._cells), initial=ZERO))
        self._lines = list(accumulate((each.lines for each in self._cells), initial=0))

    def _ends(self, period: Period) -> tuple[int, int]:
        """Cells of months lie in a period by their first day, as all of it does."""
        return bisect_left(self._days, period.starts_on), bisect_right(self._days, period.ends_on)

    def figure(self, period: Period) -> Figure:
        start, end = self._ends(period)
        return Figure(self._amounts[end] - self._amounts[start], self._lines[end] - self._lines[start])

    def by_category(self, period: Period) -> list[CategoryFigure]:
        """Most first."""
        start, end = self._ends(period)
        return _by_category((each.category, each) for each in self._cells[start:end])


def by_top(tree: CategoryTree, cells: Iterable[Flow]) -> list[CategoryFigure]:
    """By the categories at the top of the tree, most first; what has none or is not told apart stays as it is."""

    def named() -> Iterator[tuple[UUID | None, Flow]]:
        for each in cells:
            top = tree.top_of(each.category)
            yield (top.id if top is not None else each.category), each

    return _by_category(named())


def _by_category(cells: Iterable[tuple[UUID | None, Flow]]) -> list[CategoryFigure]:
    """Most first."""
    amounts: dict[UUID | None, Decimal] = {}
    lines: dict[UUID | None, int] = {}
    for key, flow in cells:
        amounts[key] = amounts.get(key, ZERO) + flow.amount
        lines[key] = lines.get(key, 0) + flow.lines
    most_first = sorted(amounts, key=lambda key: (-amounts[key], str(key)))
    return [CategoryFigure(key, Figure(amounts[key], lines[key])) for key in most_first]


@dataclass(frozen=True, slots=True)
class _Comparing:
    reader: Reader
    view: _View
    asked: Asked
    amount_of: Callable[[_Series, Period], Decimal | None]
    now: _Series
    then: _Series

    def row(self, period: Period) -> PeriodTrend:
        timeframe, today = self.asked.timeframe, self.reader.person.today
        figure, running = self.now.figure(period), period.is_running(today)
        before = aged = None
        if not period.is_cut:
            earlier = spans.before(timeframe, period.starts_on)
            before = self._compared(figure, self.now, period, earlier, running=running)
            if timeframe != spans.YEAR:
                year_ago = spans.year_before(timeframe, period.starts_on)
                aged = self._compared(figure, self.then, period, year_ago, running=running)
        mean = None if period.is_cut or running else self._mean(period)
        return PeriodTrend(period, running, figure, before, aged, mean, self.now.by_category(period))

    def _compared(
        self, figure: Figure, series: _Series, period: Period, start: date, *, running: bool
    ) -> Comparison | None:
        """With the whole period that begins on `start`, or with as many days of it as are over."""
        was = self.amount_of(series, spans.whole(self.asked.timeframe, start))
        if was is not None and running:
            was = self._of_part(period, start)
        return None if was is None else Comparison(was, figure.amount - was)

    def _of_part(self, period: Period, start: date) -> Decimal | None:
        """None where of some account no days are told: the part would lack what the running one has."""
        if self.reader.lens.coarse:
            return None
        part = spans.same_part(period.starts_on, self.reader.person.today, start, self.asked.timeframe)
        reader = self.reader if self.asked.categories else self.reader.of_sums
        found = reader.read(part.starts_on, part.ends_on, by_day=self.view.by_day, shown_from=period.starts_on)
        return None if found.unknown else sum((each.amount for each in self.view.wanted(found.cells)), ZERO)

    def _mean(self, period: Period) -> Decimal | None:
        timeframe, count = self.asked.timeframe, RHYTHMS[self.asked.timeframe].mean
        starts = [spans.before(timeframe, period.starts_on, back) for back in range(count)]
        amounts = [self.amount_of(self.now, spans.whole(timeframe, each)) for each in starts]
        known = [each for each in amounts if each is not None]
        return round_to_currency(sum(known, ZERO) / count, self.asked.currency) if len(known) == count else None

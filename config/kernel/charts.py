"""Geometry of the charts: figures in, SVG path data and labels out. About a millisecond a chart.

Shapes live in a box of 1000 by 100 that the page stretches (`preserveAspectRatio="none"`), so every stroke must be
non-scaling and words stay outside. Each chart also carries its figures as rows of text: the hidden table that hover,
arrow keys and screen readers read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from config.kernel.formatting import active_locale, format_axis, format_money, format_number

WIDTH = 1000
HEIGHT = 100
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Series:
    """Values in the chart's currency; None where nothing is known, which breaks the line unless it is `bridged`.

    `dashed` is what is still to come, `ends` marks the last of what is known. With `upto` it is a band from `values`,
    none of them None, to these, and no line.
    """

    name: str
    values: Sequence[Decimal | None]
    tone: str = "accent"
    area: bool = False
    dots: bool = False
    bridged: bool = False
    dashed: bool = False
    ends: bool = False
    upto: Sequence[Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    tone: str
    line: str = ""
    area: str = ""
    dots: str = ""
    bars: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the axis below. `at` is a percentage of the width, `edge` is first, last or empty."""

    text: str
    at: str
    edge: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is read at one place: `at` is its share of the width, 0 to 1."""

    label: str
    at: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`levels` run from the top down: label and y of each grid line. `mark` is the x of a vertical line, or empty."""

    shapes: tuple[Shape, ...]
    levels: tuple[tuple[str, str], ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    zero: str
    mark: str


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a ring. `amount` must be positive; `share` is a whole percentage, all of them adding up to 100."""

    name: str
    amount: Decimal
    tone: str
    url: str = ""
    path: str = ""
    share: int = 0


@dataclass(frozen=True, slots=True)
class Donut:
    slices: tuple[Slice, ...]
    total: Decimal


def _short(number: Decimal | float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def axis_levels(low: Decimal, high: Decimal, intervals: int = 4) -> list[Decimal]:
    """Round figures from at or below `low` to at or above `high`, lowest first, about `intervals` apart."""
    if low == high:
        low, high = min(low, Decimal(0)), max(high, low + 1)
    raw = (high - low) / intervals
    magnitude = Decimal(10) ** raw.adjusted()
    step = next(size * magnitude for size in STEPS if size * magnitude >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * index for index in range(int(first), int(last) + 1)]


def _levels(series: Sequence[Series], from_zero: bool) -> list[Decimal]:
    known = [value for one in series for value in (*one.values, *(one.upto or ())) if value is not None] or [Decimal(0)]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    return axis_levels(low, high)


class _Scale:
    """Turns a value into a y of the box, 0 at the top."""

    def __init__(self, levels: Sequence[Decimal]) -> None:
        self.low = levels[0]
        self.span = levels[-1] - levels[0]

    def __call__(self, value: Decimal) -> Decimal:
        return HEIGHT - (value - self.low) / self.span * HEIGHT


def _even(count: int) -> list[float]:
    return [index / (count - 1) if count > 1 else 0.5 for index in range(count)]


def _runs(series: Series, at: Sequence[float], scale: _Scale) -> list[list[tuple[float, Decimal]]]:
    runs: list[list[tuple[float, Decimal]]] = [[]]
    for place, value in zip(at, series.values, strict=True):
        if value is None:
            if not series.bridged:
                runs.append([])
        else:
            runs[-1].append((place * WIDTH, scale(value)))
    return [run for run in runs if run]


def _band_shape(series: Series, at: Sequence[float], scale: _Scale, upto: Sequence[Decimal]) -> Shape:
    [bottom] = _runs(series, at, scale)
    [top] = _runs(replace(series, values=upto), at, scale)
    points = [f"{_short(x)} {_short(y)}" for x, y in [*bottom, *reversed(top)]]
    return Shape(series.name, series.tone, area=f"M{'L'.join(points)}Z")


def _line_shape(series: Series, at: Sequence[float], scale: _Scale) -> Shape:
    if series.upto is not None:
        return _band_shape(series, at, scale, series.upto)
    lines, areas, dots = [], [], []
    for run in _runs(series, at, scale):
        points = [f"{_short(x)} {_short(y)}" for x, y in run]
        lines.append("M" + "L".join(points) + ("h0" if len(points) == 1 else ""))
        if series.area:
            areas.append(f"M{'L'.join(points)}V{HEIGHT}H{_short(run[0][0])}Z")
        if series.dots or series.ends:
            dots += [f"M{point}h0" for point in (points if series.dots else points[-1:])]
    return Shape(series.name, series.tone, "".join(lines), "".join(areas), "".join(dots), dashed=series.dashed)


def _rows(series: Sequence[Series], labels: Sequence[str], at: Sequence[float], currency: str) -> tuple[Row, ...]:
    locale = active_locale()

    def text(value: Decimal | None) -> str:
        if value is None:
            return ""
        return format_money(value, currency, locale).text if currency else format_number(value, locale)

    def cell(one: Series, index: int) -> str:
        shown = text(one.values[index])
        return shown if one.upto is None else f"{shown} – {text(one.upto[index])}"

    return tuple(
        Row(label, f"{place:.4f}", tuple(cell(one, index) for one in series))
        for index, (label, place) in enumerate(zip(labels, at, strict=True))
    )


def _ticks(ticks: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    return tuple(
        Tick(text, _short(at * 100), "first" if at <= 0.02 else "last" if at >= 0.98 else "") for at, text in ticks
    )


def _chart(
    shapes: tuple[Shape, ...],
    levels: Sequence[Decimal],
    ticks: Sequence[tuple[float, str]],
    rows: tuple[Row, ...],
    mark: float | None = None,
) -> Chart:
    locale, scale = active_locale(), _Scale(levels)
    crosses = levels[0] < 0 < levels[-1]
    return Chart(
        shapes=shapes,
        levels=tuple((format_axis(level, locale), _short(scale(level))) for level in reversed(levels)),
        ticks=_ticks(ticks),
        rows=rows,
        zero=_short(scale(Decimal(0))) if crosses else "",
        mark=_short(mark * WIDTH) if mark is not None else "",
    )


def line_chart(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    currency: str,
    ticks: Sequence[tuple[float, str]],
    at: Sequence[float] | None = None,
    from_zero: bool = False,
    mark: float | None = None,
) -> Chart:
    """Lines over common places.

    `labels` name the places, one for each value. `at` says where they are, 0 to 1 and rising; left out they are evenly
    apart. `ticks` are (place, text) of the axis below. `mark` draws a dotted vertical line, for today.
    """
    places = _even(len(labels)) if at is None else at
    levels = _levels(series, from_zero)
    scale = _Scale(levels)
    shapes = tuple(_line_shape(one, places, scale) for one in series)
    return _chart(shapes, levels, ticks, _rows(series, labels, places, currency), mark)


def bar_chart(series: Sequence[Series], labels: Sequence[str], *, currency: str, every: int = 1) -> Chart:
    """Groups of bars from zero, side by side in each group. `every` n-th group has its label below.

    Without a `currency` ('') the values are counts.
    """
    levels = _levels(series, from_zero=True)
    scale = _Scale(levels)
    ground = scale(Decimal(0))
    slot = WIDTH / max(len(labels), 1)
    width = slot * 0.64 / max(len(series), 1)
    shapes = []
    for place, one in enumerate(series):
        bars = []
        for index, value in enumerate(one.values):
            if value:
                left = slot * (index + 0.18) + width * place
                top, right = _short(scale(value)), _short(left + width * 0.92)
                bars.append(f"M{_short(left)} {_short(ground)}V{top}H{right}V{_short(ground)}Z")
        shapes.append(Shape(one.name, one.tone, bars="".join(bars)))
    at = [(index + 0.5) / len(labels) for index in range(len(labels))]
    ticks = [(place, label) for index, (place, label) in enumerate(zip(at, labels, strict=True)) if index % every == 0]
    return _chart(tuple(shapes), levels, ticks, _rows(series, labels, at, currency))


def whole_shares(amounts: Sequence[Decimal]) -> list[int]:
    """Percentages that add up to 100, by largest remainder; the earlier of two equal remainders gets the point."""
    total = sum(amounts)
    if not total:
        return [0 for _ in amounts]
    exact = [amount * 100 / total for amount in amounts]
    shares = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: shares[index] - exact[index])
    for index in by_remainder[: 100 - sum(shares)]:
        shares[index] += 1
    return shares


def _ring(start: float, end: float, outer: float = 49, inner: float = 31) -> str:
    # A full turn begins where it ends and would draw nothing.
    end = min(end, start + 0.9999)
    large = int(end - start > 0.5)

    def point(share: float, radius: float) -> str:
        turn = share * math.tau - math.pi / 2
        return f"{_short(50 + radius * math.cos(turn))} {_short(50 + radius * math.sin(turn))}"

    return (
        f"M{point(start, outer)}A{outer} {outer} 0 {large} 1 {point(end, outer)}"
        f"L{point(end, inner)}A{inner} {inner} 0 {large} 0 {point(start, inner)}Z"
    )


def donut(parts: Sequence[Slice]) -> Donut:
    """A ring of the parts in the given order, from the top clockwise."""
    total = sum((part.amount for part in parts), Decimal(0))
    shares = whole_shares([part.amount for part in parts])
    drawn, done = [], Decimal(0)
    for part, share in zip(parts, shares, strict=True):
        path = _ring(float(done / total), float((done + part.amount) / total))
        drawn.append(Slice(part.name, part.amount, part.tone, part.url, path, share))
        done += part.amount
    return Donut(tuple(drawn), total)

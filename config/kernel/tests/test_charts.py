from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.charts import Series, Slice, axis_levels, bar_chart, donut, line_chart, whole_shares

AMOUNTS = st.decimals(min_value="-9999999", max_value="9999999", places=2)


@given(AMOUNTS, AMOUNTS)
def test_the_axis_holds_every_value_in_few_round_steps(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    levels = axis_levels(low, high)
    assert levels[0] <= low <= high <= levels[-1]
    assert 2 <= len(levels) <= 7
    assert len({upper - lower for lower, upper in pairwise(levels)}) == 1


def test_a_line_runs_from_edge_to_edge_and_bottom_to_top() -> None:
    chart = line_chart(
        [Series("Net", [Decimal(0), Decimal(50), Decimal(100)])],
        ["a", "b", "c"],
        currency="EUR",
        ticks=[(0, "a"), (1, "c")],
    )
    assert chart.shapes[0].line == "M0 100L500 50L1000 0"
    assert [tick.edge for tick in chart.ticks] == ["first", "last"]


def test_an_unknown_value_breaks_the_line_and_is_empty_in_the_table() -> None:
    series = Series("Net", [Decimal(0), None, Decimal(100)], dots=True)
    chart = line_chart([series], ["a", "b", "c"], currency="EUR", ticks=[])
    assert chart.shapes[0].line.count("M") == 2
    assert [row.values for row in chart.rows] == [("€0.00",), ("",), ("€100.00",)]


def test_the_zero_line_shows_only_where_values_lie_on_both_sides() -> None:
    both = line_chart([Series("Net", [Decimal(-50), Decimal(50)])], ["a", "b"], currency="EUR", ticks=[])
    above = line_chart(
        [Series("Net", [Decimal(10), Decimal(50)])], ["a", "b"], currency="EUR", ticks=[], from_zero=True
    )
    assert both.zero == "50"
    assert above.zero == ""


def test_places_of_their_own_are_kept_for_hovering() -> None:
    chart = line_chart(
        [Series("Out", [Decimal(1), Decimal(2)])], ["1", "20"], currency="EUR", ticks=[], at=[0, 0.65], mark=0.65
    )
    assert [row.at for row in chart.rows] == ["0.0000", "0.6500"]
    assert chart.mark == "650"


@pytest.mark.parametrize("values", [[], [Decimal(5)], [Decimal(0), Decimal(0)], [None, None]])
def test_too_little_to_draw_is_still_a_chart(values: list[Decimal | None]) -> None:
    labels = [str(index) for index in range(len(values))]
    chart = line_chart([Series("Net", values, area=True)], labels, currency="EUR", ticks=[])
    assert len(chart.levels) >= 2


def test_bars_hang_below_zero_for_what_is_negative() -> None:
    chart = bar_chart([Series("In", [Decimal(100), Decimal(-100)])], ["Oct", "Nov"], currency="EUR")
    up, down = re.findall(r"M[\d.]+ 50V(\d+)", chart.shapes[0].bars)
    assert (up, down) == ("0", "100")


@given(st.lists(st.decimals(min_value="0.01", max_value="99999", places=2), min_size=1, max_size=12))
def test_whole_shares_add_up_to_a_hundred(amounts: list[Decimal]) -> None:
    shares = whole_shares(amounts)
    assert sum(shares) == 100
    assert all(abs(share - amount * 100 / sum(amounts)) < 1 for share, amount in zip(shares, amounts, strict=True))


def test_a_ring_of_one_part_is_drawn_whole() -> None:
    ring = donut([Slice("Rent", Decimal(10), "blue")])
    start = re.match(r"M([\d. ]+)A", ring.slices[0].path)
    end = re.search(r" 1 1 ([\d. ]+)L", ring.slices[0].path)
    assert start
    assert end
    assert start[1] != end[1]
    assert ring.total == Decimal(10)


def test_a_ring_of_nothing_has_no_parts() -> None:
    assert donut([]).slices == ()

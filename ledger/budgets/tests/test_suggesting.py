"""Suggestions take nothing from what is over or would be, whatever the month looks like."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from config.kernel.money import ZERO
from ledger.budgets.figures import MonthView, Row
from ledger.budgets.models import Budget
from ledger.budgets.months import Elapsed
from ledger.budgets.purses import Purse
from ledger.budgets.standing import State, standing_of
from ledger.budgets.suggesting import AT_MOST, suggestions
from ledger.core.category_tree import CategoryNode

cents = st.integers(0, 100_000).map(lambda number: Decimal(number) / 100)


def node(number: int, bucket: str, necessity: int) -> CategoryNode:
    return CategoryNode(
        id=UUID(int=number), parent_id=None, slug="", name=f"Place {number}", description="", icon="tag", color="",
        kind="expense", bucket=bucket, necessity_score=necessity, default_allocation_percent=ZERO, sort_order=number,
        is_system=True,
    )  # fmt: skip


@st.composite
def months(draw: st.DrawFn) -> MonthView:
    days = Elapsed(draw(st.integers(0, 31)), 30)
    rows = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        spent = draw(cents)
        rows.append(
            Row(
                category=node(number, draw(st.sampled_from(["needs", "wants", "savings"])), draw(st.integers(1, 10))),
                goal=None,
                days=days,
                allocated=draw(cents),
                carried=draw(cents) - draw(cents),
                spent=spent,
                fixed=min(draw(cents), spent),
                still_due=draw(cents),
                payments=draw(st.integers(0, 6)),
                currency="EUR",
            )
        )
    budget = Budget(month=date(2026, 11, 1), currency="EUR", total_income=Decimal(1000))
    none = Row(None, None, days, currency="EUR")
    return MonthView(budget, cast(Purse, None), Decimal(1000), rows, none, {}, days)


@given(months())
def test_who_gives_still_has_what_it_heads_for(view: MonthView) -> None:
    taken: dict[UUID | None, Decimal] = defaultdict(Decimal)
    found = suggestions(view)
    for each in found:
        assert each.amount > 0
        assert not each.source.is_over
        assert each.target.overrun > 0
        taken[each.source.key] += each.amount
    for row in view.rows:
        if taken[row.key]:
            assert not row.overrun
            assert row.available - taken[row.key] >= max(row.projected, row.spent + row.still_due)
            assert taken[row.key] <= row.allocated
    assert len(found) <= AT_MOST


@given(months())
def test_a_row_is_exceeded_exactly_when_more_is_spent_than_there_is(view: MonthView) -> None:
    for row in view.rows:
        assert (standing_of(row).state == State.EXCEEDED) == (row.remaining < 0) == row.is_over
        assert row.projected >= row.spent + row.still_due

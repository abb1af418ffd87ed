from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.holdings.models import Position
from ledger.holdings.returns import (
    RISK_OF_KIND,
    Flow,
    concentration,
    diversification_score,
    return_a_year,
    risk_score,
    shares_of,
    weighted_apy,
)

D = Decimal
START, YEAR = date(2025, 1, 1), date(2026, 1, 1)
VALUES = st.lists(st.integers(min_value=0, max_value=10**14).map(lambda units: Decimal(units) / 100), max_size=30)
KINDS = st.sampled_from(Position.Kind.values)


class TestReturnAYear:
    def test_by_hand(self) -> None:
        """At ten per cent: 100 x 1.1 + 10 x 1.1 ** (184 / 365) = 120.4923."""
        flows = [Flow(START, D(-100)), Flow(date(2025, 7, 1), D(-10))]
        assert return_a_year(flows, D("120.4923"), YEAR) == D("10.00")

    def test_a_year_is_365_days(self) -> None:
        assert return_a_year([Flow(START, D(-100))], D(110), YEAR) == D("10.00")
        assert return_a_year([Flow(START, D(-100))], D(121), date(2027, 1, 1)) == D("10.00")

    def test_what_came_back_counts_on_its_day(self) -> None:
        flows = [Flow(START, D(-100)), Flow(YEAR, D(110))]
        assert return_a_year(flows, D(0), date(2026, 12, 31)) == D("10.00")

    @pytest.mark.parametrize(("flows", "value", "on"), [
        ([], D(0), YEAR),
        ([Flow(START, D(-100))], D(0), YEAR),
        ([Flow(START, D(100))], D(5), YEAR),
        ([Flow(START, D(-100))], D(101), date(2025, 1, 30)),
        ([Flow(START, D("-0.01"))], D(10**9), YEAR),
    ])  # fmt: skip
    def test_what_has_no_answer_has_none(self, flows: list[Flow], value: Decimal, on: date) -> None:
        assert return_a_year(flows, value, on) is None

    @given(st.integers(1, 10**9), st.integers(-90, 300))
    def test_one_payment_grows_by_its_rate(self, cents: int, percent: int) -> None:
        value = D(cents * 1000) * (100 + percent) / 100
        found = return_a_year([Flow(START, D(-cents * 1000))], value, YEAR)
        assert found is not None
        assert abs(found - percent) <= D("0.01")


class TestSpread:
    @given(VALUES)
    def test_concentration_lies_between_an_nth_and_one(self, values: list[Decimal]) -> None:
        present = [each for each in values if each > 0]
        found = concentration(values)
        if not present:
            assert found is None
        else:
            assert found is not None
            assert D(1) / len(present) - D("0.000001") <= found <= 1

    @given(VALUES)
    def test_the_score_is_a_percent(self, values: list[Decimal]) -> None:
        found = diversification_score(values)
        assert found in (None, *range(101))

    def test_by_hand(self) -> None:
        assert concentration([D(50), D(30), D(20)]) == D("0.38")
        assert diversification_score([D(50), D(30), D(20)]) == 93, "62 of 66 and two thirds"
        assert diversification_score([D(7)] * 4) == 100
        assert (diversification_score([D(7)]), diversification_score([D(0)])) == (0, None)

    @given(st.lists(st.tuples(KINDS, st.integers(1, 10**12).map(Decimal)), min_size=1, max_size=30))
    def test_shares_add_up_to_the_whole(self, values: list[tuple[str, Decimal]]) -> None:
        assert abs(sum(shares_of(values).values(), D(0)) - 1) <= D("0.00002")
        assert shares_of([("a", D(0))]) == {}


class TestRiskAndYield:
    def test_every_kind_has_a_class(self) -> None:
        assert set(RISK_OF_KIND) == set(Position.Kind.values)
        assert set(RISK_OF_KIND.values()) <= set(range(1, 6))

    def test_by_hand(self) -> None:
        assert risk_score([(D(100), "deposit"), (D(100), "crypto")]) == 50
        assert (risk_score([(D(1), "crypto")]), risk_score([(D(1), "deposit")]), risk_score([])) == (100, 0, None)
        assert weighted_apy([(D(300), D(4)), (D(100), D(8)), (D(1000), None)]) == D("5.00")
        assert weighted_apy([(D(1), None), (D(0), D(5))]) is None

    @given(st.lists(st.tuples(st.integers(0, 10**12).map(Decimal), KINDS), max_size=20))
    def test_the_score_is_within_bounds(self, holdings: list[tuple[Decimal, str]]) -> None:
        found = risk_score(holdings)
        assert found in (None, *range(101))

    @given(
        st.lists(
            st.tuples(st.integers(1, 10**9).map(Decimal), st.integers(-100, 1000).map(Decimal)), min_size=1, max_size=20
        )
    )
    def test_a_mean_lies_between_its_parts(self, known: list[tuple[Decimal, Decimal]]) -> None:
        found = weighted_apy(known)
        assert found is not None
        assert min(apy for _value, apy in known) <= found <= max(apy for _value, apy in known)

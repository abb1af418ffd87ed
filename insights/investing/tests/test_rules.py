"""The rules: what each measures, and that what it moves adds up to nothing and keeps it."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.investing.plans import _USUAL
from insights.investing.rules import (
    ForeignCurrency,
    IdleCash,
    SinglePosition,
    SingleProtocol,
    TargetShares,
    YearlyFees,
    priority,
)
from insights.investing.snapshot import Held, Snapshot

TARGETS = {"fund": Decimal(60), "bond": Decimal(40)}


def held(number: int, value: str, *, kind: str = "fund", protocol: str = "", currency: str = "EUR") -> Held:
    return Held(UUID(int=number), f"P{number}", kind, protocol, currency, Decimal(value))


def snapshot(*rows: Held, cash: str = "0", spending: str | None = "1000", fees: str = "0") -> Snapshot:
    return Snapshot("EUR", rows, Decimal(cash), None if spending is None else Decimal(spending), Decimal(fees))


def test_a_position_above_its_limit_gives_what_is_above_to_those_with_room() -> None:
    found = SinglePosition(snapshot(held(1, "600"), held(2, "300"), held(3, "100")), Decimal(40)).result()
    assert (found.is_kept, found.measured, found.after) == (False, Decimal("60.0"), Decimal("40.0"))
    assert [(each.name, each.amount) for each in found.moves] == [
        ("P1", Decimal(-200)),
        ("P2", Decimal(50)),
        ("P3", Decimal(150)),
    ]


def test_what_finds_no_room_goes_into_something_new() -> None:
    found = SinglePosition(snapshot(held(1, "800"), held(2, "200")), Decimal(40)).result()
    assert [each.amount for each in found.moves] == [Decimal(-400), Decimal(200), Decimal(200)]
    assert found.moves[-1].key is None
    assert found.after == Decimal("40.0")


def test_a_protocol_above_its_limit_goes_to_what_is_in_none() -> None:
    rows = held(1, "300", protocol="aave"), held(2, "100", protocol="aave"), held(3, "600")
    found = SingleProtocol(snapshot(*rows), Decimal(20)).result()
    assert [(each.name, each.amount) for each in found.moves] == [
        ("P1", Decimal(-150)),
        ("P2", Decimal(-50)),
        ("P3", Decimal(200)),
    ]
    assert found.after == Decimal("20.0")
    assert SingleProtocol(snapshot(held(1, "5")), Decimal(20)).result().is_kept


def test_another_currency_above_its_limit_goes_to_ones_own() -> None:
    found = ForeignCurrency(snapshot(held(1, "700", currency="USD"), held(2, "300")), Decimal(50)).result()
    assert [each.amount for each in found.moves] == [Decimal(-200), Decimal(200)]
    assert (found.measured, found.after) == (Decimal("70.0"), Decimal("50.0"))


def test_kinds_within_five_points_are_left_alone_and_others_go_to_their_targets() -> None:
    near = snapshot(held(1, "650"), held(2, "350", kind="bond"))
    assert TargetShares(near, TARGETS).result().is_kept
    far = snapshot(held(1, "900"), held(2, "100", kind="crypto"))
    found = TargetShares(far, TARGETS).result()
    assert {each.kind: each.amount for each in found.moves} == {
        "fund": Decimal(-300),
        "bond": Decimal(400),
        "crypto": Decimal(-100),
    }
    assert found.after == 0


def test_idle_cash_beyond_its_months_is_put_where_something_is_missing() -> None:
    found = IdleCash(snapshot(held(1, "6000"), cash="5000"), Decimal(3), TARGETS).result()
    assert (found.measured, found.after) == (Decimal("5.0"), Decimal("3.0"))
    assert [(each.is_cash, each.kind, each.amount) for each in found.moves] == [
        (True, "", Decimal(-2000)),
        (False, "bond", Decimal(2000)),
    ]
    without = IdleCash(snapshot(held(1, "1"), cash="5000", spending=None), Decimal(3), TARGETS).result()
    assert (without.is_kept, without.measured) == (True, None)


@pytest.mark.parametrize(
    ("fees", "is_kept", "level"), [("4", True, "low"), ("6", False, "medium"), ("9", False, "high")]
)
def test_fees_are_measured_and_nothing_is_moved(fees: str, is_kept: bool, level: str) -> None:
    rule = YearlyFees(snapshot(held(1, "1000"), fees=fees), Decimal("0.5"))
    found = rule.result()
    assert (found.is_kept, found.moves, priority(rule, found)) == (is_kept, (), level)


def test_usual_targets_are_whole() -> None:
    assert {sum(each.targets.values()) for each in _USUAL.values()} == {Decimal(100)}


KINDS = st.sampled_from(["fund", "bond", "crypto"])
ROWS = st.lists(
    st.tuples(
        st.integers(1, 10**10), KINDS, st.sampled_from(["", "aave", "lido"]), st.sampled_from(["EUR", "USD", "CHF"])
    ),
    min_size=1,
    max_size=8,
)


@given(rows=ROWS, limit=st.integers(1, 99), cash=st.integers(0, 10**9))
def test_what_moves_adds_up_to_nothing_and_no_rule_is_worse_kept(
    rows: list[tuple[int, str, str, str]], limit: int, cash: int
) -> None:
    every = [
        Held(UUID(int=place), f"P{place}", kind, protocol, currency, Decimal(cents) / 100)
        for place, (cents, kind, protocol, currency) in enumerate(rows, 1)
    ]
    now = Snapshot("EUR", tuple(every), Decimal(cash) / 100, Decimal(1000), Decimal(0))
    of = Decimal(limit)
    for rule in (
        SinglePosition(now, of),
        SingleProtocol(now, of),
        ForeignCurrency(now, of),
        TargetShares(now, TARGETS),
        IdleCash(now, Decimal(3), TARGETS),
    ):
        found = rule.result()
        assert sum(each.amount for each in found.moves) == 0
        taken: dict[UUID | None, Decimal] = {each.key: each.amount for each in found.moves if each.amount < 0}
        assert all(-taken.get(each.key, Decimal(0)) <= each.value for each in every)
        assert found.is_kept or (found.measured is not None and found.measured >= 0)

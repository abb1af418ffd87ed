"""Allocations add up to the income, whatever the income and whatever there is to give it to."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.money import smallest_unit_of
from ledger.budgets.generating import GUIDE, NEEDS, SAVINGS, WANTS, GoalWish, Share, Wish, generate

REST = UUID(int=999)
CURRENCIES = ["EUR", "JPY", "KWD"]
amounts = st.decimals(min_value=0, max_value=10**9, places=4)
wishes = st.builds(
    Wish,
    key=st.integers(1, 2**120).map(lambda number: UUID(int=number)),
    bucket=st.sampled_from([NEEDS, WANTS, SAVINGS]),
    necessity=st.integers(1, 10),
    priority=st.integers(1, 10),
    due=amounts,
    usual=amounts,
    limit=st.none() | amounts,
    percent=st.decimals(min_value=0, max_value=100, places=2),
)
goals = st.builds(
    GoalWish,
    key=st.integers(2**121, 2**122).map(lambda number: UUID(int=number)),
    monthly=amounts,
    priority=st.integers(1, 10),
)


@given(
    units=st.integers(0, 100) | st.integers(0, 10**14),
    currency=st.sampled_from(CURRENCIES),
    chosen=st.lists(wishes, max_size=20, unique_by=lambda wish: wish.key),
    goals=st.lists(goals, max_size=5, unique_by=lambda goal: goal.key),
    risk=st.sampled_from(sorted(GUIDE)),
    rest_is_one=st.booleans(),
)
def test_the_sum_is_the_income_to_the_cent(
    units: int, currency: str, chosen: list[Wish], goals: list[GoalWish], risk: str, rest_is_one: bool
) -> None:
    income = units * smallest_unit_of(currency)
    rest = chosen[0].key if chosen and rest_is_one else REST
    shares = generate(income=income, currency=currency, wishes=chosen, goals=goals, risk=risk, rest=rest)
    assert sum(each.amount for each in shares) == income
    assert all(each.amount >= 0 for each in shares)
    assert all(each.amount % smallest_unit_of(currency) == 0 for each in shares)
    assert len({each.key for each in shares}) == len(shares)
    again = generate(income=income, currency=currency, wishes=chosen[::-1], goals=goals[::-1], risk=risk, rest=rest)
    assert sorted(again) == sorted(shares)


def key(number: int) -> UUID:
    return UUID(int=number)


def given_to(shares: list[Share]) -> dict[int, Decimal]:
    return {each.key.int: each.amount for each in shares if each.amount}


RENT = Wish(key(1), NEEDS, necessity=10, due=Decimal(900), usual=Decimal(900))
FOOD = Wish(key(2), NEEDS, necessity=9, usual=Decimal(400))
PARKING = Wish(key(3), NEEDS, necessity=6, usual=Decimal(100))
DINING = Wish(key(4), WANTS, priority=6, usual=Decimal(200))
GAMES = Wish(key(5), WANTS, priority=2, usual=Decimal(200))
TRIP = GoalWish(key(6), Decimal(300))
ALL = [RENT, FOOD, PARKING, DINING, GAMES]


def plan(income: int, *chosen: Wish, goals: tuple[GoalWish, ...] = (), risk: str = "moderate") -> dict[int, Decimal]:
    return given_to(generate(income=Decimal(income), currency="EUR", wishes=chosen, goals=goals, risk=risk, rest=REST))


def test_plenty_gives_what_is_usual_and_puts_the_rest_by() -> None:
    assert plan(3000, *ALL, goals=(TRIP,)) == {1: 900, 2: 400, 3: 100, 4: 200, 5: 200, 6: 300, 999: 900}


def test_wants_give_first_by_priority() -> None:
    """Of the 300 after needs and the goal, wants (400 x 30) and the rest of a fifth saved (100 x 20) get 6 to 1; of it
    Dining has three times what Games has.
    """
    assert plan(2000, *ALL, goals=(TRIP,)) == {
        1: 900, 2: 400, 3: 100, 4: Decimal("192.86"), 5: Decimal("64.28"), 6: 300, 999: Decimal("42.86"),
    }  # fmt: skip


def test_then_savings_then_needs_by_low_necessity_and_what_is_due_last() -> None:
    assert plan(1600, *ALL, goals=(TRIP,)) == {1: 900, 2: 400, 3: 100, 6: 200}
    assert plan(1350, *ALL, goals=(TRIP,)) == {1: 900, 2: 400, 3: 50}
    assert plan(1000, *ALL, goals=(TRIP,)) == {1: 900, 2: 100}
    assert plan(700, *ALL, goals=(TRIP,)) == {1: 700}


def test_who_is_careful_saves_more() -> None:
    saved = {risk: plan(2000, *ALL, risk=risk)[999] for risk in GUIDE}
    assert saved == {"conservative": Decimal("333.33"), "moderate": 240, "aggressive": 200}


def test_what_puts_nothing_by_gives_wants_what_is_usual() -> None:
    shares = generate(
        income=Decimal(1800), currency="EUR", wishes=ALL, goals=[], risk="moderate", rest=REST, puts_by=False
    )
    assert given_to(shares) == {1: 900, 2: 400, 3: 100, 4: 200, 5: 200}


def test_goals_come_by_their_priority() -> None:
    first, second = GoalWish(key(7), Decimal(300), priority=1), GoalWish(key(8), Decimal(300), priority=9)
    assert plan(1300, RENT, goals=(second, first)) == {1: 900, 7: 300, 8: 100}


def test_a_limit_holds_but_for_what_is_due() -> None:
    limited = Wish(key(4), WANTS, usual=Decimal(200), limit=Decimal("120.509"))
    due = Wish(key(5), WANTS, usual=Decimal(50), due=Decimal(80), limit=Decimal(30))
    shares = generate(income=Decimal(1000), currency="EUR", wishes=[limited, due], goals=[], risk="moderate", rest=REST)
    assert {(each.key.int, each.amount, each.basis) for each in shares} == {
        (4, Decimal("120.50"), "limit"),
        (5, Decimal(80), "recurring"),
        (999, Decimal("799.50"), "guide"),
    }


def test_where_nothing_is_known_the_guide_speaks() -> None:
    known = [
        Wish(key(1), NEEDS, percent=Decimal(15)), Wish(key(2), NEEDS, percent=Decimal(5)),
        Wish(key(3), WANTS, percent=Decimal(9)), Wish(REST, SAVINGS, percent=Decimal(9)),
    ]  # fmt: skip
    assert plan(1000, *known) == {1: 375, 2: 125, 3: 300, 999: 200}
    assert plan(1000, *known, risk="conservative") == {1: 375, 2: 125, 3: 250, 999: 250}


@pytest.mark.parametrize(("income", "expected"), [(0, {}), (1, {1: Decimal(1)})])
def test_next_to_nothing(income: int, expected: dict[int, Decimal]) -> None:
    assert plan(income, *ALL) == expected


def test_yen_are_whole() -> None:
    shares = generate(
        income=Decimal(100),
        currency="JPY",
        wishes=[Wish(key(number), WANTS, usual=Decimal(100)) for number in (1, 2, 3)],
        goals=[],
        risk="moderate",
        rest=REST,
    )
    assert given_to(shares) == {1: 32, 2: 32, 3: 32, 999: 4}

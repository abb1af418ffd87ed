"""The arithmetic alone: what is for and against, on which day it passes, and what else helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from insights.advice.facts import BudgetRow, Facts, GoalFact, OwnedThing, Wish
from insights.advice.kinds import same_kind, telling_need
from insights.advice.weighing import BUY, DONT_BUY, WAIT, decide
from insights.forecasting.curves import Day

TODAY = date(2026, 11, 20)
PAYDAY = date(2026, 11, 25)
KEY = UUID(int=1)


def _course(before: int, after: int, days: int = 200) -> tuple[Day, ...]:
    """`before` until the pay comes, `after` from then on, 50 either way."""
    made = []
    for number in range(days + 1):
        on = TODAY + timedelta(days=number)
        held = Decimal(before if on < PAYDAY else after)
        made.append(Day(on, held, held - 50, held + 50))
    return tuple(made)


def _facts(cost: str, **more: Any) -> Facts:
    plain = Facts(
        TODAY, "EUR", Decimal(cost), course=_course(300, 2000), balance=Decimal(300), has_history=True,
        paydays=(PAYDAY,), has_plan=True, left=Decimal(5000), row=_row("1000"),
    )  # fmt: skip
    return replace(plain, **more)


def _row(left: str, renewed: str = "1000") -> BudgetRow:
    return BudgetRow(
        KEY, "Shopping", date(2026, 11, 1), Decimal(1000), 1000 - Decimal(left), Decimal(left), Decimal(0),
        Decimal(renewed),
    )  # fmt: skip


def _wish(cost: str) -> Wish:
    return Wish("Lamp", Decimal(cost), "EUR", TODAY)


def test_what_fits_everywhere_is_bought() -> None:
    assert decide(_facts("100"), _wish("100")).decision == BUY


def test_what_takes_the_accounts_below_zero_waits_for_the_pay() -> None:
    found = decide(_facts("400"), _wish("400"))
    assert (found.decision, found.wait_until) == (WAIT, PAYDAY)


def test_what_no_pay_covers_is_left() -> None:
    found = decide(_facts("9000"), _wish("9000"))
    assert (found.decision, found.wait_until) == (DONT_BUY, None)


@pytest.mark.parametrize(("cost", "state"), [("150.00", "fits"), ("150.01", "over")])
def test_the_last_cent_of_a_budget_decides(cost: str, state: str) -> None:
    facts = _facts(cost, row=_row("150"), course=_course(5000, 5000))
    [budget] = [each for each in decide(facts, _wish(cost)).considerations if each.name == "budget"]
    assert budget.figures["state"] == state


def test_a_used_up_budget_waits_for_the_new_month() -> None:
    facts = _facts("100", row=_row("0"), left=Decimal(50), course=_course(5000, 5000), paydays=())
    assert decide(facts, _wish("100")).wait_until == date(2026, 12, 1)


def test_what_is_under_warranty_is_claimed_instead() -> None:
    thing = OwnedThing(KEY, "Old lamp", date(2026, 1, 5), True, date(2027, 1, 4))
    found = decide(_facts("100", owned=thing, course=_course(5000, 5000)), _wish("100"))
    assert (found.decision, found.wait_until, found.options[0].name) == (WAIT, date(2027, 1, 5), "claim")


def test_from_savings_it_moves_a_goal_back_by_whole_months() -> None:
    goal = GoalFact(KEY, "Japan", False, Decimal(1000), Decimal(600), Decimal(100), None, date(2027, 2, 28), None)
    facts = _facts("150", goals=(goal,), savings=Decimal(600))
    found = decide(facts, replace(_wish("150"), how="savings"))
    [moved] = [each for each in found.considerations if each.name == "goal"]
    assert moved.figures["after"] == date(2027, 4, 30)


def test_instalments_add_up_to_the_price() -> None:
    found = decide(_facts("100"), replace(_wish("100"), how="instalments", instalments=3))
    [how] = [each for each in found.considerations if each.name == "how"]
    assert how.figures["total"] == Decimal(100)
    assert how.figures["monthly"] == Decimal("33.34")


def test_without_anything_known_nobody_is_told_to_buy() -> None:
    nothing = Facts(TODAY, "EUR", Decimal(10), lacks=("accounts", "budget", "category"))
    found = decide(nothing, _wish("10"))
    assert (found.decision, found.wait_until, found.confidence) == (WAIT, None, "low")


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("Pixel 11", "Google Pixel 8", True),
        ("new iPhone", "Google Pixel 8", True),
        ("Pixel 11 case", "Google Pixel 8", False),
        ("desk lamp", "floor lamp", True),
        ("IKEA shelf", "IKEA mirror", False),
        ("Kühlschrank", "Fridge Bosch", True),
    ],
)
def test_things_of_one_kind_meet(text: str, other: str, same: bool) -> None:
    assert same_kind(text, other) is same


def test_words_tell_a_need() -> None:
    assert telling_need("Car repair") == "repair"
    assert telling_need("PlayStation 5") == ""

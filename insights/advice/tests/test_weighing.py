"""The arithmetic alone: what is for and against, on which day it passes, and what else helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from insights.advice.considering import Consideration
from insights.advice.facts import BudgetRow, Due, Facts, Giver, GoalFact, OwnedThing, Wish
from insights.advice.kinds import same_kind, telling_need
from insights.advice.weighing import BUY, DONT_BUY, WAIT, Decided, decide
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


def _goal(saved: str, target: str = "1000", monthly: str = "100", **more: Any) -> GoalFact:
    """At 100 a month 1,000 with 600 saved is reached at the end of February."""
    plain = GoalFact(
        KEY, "Japan", False, Decimal(target), Decimal(saved), Decimal(monthly), None, date(2027, 2, 28), None
    )
    return replace(plain, **more)


def _named(found: Decided, name: str) -> Consideration | None:
    return next((each for each in found.considerations if each.name == name), None)


def test_a_purchase_that_the_month_cannot_bear_takes_one_month_from_a_goal_and_no_more() -> None:
    facts = _facts("900", goals=(_goal("600"),), left=Decimal(0), course=_course(5000, 5000))
    told = _named(decide(facts, _wish("900")), "goal")
    assert told is not None
    assert (told.figures["taken"], told.figures["after"]) == (Decimal(100), date(2027, 3, 31))


def test_from_savings_a_goal_loses_what_is_not_free_and_never_more_than_it_has() -> None:
    from_savings = replace(_wish("2000"), how="savings")
    facts = _facts("2000", goals=(_goal("600"),), savings=Decimal(2500))
    told = _named(decide(facts, from_savings), "goal")
    assert told is not None
    assert (told.figures["taken"], told.figures["days"]) == (Decimal(100), 31)
    beyond = _named(decide(replace(facts, savings=Decimal(600)), from_savings), "goal")
    assert beyond is not None
    assert (beyond.figures["taken"], beyond.figures["after"]) == (Decimal(600), date(2027, 8, 31))


def test_a_goal_that_lies_elsewhere_is_not_touched_by_savings() -> None:
    facts = _facts("150", goals=(_goal("600", lies_in_savings=False),), savings=Decimal(160))
    told = _named(decide(facts, replace(_wish("150"), how="savings")), "goal")
    assert told is not None
    assert (told.verdict, told.figures["taken"], told.figures["after"]) == ("for", 0, date(2027, 2, 28))


def test_of_two_goals_the_one_is_told_of_that_it_touches() -> None:
    near = _goal("600", lies_in_savings=False, target_date=date(2027, 3, 1))
    far = _goal("500", name="Roof", key=UUID(int=2), target_date=date(2028, 3, 1))
    facts = _facts("150", goals=(near, far), savings=Decimal(500))
    told = _named(decide(facts, replace(_wish("150"), how="savings")), "goal")
    assert told is not None
    assert (told.figures["goal"], told.figures["taken"]) == ("Roof", Decimal(150))


def test_a_goal_in_another_currency_is_moved_by_its_own_months() -> None:
    goal = _goal("600", currency="USD", rate=Fraction(10, 11))
    facts = _facts("90.91", goals=(goal,), savings=Decimal("545.45"))
    told = _named(decide(facts, replace(_wish("90.91"), how="savings")), "goal")
    assert told is not None
    assert (told.figures["saved"], told.figures["after"]) == (Decimal("545.45"), date(2027, 3, 31))


@pytest.mark.parametrize("how", ["once", "instalments", "savings"])
@pytest.mark.parametrize("cost", ["301", "1000000"])
def test_what_cannot_be_paid_is_spoken_for_by_nothing_that_money_is_about(how: str, cost: str) -> None:
    """Not by the plan that has room for it, nor by bills or goals that would be untouched."""
    facts = _facts(
        cost, goals=(_goal("600"),), row=_row("2000000"), left=Decimal(2000000), course=_course(0, 0),
        savings=Decimal(300), month=Decimal(100), paydays=(),
        dues=(Due(TODAY + timedelta(days=9), "Rent", Decimal(0)),),
    )  # fmt: skip
    wish = replace(_wish(cost), how=how, instalments=3 if how == "instalments" else 1)
    found = decide(facts, wish)
    assert found.decision == DONT_BUY
    assert not [each.name for each in found.considerations if each.verdict == "for"]
    [all_the_same] = [each for each in found.options if each.name == "now"]
    assert all_the_same.reached is None


def test_other_ways_are_named_only_where_they_help() -> None:
    facts = _facts(
        "250000", share=Decimal(125000), has_partner=True, row=_row("0"),
        givers=(Giver(UUID(int=3), "Fun", Decimal(40)),),
    )  # fmt: skip
    assert {each.name for each in decide(facts, _wish("250000")).options} == {"ask", "now"}
    small = replace(facts, worth=Decimal(40), share=Decimal(20), course=_course(5000, 5000), left=Decimal(0))
    assert {each.name for each in decide(small, _wish("40")).options} >= {"move", "now"}
    by_half = replace(small, row=_row("20"), left=Decimal(20))
    assert "shared" in {each.name for each in decide(by_half, _wish("40")).options}


def test_bills_that_are_covered_by_what_usually_comes_in_bar_nothing() -> None:
    """What is known to come falls short of the rent, and the months behind say that more comes in."""
    rent = Due(TODAY + timedelta(days=3), "Rent", Decimal(400))
    course = [replace(each, known=Decimal(-400) if each.on == rent.on else Decimal(0)) for each in _course(300, 300)]
    facts = _facts("10", course=course, dues=(rent,), paydays=())
    told = _named(decide(facts, _wish("10")), "dues")
    assert told is not None
    assert (told.verdict, told.is_hard, told.figures["after"]) == ("against", False, Decimal(-110))
    shared = replace(facts, course=_course(300, 300), dues=(replace(rent, is_shared=True),))
    told = _named(decide(shared, _wish("10")), "dues")
    assert told is not None
    assert (told.verdict, told.is_hard) == ("against", True)


def test_no_more_instalments_are_paid_than_the_price_has_cents() -> None:
    found = decide(_facts("0.05"), replace(_wish("0.05"), how="instalments", instalments=60))
    told = _named(found, "how")
    assert told is not None
    assert (told.figures["count"], told.figures["until"]) == (5, date(2027, 3, 20))


def test_instalments_add_up_to_the_price() -> None:
    found = decide(_facts("100"), replace(_wish("100"), how="instalments", instalments=3))
    [how] = [each for each in found.considerations if each.name == "how"]
    assert how.figures["total"] == Decimal(100)
    assert how.figures["monthly"] == Decimal("33.34")


def test_without_anything_known_nobody_is_told_to_buy() -> None:
    nothing = Facts(TODAY, "EUR", Decimal(10), lacks=("accounts", "budget", "category"))
    found = decide(nothing, _wish("10"))
    assert (found.decision, found.wait_until, found.confidence) == (WAIT, None, "low")
    assert [each.name for each in found.options] == ["now"]
    for how, unrated in (("instalments", {}), ("savings", {"savings": ["ISK"]})):
        unknown = decide(replace(nothing, unrated=unrated), replace(_wish("10"), how=how, instalments=2))
        assert unknown.decision == WAIT


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


def test_what_is_to_stay_is_what_the_person_said_else_a_week() -> None:
    facts = _facts("100", week=Decimal(150))
    said = replace(facts, cushion=Decimal(250))
    states = [
        next(
            dict(each.figures)["state"] for each in decide(found, _wish("100")).considerations if each.name == "balance"
        )
        for found in (facts, said, replace(facts, cushion=Decimal(0)))
    ]
    assert states == ["above", "below_cushion", "above"]
    assert decide(said, _wish("100")).considerations != decide(facts, _wish("100")).considerations

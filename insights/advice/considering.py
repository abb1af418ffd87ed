"""The considerations a purchase is weighed by: each looks at one figure and says for, against or neither, and how much.

Pure functions of the facts and of the day it would be bought on. A weight is how many points of the decision it moves
(see `weighing`); what `is_hard` speaks alone, whatever is for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from config.kernel.money import ZERO
from insights.advice.facts import INSTALMENTS, SAVINGS, SHARED, Facts, Wish
from insights.advice.goals import months_more, reached_without, touched_goal
from insights.advice.paying import first_payment, is_covered, left_for_bills, lowest_with, payments, until_pay

FOR, AGAINST, NEUTRAL = "for", "against", "neutral"
# From here on something is needed, and up to there it is a wish.
A_NEED, A_WISH = 8, 3
WORD_NEED: Final = 9
# Months of spending that lie ready: with less than one there is no cushion, three are one.
NO_CUSHION, A_CUSHION = Decimal(1), Decimal(3)
# So many usual months of its category make a price unusual.
UNUSUAL: Final = 3
YEAR: Final = timedelta(days=365)
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Consideration:
    """`figures` are what its words and its bar are made of (see `wording`)."""

    name: str
    verdict: str
    weight: int
    is_hard: bool = False
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return {FOR: self.weight, AGAINST: -self.weight, NEUTRAL: 0}[self.verdict]


Rule = Callable[[Facts, Wish, date], Consideration | None]


def balance(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """The lowest point of the accounts it is paid from stays above zero, also at the low end of 8 in 10, and above what
    the person wants to keep, else a week of their usual spending.
    """
    low = lowest_with(facts, wish, on)
    if low is None or facts.worth is None:
        return None
    figures = {"on": low.on, "without": low.without, "with": low.expected, "low": low.low, "week": facts.week}
    if wish.how == SAVINGS:
        return None
    if low.expected < ZERO:
        return Consideration("balance", AGAINST, 100, True, {**figures, "state": "below_zero"})
    if low.low < ZERO:
        return Consideration("balance", AGAINST, 40, figures={**figures, "state": "may_be_below_zero"})
    if low.expected < facts.keeps:
        if facts.cushion is None:
            return Consideration("balance", AGAINST, 25, figures={**figures, "state": "below_week"})
        return Consideration(
            "balance", AGAINST, 40, figures={**figures, "state": "below_cushion", "cushion": facts.cushion}
        )
    if not low.expected:
        return Consideration("balance", AGAINST, 25, figures={**figures, "state": "nothing_left"})
    has_band = facts.has_history and low.low < low.expected
    return Consideration("balance", FOR, 30, figures={**figures, "state": "above", "has_band": has_band})


def budget(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """It fits in what its category has left; what is put off to a later month fits in what that has of it. That speaks
    for it where the accounts hold it, too.
    """
    cost, row = first_payment(facts, wish, on), facts.row
    if cost is None or wish.how == SAVINGS:
        return None
    if row is None:
        return Consideration("budget", AGAINST, 15, figures={"state": "unplanned"}) if facts.has_plan else None
    is_later = on.replace(day=1) > row.month
    there = row.renewed if is_later else row.remaining
    due = ZERO if is_later else row.still_due
    figures = {
        "category": row.name,
        "key": row.key,
        "month": on.replace(day=1),
        "allocated": row.allocated,
        "spent": ZERO if is_later else row.spent,
        "there": there,
        "due": due,
        "cost": cost,
        "over": max(cost - max(there, ZERO), ZERO),
        "is_limit": row.is_limit,
    }
    if cost > there:
        return Consideration("budget", AGAINST, 45, figures={**figures, "state": "over"})
    if not is_covered(facts, wish, on):
        return Consideration("budget", NEUTRAL, 0, figures={**figures, "state": "not_covered"})
    if cost > there - due:
        return Consideration("budget", NEUTRAL, 0, figures={**figures, "state": "still_due"})
    return Consideration("budget", FOR, 25, figures={**figures, "state": "fits"})


def left(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """It fits in what is left to spend of the month, bills and savings taken off; as `budget`, where it can be paid."""
    cost = first_payment(facts, wish, on)
    if facts.left is None or cost is None or wish.how == SAVINGS or on.replace(day=1) > facts.today.replace(day=1):
        return None
    figures = {"left": facts.left, "cost": cost, "after": facts.left - cost, "until": until_pay(facts, on)}
    if cost > facts.left:
        return Consideration("left", AGAINST, 30, figures=figures)
    if not is_covered(facts, wish, on):
        return Consideration("left", NEUTRAL, 0, figures={**figures, "state": "not_covered"})
    return Consideration("left", FOR, 15, figures=figures)


def dues(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What is there that day and known to come pays for it and for what is due until the next pay, both partners' bills
    too. Hard where the accounts would not hold it, and where the part of shared bills is what is lacking.
    """
    cost, until = first_payment(facts, wish, on), until_pay(facts, on)
    coming = [each for each in facts.dues if on < each.on <= until]
    after = None if cost is None else left_for_bills(facts, on, cost, until)
    if after is None or not coming:
        return None
    shared = sum((each.amount for each in coming if each.is_shared), ZERO)
    figures: dict[str, Any] = {
        "total": sum((each.amount for each in coming), ZERO),
        "count": len(coming),
        "until": until,
        "shared": shared,
        "after": after,
        "last": max(coming, key=lambda each: (each.amount, each.on)).name,
    }
    held = is_covered(facts, wish, on)
    if after >= ZERO:
        return Consideration("dues", FOR if held else NEUTRAL, 10 if held else 0, figures={**figures, "is_held": held})
    is_hard = not held or after + shared >= ZERO
    return Consideration("dues", AGAINST, 60 if is_hard else 30, is_hard, {**figures, "is_held": not is_hard})


def how(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What the way of paying asks for by itself."""
    if facts.worth is None:
        return None
    if wish.how == SAVINGS:
        figures = {"state": SAVINGS, "savings": facts.savings, "after": facts.savings - facts.worth}
        if not is_covered(facts, wish, on):
            return Consideration("how", AGAINST, 100, True, figures)
        if facts.worth > facts.savings:
            return Consideration("how", NEUTRAL, 0, figures={**figures, "has_unrated": True})
        return Consideration("how", FOR, 25, figures=figures)
    if wish.how == INSTALMENTS:
        paid = payments(facts, wish, on)
        figures = {"state": INSTALMENTS, "count": len(paid), "monthly": paid[0][1], "until": paid[-1][0]}
        return Consideration("how", NEUTRAL, 0, figures={**figures, "total": facts.worth})
    if wish.how == SHARED and facts.share is not None:
        return Consideration("how", NEUTRAL, 0, figures={"state": SHARED, "share": facts.share, "total": facts.worth})
    return None


def goal(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """By how many days it moves a goal back: with what savings pay, else with what the month has not left."""
    touched = touched_goal(facts, wish, on)
    if touched is None or facts.worth is None:
        return None
    found, taken = touched
    if not taken and not is_covered(facts, wish, on):
        return None
    after = reached_without(found, taken)
    figures: dict[str, Any] = {
        "goal": found.name,
        "key": found.key,
        "from": SAVINGS if wish.how == SAVINGS else "month",
        "taken": taken,
        "saved": found.worth(found.saved, facts.currency),
        "target": found.worth(found.target, facts.currency),
        "before": found.expected_on,
        "after": after,
        "days": 0,
    }
    if not taken:
        return Consideration("goal", FOR, 10, figures=figures)
    if found.expected_on and after:
        figures["days"] = (after - found.expected_on).days
    early = found.months_early
    is_late = early is not None and early >= 0 and early < months_more(found, taken)
    return Consideration("goal", AGAINST, 30 if is_late else 15, figures={**figures, "is_late": is_late})


def emergency(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What would lie ready afterwards, in months of the person's usual spending. What could not be reckoned may be
    there: then too little is not said.
    """
    cost = facts.bears(wish.how)
    if cost is None or not facts.month or not facts.course:
        return None
    months = ((facts.ready - cost) / facts.month).quantize(TENTH, ROUND_DOWN)
    figures = {"ready": facts.ready - cost, "month": facts.month, "months": max(months, ZERO)}
    if months < NO_CUSHION and not {"balances", "savings"} & facts.unrated.keys():
        return Consideration("emergency", AGAINST, 25, figures=figures)
    if months >= A_CUSHION:
        return Consideration("emergency", FOR, 15, figures=figures)
    return Consideration("emergency", NEUTRAL, 0, figures=figures)


def owned(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """There is one of its kind already: under warranty a claim mends it, and a young one lasts."""
    thing = facts.owned
    if thing is None:
        return None
    figures = {
        "thing": thing.name,
        "key": thing.key,
        "bought_on": thing.bought_on,
        "warranty_end": thing.warranty_end,
        "claim": thing.claim_opened_on,
    }
    if thing.is_covered and (thing.warranty_end is None or thing.warranty_end >= on):
        days = None if thing.warranty_end is None else (thing.warranty_end - on).days
        whole = None if thing.warranty_end is None else (thing.warranty_end - thing.bought_on).days
        return Consideration("owned", AGAINST, 50, True, {**figures, "state": "covered", "days": days, "whole": whole})
    if on - thing.bought_on <= YEAR:
        return Consideration("owned", AGAINST, 25, figures={**figures, "state": "young"})
    return None


def need(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """How much it is needed, of 10: the person's priority for its category, else its necessity, and telling words."""
    category = facts.category
    if category is None and not facts.need_word:
        return None
    of_category = category.need if category else 0
    score = max(of_category, WORD_NEED if facts.need_word else 0)
    figures: dict[str, Any] = {"score": score, "word": facts.need_word if score > of_category else ""}
    if category is not None:
        figures |= {"category": category.name, "key": category.key, "place": category.place, "places": category.places}
    if score >= A_NEED:
        return Consideration("need", FOR, 30, figures=figures)
    if score <= A_WISH:
        return Consideration("need", AGAINST, 10, figures=figures)
    return Consideration("need", NEUTRAL, 0, figures=figures)


def price(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What it costs beside a usual month of its category."""
    category = facts.category
    if category is None or facts.worth is None or category.usual <= ZERO:
        return None
    times = (facts.worth / category.usual).quantize(TENTH)
    figures = {"category": category.name, "key": category.key, "usual": category.usual, "times": times}
    if facts.worth > category.usual * UNUSUAL:
        return Consideration("price", AGAINST, 10, figures=figures)
    return Consideration("price", NEUTRAL, 0, figures=figures)


def currency(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """At which dated rate a price in another currency was weighed, or that none is known."""
    if facts.worth is None:
        return Consideration("currency", NEUTRAL, 0, figures={"state": "no_rate", "currency": wish.currency})
    if facts.rate is None:
        return None
    found = facts.rate
    figures = {"state": "rate", "rate": found.rate, "on": found.on, "source": found.source, "currency": wish.currency}
    return Consideration("currency", NEUTRAL, 0, figures={**figures, "worth": facts.worth})


RULES: tuple[Rule, ...] = (
    budget, balance, left, dues, how, goal, emergency, owned, need, price, currency,
)  # fmt: skip

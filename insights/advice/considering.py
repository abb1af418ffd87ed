"""The considerations a purchase is weighed by: each looks at one figure and says for, against or neither, and how much.

Pure functions of the facts and of the day it would be bought on. A weight is how many points of the decision it moves
(see `weighing`); what `is_hard` speaks alone, whatever is for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from typing import Any, Final

from config.kernel.money import ZERO
from insights.advice.facts import INSTALMENTS, SAVINGS, SHARED, Facts, GoalFact, Wish
from insights.advice.paying import lowest_with, payments, until_pay
from ledger.goals.progress import MOST_MONTHS, month_end

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
    """The lowest point of the accounts it is paid from stays above zero, also at the low end of 8 in 10, and above a
    week of the person's usual spending.
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
    if low.expected < facts.week:
        return Consideration("balance", AGAINST, 25, figures={**figures, "state": "below_week"})
    return Consideration("balance", FOR, 30, figures={**figures, "state": "above"})


def budget(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """It fits in what its category has left; what is put off to a later month fits in what that has of it."""
    cost, row = _first_payment(facts, wish, on), facts.row
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
    if cost > there - due:
        return Consideration("budget", NEUTRAL, 0, figures={**figures, "state": "still_due"})
    return Consideration("budget", FOR, 25, figures={**figures, "state": "fits"})


def left(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """It fits in what is left to spend of the month, bills and savings taken off."""
    cost = _first_payment(facts, wish, on)
    if facts.left is None or cost is None or wish.how == SAVINGS or on.replace(day=1) > facts.today.replace(day=1):
        return None
    figures = {"left": facts.left, "cost": cost, "after": facts.left - cost, "until": until_pay(facts, on)}
    if cost > facts.left:
        return Consideration("left", AGAINST, 30, figures=figures)
    return Consideration("left", FOR, 15, figures=figures)


def dues(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What is on the accounts that day pays for it and for what is due until the next pay, both partners' bills too."""
    cost, there = _first_payment(facts, wish, on), _balance_on(facts, on)
    until = until_pay(facts, on)
    coming = [each for each in facts.dues if on < each.on <= until]
    if cost is None or there is None or not coming or wish.how == SAVINGS:
        return None
    total = sum((each.amount for each in coming), ZERO)
    figures = {
        "total": total,
        "count": len(coming),
        "until": until,
        "shared": sum((each.amount for each in coming if each.is_shared), ZERO),
        "after": there - cost - total,
        "last": max(coming, key=lambda each: (each.amount, each.on)).name,
    }
    if there - cost < total:
        return Consideration("dues", AGAINST, 60, True, figures)
    return Consideration("dues", FOR, 10, figures=figures)


def how(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What the way of paying asks for by itself."""
    if facts.worth is None:
        return None
    if wish.how == SAVINGS:
        figures = {"state": SAVINGS, "savings": facts.savings, "after": facts.savings - facts.worth}
        if facts.worth > facts.savings:
            return Consideration("how", AGAINST, 100, True, figures)
        return Consideration("how", FOR, 25, figures=figures)
    if wish.how == INSTALMENTS:
        paid = payments(facts, wish, on)
        figures = {"state": INSTALMENTS, "count": len(paid), "monthly": paid[0][1], "until": paid[-1][0]}
        return Consideration("how", NEUTRAL, 0, figures={**figures, "total": facts.worth})
    if wish.how == SHARED and facts.share is not None:
        return Consideration("how", NEUTRAL, 0, figures={"state": SHARED, "share": facts.share, "total": facts.worth})
    return None


def goal(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """By how many days it moves the nearest goal back: with what savings pay, else with what the month has not left."""
    found, cost = nearest_goal(facts), facts.bears(wish.how)
    if found is None or cost is None:
        return None
    taken = _taken_from_goals(facts, wish, on, cost)
    after = _reached(found, taken)
    figures: dict[str, Any] = {
        "goal": found.name,
        "key": found.key,
        "taken": taken,
        "saved": found.saved,
        "target": found.target,
        "before": found.expected_on,
        "after": after,
        "days": 0,
    }
    if not taken:
        return Consideration("goal", FOR, 10, figures=figures)
    if found.expected_on and after:
        figures["days"] = (after - found.expected_on).days
    early = found.months_early
    is_late = early is not None and early >= 0 and early < _months_more(found, taken)
    return Consideration("goal", AGAINST, 30 if is_late else 15, figures={**figures, "is_late": is_late})


def emergency(facts: Facts, wish: Wish, on: date) -> Consideration | None:
    """What would lie ready afterwards, in months of the person's usual spending."""
    cost = facts.bears(wish.how)
    if cost is None or not facts.month or not facts.course:
        return None
    ready = facts.balance + facts.savings
    months = ((ready - cost) / facts.month).quantize(TENTH, ROUND_DOWN)
    figures = {"ready": ready - cost, "month": facts.month, "months": max(months, ZERO)}
    if months < NO_CUSHION:
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
        figures |= {"category": category.name, "place": category.place, "places": category.places}
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


def nearest_goal(facts: Facts) -> GoalFact | None:
    """Of those not reached the one with the nearest day, else the first: the emergency fund speaks for itself."""
    open_ones = [each for each in facts.goals if each.saved < each.target and not each.is_emergency]
    dated = [each for each in open_ones if each.target_date is not None]
    return min(dated, key=lambda each: each.target_date or date.max) if dated else next(iter(open_ones), None)


def reached_on(facts: Facts, wish: Wish, on: date) -> date | None:
    """When the nearest goal is reached if it is bought so; None without one, or where nothing goes in."""
    found, cost = nearest_goal(facts), facts.bears(wish.how)
    if found is None:
        return None
    return _reached(found, ZERO if cost is None else _taken_from_goals(facts, wish, on, cost))


def _taken_from_goals(facts: Facts, wish: Wish, on: date, cost: Decimal) -> Decimal:
    """From savings all of it; else what the month has not left, where there is a plan that says so."""
    if wish.how == SAVINGS:
        return cost
    first = _first_payment(facts, wish, on)
    if first is None or facts.left is None or on.replace(day=1) > facts.today.replace(day=1):
        return ZERO
    return max(first - max(facts.left, ZERO), ZERO)


def _months_more(found: GoalFact, taken: Decimal) -> int:
    """How many months more it takes when `taken` is not there; money comes once a month."""
    if found.going_in <= ZERO:
        return 0
    left = found.target - found.saved
    now, then = ((each / found.going_in).to_integral_value(ROUND_CEILING) for each in (left, left + taken))
    return int(then - now)


def _reached(found: GoalFact, taken: Decimal) -> date | None:
    """As `Progress.expected_on`, so many months later; None where nothing goes in, or not in a century."""
    more = _months_more(found, taken)
    if found.expected_on is None or more > MOST_MONTHS:
        return None
    return month_end(found.expected_on, more) if more else found.expected_on


def _first_payment(facts: Facts, wish: Wish, on: date) -> Decimal | None:
    """What the month it is bought in has to bear."""
    paid = payments(facts, wish, on)
    return paid[0][1] if paid else None


def _balance_on(facts: Facts, on: date) -> Decimal | None:
    place = (on - facts.today).days
    return facts.course[place].expected if 0 <= place < len(facts.course) else None

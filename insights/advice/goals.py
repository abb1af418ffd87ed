"""What a purchase does to the goals: what of it comes out of them, and by how much later they are reached.

Never more than can: of what is saved as much as is not free besides, of what goes in no more than one month of it.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from fractions import Fraction

from config.kernel.money import ZERO, smallest_unit_of
from insights.advice.facts import SAVINGS, Facts, GoalFact, Wish
from insights.advice.paying import first_payment
from ledger.goals.progress import MOST_MONTHS, month_end


def touched_goal(facts: Facts, wish: Wish, on: date) -> tuple[GoalFact, Decimal] | None:
    """The goal it is told of and what is taken from it, in the person's currency: the nearest of those it touches, else
    the nearest, of which nothing is taken. Of those not reached; the emergency fund speaks for itself.
    """
    open_ones = [each for each in facts.goals if each.saved < each.target and not each.is_emergency]
    if not open_ones:
        return None
    near = sorted(open_ones, key=lambda each: (each.target_date is None, each.target_date or date.max))
    found = [(each, taken_from(facts, wish, on, each)) for each in near]
    return next(((each, taken) for each, taken in found if taken), found[0])


def taken_from(facts: Facts, wish: Wish, on: date, goal: GoalFact) -> Decimal:
    """With savings what they do not hold beside all goals that lie there, up to what is saved for this one; else what
    the month has not left, up to what goes in of a month, where a plan says so. In the person's currency.
    """
    cost = facts.bears(wish.how)
    if cost is None:
        return ZERO
    if wish.how == SAVINGS:
        if not goal.lies_in_savings:
            return ZERO
        lies_there = [each.worth(each.saved, facts.currency) for each in facts.goals if each.lies_in_savings]
        free = max(facts.savings - sum(lies_there, ZERO), ZERO)
        return min(max(cost - free, ZERO), goal.worth(goal.saved, facts.currency))
    first = first_payment(facts, wish, on)
    if first is None or facts.left is None or on.replace(day=1) > facts.today.replace(day=1):
        return ZERO
    return min(max(first - max(facts.left, ZERO), ZERO), goal.worth(goal.going_in, facts.currency))


def reached_on(facts: Facts, wish: Wish, on: date) -> date | None:
    """When the goal it is told of is reached if it is bought so; None without one, or where nothing goes in."""
    found = touched_goal(facts, wish, on)
    return reached_without(*found) if found else None


def reached_without(goal: GoalFact, taken: Decimal) -> date | None:
    """As `Progress.expected_on`, so many months later; None where nothing goes in, or not in a century."""
    more = months_more(goal, taken)
    if goal.expected_on is None or more > MOST_MONTHS:
        return None
    return month_end(goal.expected_on, more) if more else goal.expected_on


def months_more(goal: GoalFact, taken: Decimal) -> int:
    """How many months more it takes when `taken`, in the person's currency, is not there; money comes once a month."""
    if goal.going_in <= ZERO:
        return 0
    left, lost = goal.target - goal.saved, Fraction(taken) / goal.rate
    kept = (Decimal(lost.numerator) / lost.denominator).quantize(smallest_unit_of(goal.currency), ROUND_DOWN)
    now, then = ((each / goal.going_in).to_integral_value(ROUND_CEILING) for each in (left, left + kept))
    return int(then - now)

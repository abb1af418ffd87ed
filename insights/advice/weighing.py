"""Buy, wait or leave it: the considerations added up, and the first day on which they come out for it.

Deterministic: the same facts give the same answer. A purchase passes where nothing hard is against it and the points
for it are not fewer than those against; where something is known of the money at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final

from config.kernel.money import ZERO, smallest_unit_of
from insights.advice.considering import AGAINST, RULES, Consideration
from insights.advice.facts import INSTALMENTS, SAVINGS, SHARED, Facts, Wish
from insights.advice.goals import reached_on
from insights.advice.paying import is_covered, looked_at_until, lowest_with, payments
from ledger.budgets.months import month_after

BUY, WAIT, DONT_BUY = "buy", "wait", "dont_buy"
HIGH, MEDIUM, LOW = "high", "medium", "low"
# Waiting is advised for so long, and only as far as the course tells what follows.
LONGEST_WAIT: Final = timedelta(days=150)
SEEN_AFTER: Final = timedelta(days=14)
MONEY: Final = frozenset({"balance", "budget", "how"})
# Fewer points to either side are a close thing.
CLOSE: Final = 15
# What costs less than so much of it is another thing.
LEAST_OF_PRICE: Final = Decimal("0.25")
PLANS_OF_INSTALMENTS: Final = (3, 6, 12)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of one day: `points` are what is for it less what is against."""

    on: date
    considerations: tuple[Consideration, ...]

    @property
    def points(self) -> int:
        return sum(each.points for each in self.considerations)

    @property
    def knows(self) -> bool:
        """Something is known of the money it takes: that it is paid in parts, or by two, tells nothing of that."""
        return any(each.name in MONEY and (each.name != "how" or bool(each.points)) for each in self.considerations)

    @property
    def passes(self) -> bool:
        return self.knows and not any(_is_barred(each) for each in self.considerations) and self.points >= 0


@dataclass(frozen=True, slots=True)
class Option:
    """Another way. `lowest` is the lowest point of the accounts with it, `reached` when the nearest goal is; both None
    where that is not known. `figures` are what its words are made of."""

    name: str
    cost: Decimal | None
    lowest: Decimal | None
    reached: date | None
    figures: dict[str, object]


@dataclass(frozen=True, slots=True)
class Decided:
    decision: str
    wait_until: date | None
    confidence: str
    considerations: tuple[Consideration, ...]
    options: tuple[Option, ...]


def decide(facts: Facts, wish: Wish) -> Decided:
    """Of the wish on its own day, else of the first day that lets it pass. No query."""
    now = weigh(facts, wish, wish.on)
    until = None if now.passes else first_passing_day(facts, wish)
    decision = BUY if now.passes else WAIT if until is not None or not now.knows else DONT_BUY
    return Decided(
        decision=decision,
        wait_until=until,
        confidence=_confidence(facts, now),
        considerations=now.considerations,
        options=tuple(_options(facts, wish, now, until)),
    )


def weigh(facts: Facts, wish: Wish, on: date) -> Weighed:
    """Every consideration of buying it on `on`, in the order they are shown in."""
    return Weighed(on, tuple(each for rule in RULES if (each := rule(facts, wish, on)) is not None))


def first_passing_day(facts: Facts, wish: Wish) -> date | None:
    """Of the days on which something changes: a pay, a new month, a bill behind one, the end of a warranty.

    None where instalments outrun the course and are not covered as far as it goes: later it only shows fewer of them.
    """
    if not facts.course or facts.worth is None:
        return None
    outruns = looked_at_until(facts, wish, wish.on) > facts.course[-1].on
    if outruns and not is_covered(facts, wish, wish.on):
        return None
    latest = min(facts.course[-1].on - SEEN_AFTER, wish.on + LONGEST_WAIT)
    months = [month_after(wish.on, number) for number in range(1, 7)]
    ended = facts.owned.warranty_end if facts.owned is not None else None
    days = {
        *facts.paydays,
        *months,
        *(each.on + ONE_DAY for each in facts.dues),
        *([ended + ONE_DAY] if ended else []),
    }
    ahead = sorted(day for day in days if wish.on < day <= latest)
    return next((day for day in ahead if weigh(facts, wish, day).passes), None)


def _is_barred(consideration: Consideration) -> bool:
    return consideration.is_hard and consideration.verdict == AGAINST


def _confidence(facts: Facts, now: Weighed) -> str:
    """What is not known makes it less sure, all that has no rate as one; and so does a close thing."""
    lacking = (
        len(facts.lacks)
        - max(len(facts.unrated) - 1, 0)
        + (abs(now.points) < CLOSE and not any(map(_is_barred, now.considerations)))
    )
    return HIGH if not lacking else MEDIUM if lacking <= 2 else LOW


def _options(facts: Facts, wish: Wish, now: Weighed, until: date | None) -> Sequence[Option]:
    found: list[Option] = []
    by_name = {each.name: each for each in now.considerations}
    claim = by_name.get("owned")
    if claim is not None and claim.is_hard:
        nothing = replace(facts, worth=ZERO, share=ZERO)
        found.append(_option("claim", nothing, wish, wish.on, dict(claim.figures)))
    if until is not None:
        found.append(_later(facts, wish, until))
    if not now.passes:
        found += _instalments(facts, wish)
        found += _moved(facts, wish, by_name.get("budget"))
        found += _cheaper(facts, wish, by_name)
    found += _together(facts, wish, now)
    if facts.has_partner:
        found.append(Option("ask", facts.worth, None, None, {}))
    if not now.passes:
        if (
            facts.owned is None
            and not facts.need_word
            and (price := by_name.get("price")) is not None
            and price.verdict == AGAINST
        ):
            found.append(Option("used", None, None, None, {}))
        found.append(_option("now", facts, wish, wish.on, {}))
    return found


def _option(name: str, facts: Facts, wish: Wish, on: date, figures: dict[str, object]) -> Option:
    """Of what cannot be paid, or has no price in the person's currency, nobody knows when a goal is reached."""
    cost = facts.bears(wish.how)
    if cost is None:
        return Option(name, None, None, None, figures)
    low = lowest_with(facts, wish, on)
    reached = reached_on(facts, wish, on) if is_covered(facts, wish, on) else None
    return Option(name, cost, low.expected if low else None, reached, figures)


def _later(facts: Facts, wish: Wish, until: date) -> Option:
    """With what is to be put by each month until then, where that is a month away or more."""
    months = (until.year - facts.today.year) * 12 + until.month - facts.today.month
    cost = facts.bears(wish.how) or ZERO
    ended = facts.owned is not None and facts.owned.warranty_end == until - ONE_DAY
    figures: dict[str, object] = {"until": until, "months": months, "is_warranty_over": ended}
    if months > 1:
        figures["monthly"] = (cost / months).quantize(smallest_unit_of(facts.currency), ROUND_CEILING)
    return _option("wait", facts, wish, until, figures)


def _instalments(facts: Facts, wish: Wish) -> list[Option]:
    """The fewest with which it passes today."""
    if wish.how == INSTALMENTS or facts.worth is None:
        return []
    for count in PLANS_OF_INSTALMENTS:
        spread = replace(wish, how=INSTALMENTS, instalments=count)
        if weigh(facts, spread, wish.on).passes:
            monthly = payments(facts, spread, wish.on)[0][1]
            return [_option("instalments", facts, spread, wish.on, {"count": count, "monthly": monthly})]
    return []


def _together(facts: Facts, wish: Wish, now: Weighed) -> list[Option]:
    """Where it passes alone as well, or only so; a cent that cannot be parted is not shared."""
    if facts.share is None or facts.worth is None or facts.share >= facts.worth or wish.how == SHARED:
        return []
    shared = replace(wish, how=SHARED, instalments=1)
    if not now.passes and not weigh(facts, shared, wish.on).passes:
        return []
    return [_option("shared", facts, shared, wish.on, {"share": facts.share})]


def _moved(facts: Facts, wish: Wish, budget: Consideration | None) -> list[Option]:
    """From the category with most to spare, as much as is lacking, where it passes then."""
    if budget is None or facts.row is None or budget.figures.get("state") != "over" or not facts.givers:
        return []
    giver = max(facts.givers, key=lambda each: (each.spare, str(each.key)))
    amount = min(budget.figures["over"], giver.spare)
    row = replace(
        facts.row,
        allocated=facts.row.allocated + amount,
        remaining=facts.row.remaining + amount,
        renewed=facts.row.renewed + amount,
    )
    if not weigh(replace(facts, row=row), wish, wish.on).passes:
        return []
    figures: dict[str, object] = {"category": giver.name, "key": giver.key, "spare": giver.spare, "amount": amount}
    return [Option("move", facts.worth, None, None, figures)]


def _cheaper(facts: Facts, wish: Wish, by_name: dict[str, Consideration]) -> list[Option]:
    """What would fit in the budget, in what is left and above what is to stay there, where that is anything."""
    if wish.how in (SAVINGS, SHARED) or facts.worth is None or facts.owned is not None:
        return []
    limits = (("budget", "there"), ("left", "left"))
    rooms = [by_name[name].figures[key] for name, key in limits if name in by_name and key in by_name[name].figures]
    low = by_name.get("balance")
    if low is not None:
        rooms.append(low.figures["with"] + facts.worth - facts.keeps)
    room = min(rooms, default=ZERO)
    if not facts.worth * LEAST_OF_PRICE <= room < facts.worth:
        return []
    smaller = replace(facts, worth=room)
    if not weigh(smaller, wish, wish.on).passes:
        return []
    return [_option("cheaper", smaller, wish, wish.on, {"amount": room})]
